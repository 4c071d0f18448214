import { randomUUID } from 'node:crypto';
import { link, mkdir, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** For the owner alone: a sysop may add secrets. */
const mode = 0o600;

/** Writes a file at once or not at all, in place of what was there. Rejects with a system error. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await throughTemporary(path, text, temporary => rename(temporary, path));
}

/** Writes a file at once or not at all, and only where there is none: else it rejects with the code `EEXIST`. */
export async function createFile(path: string, text: string): Promise<void> {
  await throughTemporary(path, text, async temporary => {
    await link(temporary, path);
    await unlink(temporary);
  });
}

async function throughTemporary(
  path: string,
  text: string,
  finish: (temporary: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text, { mode, flag: 'wx', flush: true });
    await finish(temporary);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}
