/** What was discovered last, in a file: a daemon that starts while a server is down knows it nevertheless. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ServerEntry } from './entry.ts';
import { replaceFile } from './files.ts';

/** By the domain that the sysop typed. */
export type Remembered = ReadonlyMap<string, ServerEntry>;

/** Keeps what was discovered from one start to the next. */
export interface Memory {
  /** Nothing, when there is no such file, or one that cannot be used. */
  load(): Promise<Remembered>;
  /** Rejects with a system error. */
  save(remembered: Remembered): Promise<void>;
}

const entry: z.ZodType<ServerEntry> = z.strictObject({
  domain: z.string(),
  webOrigin: z.string().nullable(),
  preset: z.string(),
  title: z.string().nullable(),
  account: z.string().nullable(),
  storage: z.strictObject({ url: z.string(), contentType: z.string().nullable() }).nullable(),
  streamingOrigin: z.string().nullable(),
  optional: z.array(z.string()),
  absent: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
});

const document = z.strictObject({ version: z.literal(1), servers: z.record(z.string(), entry) });

export function memoryFile(path: string): Memory {
  return {
    async load() {
      try {
        const parsed = document.safeParse(JSON.parse(await readFile(path, 'utf8')));
        return new Map(parsed.success ? Object.entries(parsed.data.servers) : []);
      } catch {
        return new Map();
      }
    },
    async save(remembered) {
      const servers = Object.fromEntries(remembered);
      await replaceFile(path, `${JSON.stringify({ version: 1, servers }, null, 2)}\n`);
    },
  };
}
