import { dirname, resolve } from 'node:path';
import type { Preset } from '../preset/preset.ts';
import type { ProbeType } from '../probe/probe-type.ts';
import { buildConfig } from './build.ts';
import type { Config } from './config.ts';
import { ConfigError, type Position } from './errors.ts';
import type { Mistake } from './explain.ts';
import { readText } from './text.ts';
import type { Surroundings } from './values.ts';
import { exposureWarnings } from './warnings.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/** What the configuration is made of besides its file. */
export interface LoadDeps {
  readonly probeTypes: readonly ProbeType[];
  readonly presets: readonly Preset[];
  /** Of this program, for the default user agent. */
  readonly version: string;
  /** Variables for `${NAME}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file of secrets. Rejects with a system error. */
  readFile(path: string): Promise<Uint8Array>;
  /** Whether group or others can read the configuration file: secrets in it are a warning then. */
  readonly isReadableByOthers?: boolean;
}

/**
 * Reads a configuration. Rejects with a {@link ConfigError} that holds every mistake.
 *
 * @param content The file, as bytes (which must be UTF-8) or as text.
 * @param fileName As the operator knows it: for messages, and its folder is where relative paths start.
 */
export async function loadConfig(
  content: string | Uint8Array,
  fileName: string,
  deps: LoadDeps,
): Promise<Config> {
  const text = readText(content);
  if (!text.ok) throw wholeFile(fileName, text.message);
  if (isAnotherFile(text.text)) throw wholeFile(fileName, 'no list of servers: name another file');
  const yaml = readYaml(text.text);
  if (!yaml.ok) throw new ConfigError(fileName, yaml.issues);
  const { source } = yaml;
  if (source.value === null) throw wholeFile(fileName, 'the file is empty');
  const surroundings: Surroundings = {
    env: deps.env,
    readFile: path => deps.readFile(path),
    folder: dirname(resolve(fileName)),
  };
  const { config, mistakes, secrets } = await buildConfig(source.value, surroundings, deps);
  if (mistakes.length > 0) {
    throw new ConfigError(
      fileName,
      mistakes.map(mistake => ({ ...mistake, ...place(source, mistake) })),
    );
  }
  const exposed =
    deps.isReadableByOthers === true
      ? exposureWarnings(secrets, fileName, path => place(source, { path, target: 'value' }))
      : [];
  return { ...config, warnings: [...config.warnings, ...exposed] };
}

/** Reading each MiB of a log that was named by accident would hold up a running daemon for seconds, at a reload. */
function isAnotherFile(text: string): boolean {
  return text.length > largeCharacters && !text.includes('servers');
}

const largeCharacters = 256 * 1024;

function wholeFile(fileName: string, message: string): ConfigError {
  return new ConfigError(fileName, [{ line: 1, column: 1, path: [], message }]);
}

/** Where to point: to what is wrong, or for what the preset brought in, to the name of the preset. */
function place(source: YamlSource, { path, target }: Pick<Mistake, 'path' | 'target'>): Position {
  const filePath = [...path.slice(0, -1), `${String(path.at(-1))}_file`];
  if (!source.has(path) && source.has(filePath)) return source.positionOf(filePath, 'value');
  if (source.has(path)) return source.positionOf(path, target);
  const [list, server, components] = path;
  const isFromPreset = components === 'components' && !source.has(path.slice(0, 4));
  return source.positionOf(isFromPreset && list === 'servers' ? [list, server ?? 0, 'preset'] : path, 'key');
}
