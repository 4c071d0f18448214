import type { Config } from '../../src/config/config.ts';
import { ConfigError, formatIssue } from '../../src/config/errors.ts';
import { type LoadDeps, loadConfig } from '../../src/config/load.ts';
import { presets } from '../../src/preset/index.ts';
import { probeTypes } from '../../src/probe/index.ts';

/** A world without variables and files. */
const bareDeps: LoadDeps = {
  probeTypes,
  presets,
  version: '1.2.3',
  env: {},
  readFile: () => Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' })),
};

/** Loads a configuration as the program does, from `/etc/fedistatus/config.yaml`. */
export async function loadConfigText(
  text: string | Uint8Array,
  deps: Partial<LoadDeps> = {},
): Promise<Config> {
  return await loadConfig(text, '/etc/fedistatus/config.yaml', { ...bareDeps, ...deps });
}

/** Every mistake of a file, as `line:column: path: message`; empty when it is accepted. */
export async function mistakesIn(
  text: string | Uint8Array,
  deps: Partial<LoadDeps> = {},
): Promise<readonly string[]> {
  try {
    await loadConfigText(text, deps);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(formatIssue);
  }
}
