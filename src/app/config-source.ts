/** Where configurations come from, read and checked. */
import { readFile, stat } from 'node:fs/promises';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/errors.ts';
import { type LoadDeps, loadConfig } from '../config/load.ts';
import { presets } from '../preset/index.ts';
import { probeTypes } from '../probe/index.ts';
import { version } from '../version.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigRead =
  | { readonly ok: true; readonly config: Config }
  /** Every mistake, a line each, for the operator. */
  | { readonly ok: false; readonly message: string };

/** Reads and checks a configuration file, whatever is wrong with it. */
export async function readConfig(file: string, env: Environment): Promise<ConfigRead> {
  try {
    const content = await readFile(file);
    const isReadableByOthers = ((await stat(file)).mode & 0o044) !== 0;
    return await checkConfig(content, file, { env, isReadableByOthers });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return {
      ok: false,
      message: `${file}: cannot be read: ${hints.get(String(error.code)) ?? error.message}`,
    };
  }
}

const hints: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file: write one, or name another'],
  ['EISDIR', 'it is a folder: name a file in it'],
]);

/** Checks a configuration that was read. `file` is its name, and where relative paths start. */
export async function checkConfig(
  content: string | Uint8Array,
  file: string,
  surroundings: Pick<LoadDeps, 'env' | 'isReadableByOthers'>,
): Promise<ConfigRead> {
  try {
    const deps = { probeTypes, presets, version, readFile, ...surroundings };
    return { ok: true, config: await loadConfig(content, file, deps) };
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, message: error.message };
    throw error;
  }
}

/** Where the configuration comes from: at the start, and again at each reload. */
export interface ConfigSource {
  /** What the log calls it: the name of the file. */
  readonly name: string;
  read(): Promise<ConfigRead>;
}

/** A configuration that is read from its file each time. */
export function configFileSource(file: string, env: Environment): ConfigSource {
  return { name: file, read: () => readConfig(file, env) };
}
