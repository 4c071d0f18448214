import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  eventually,
  freePort,
  type RunningProgram,
  temporaryFolder,
} from '../../test/support/real-programs.ts';
import { type Kind, keyword } from './kind.ts';
import { ourPrograms, shippedEnvironment, shippedOptions } from './our-programs.ts';
import { own } from './owned.ts';
import { cores, startOnCore } from './programs.ts';
import type { Target } from './target.ts';

/** The real daemon as it is shipped, with everything on that is on by default, and its history in a file. */
export interface Product extends AsyncDisposable {
  readonly program: RunningProgram;
  readonly port: number;
  readonly configFile: string;
  /** Takes over another configuration, and waits until it has. */
  reload(config: string): Promise<void>;
  /** Reads /metrics. */
  scrape(options?: { readonly gzip: boolean }): Promise<Scrape>;
}

export interface Scrape {
  readonly text: string;
  /** As it came over the wire. */
  readonly bytes: number;
  readonly tookMs: number;
}

export interface ProductOptions {
  /** The emitted bundle by default. */
  readonly path?: string;
  /** More options of Node.js. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the daemon and waits until it answers. `config` is YAML without `listen` and `history`. */
export async function startProduct(
  config: string,
  { path = ourPrograms.bundle, nodeOptions = [], env = {} }: ProductOptions = {},
): Promise<Product> {
  const folder = own(await temporaryFolder());
  const configFile = join(folder.path, 'config.yaml');
  const write = async (text: string): Promise<void> =>
    await writeFile(configFile, `history: { path: history.db }\n${text}`);
  await write(config);
  const port = await freePort();
  const args = ['serve', `--config.file=${configFile}`, `--web.listen-address=127.0.0.1:${port}`];
  const program = startOnCore(
    cores.measured,
    process.execPath,
    [...shippedOptions, ...nodeOptions, path, ...args],
    { env: { ...shippedEnvironment, ...env } },
  );
  const isUp = async (): Promise<true | undefined> => {
    if (program.process.exitCode !== null) return undefined;
    return (await fetch(`http://127.0.0.1:${port}/-/healthy`)).ok || undefined;
  };
  await eventually('the daemon', isUp, 60_000).catch((error: unknown) => {
    throw new Error(`the daemon did not start: ${program.output()}`, { cause: error });
  });
  return {
    program,
    port,
    configFile,
    async reload(text) {
      const loads = (): number => program.output().split('configuration reloaded').length;
      const before = loads();
      await write(text);
      program.kill('SIGHUP');
      await eventually('the reload', async () => (loads() > before ? true : undefined), 60_000);
    },
    scrape: ({ gzip } = { gzip: true }) => scrape(`http://127.0.0.1:${port}/metrics`, gzip),
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Reads a page of metrics over a connection of its own; `fetch` would cost the questioner's core more than the page. */
export function scrape(url: string, gzip: boolean): Promise<Scrape> {
  const startedAt = performance.now();
  return new Promise((fulfil, reject) => {
    const headers = gzip ? { 'accept-encoding': 'gzip' } : {};
    const question = request(url, { headers, agent: false }, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const tookMs = performance.now() - startedAt;
        const raw = Buffer.concat(chunks);
        const text = (answer.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString();
        if (answer.statusCode === 200) fulfil({ text, bytes: raw.length, tookMs });
        else reject(new Error(`status ${answer.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    question.once('error', reject);
    question.end();
  });
}

export interface ConfigOptions {
  readonly kind: Kind;
  readonly components: number;
  readonly intervalSeconds: number;
}

/** A configuration of many components that ask the target for status and keyword. */
export function configOf(target: Target, { kind, components, intervalSeconds }: ConfigOptions): string {
  const tls = kind === 'http' ? '' : `, tls: { ca_file: ${target.caFile} }`;
  const lines = Array.from({ length: components }, (_, index) => {
    return `{ url: "${target.url(kind, index)}", keyword: '${keyword}'${tls} }`;
  });
  const timeoutMs = Math.min(5000, intervalSeconds * 900);
  return `interval: ${intervalSeconds}s\ntimeout: ${timeoutMs}ms\n${serversOf(lines)}`;
}

/** About as many as a preset makes. */
const componentsPerServer = 10;

/** The key `servers` for components as they are written in YAML: `c0`, `c1`, … of servers of ten. */
export function serversOf(components: readonly string[]): string {
  const lines = components.map((component, index) => {
    const server = `  - domain: s${index / componentsPerServer}.example\n    components:\n`;
    return `${index % componentsPerServer === 0 ? server : ''}      c${index}: ${component}\n`;
  });
  return `servers:\n${lines.join('')}`;
}
