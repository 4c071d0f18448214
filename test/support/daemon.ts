import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { eventually, freePort, type RunningProgram, startProgram, temporaryFolder } from './real-programs.ts';

const main = resolve(import.meta.dirname, '../../src/main.ts');

/** The daemon as a sysop runs it: a process with a configuration file. */
export interface Daemon extends AsyncDisposable {
  readonly program: RunningProgram;
  readonly port: number;
  readonly configFile: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The text of /metrics. */
  metrics(): Promise<string>;
}

/** Starts the daemon on a free port and waits until it answers. `config` is YAML without the key `listen`. */
export async function startDaemon(
  config: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  /** Sent with every request, such as a password. */
  always: Readonly<Record<string, string>> = {},
): Promise<Daemon> {
  const folder = await temporaryFolder();
  const configFile = join(folder.path, 'config.yaml');
  await writeFile(configFile, config);
  const port = await freePort();
  const command = ['serve', `--config.file=${configFile}`, `--web.listen-address=127.0.0.1:${port}`, ...args];
  const program = startProgram(process.execPath, [main, ...command], { env });
  const get: Daemon['get'] = (path, headers = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { ...always, ...headers } });
  const daemon: Daemon = {
    program,
    port,
    configFile,
    get,
    metrics: async () => (await get('/metrics')).text(),
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
  try {
    const answered = await eventually('the daemon', async () => {
      if (program.process.exitCode !== null) return false;
      return (await get('/-/healthy')).ok || undefined;
    });
    if (!answered) throw new Error(`it ended: ${await program.ended}`);
  } catch (error) {
    await daemon[Symbol.asyncDispose]();
    throw new Error(`the daemon did not start: ${program.output()}`, { cause: error });
  }
  return daemon;
}

/** One sample of an exposition: the value of the series with that name and at least those labels. */
export function sample(
  exposition: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  for (const line of exposition.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    if (match?.[1] !== name) continue;
    if (wanted.every(label => match[2]?.includes(label))) return Number(match[3]);
  }
  return undefined;
}

/** `fedistatus_up` of each component of an exposition. */
export function upByComponent(exposition: string): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [, component = '', value] of exposition.matchAll(
    /^fedistatus_up\{[^}]*component="([^"]+)"[^}]*\} (\S+)/gm,
  )) {
    found[component] = Number(value);
  }
  return found;
}

/** Waits for an exposition in which every one of these components is as told. */
export async function untilUp(
  daemon: Pick<Daemon, 'metrics'>,
  expected: Readonly<Record<string, 0 | 1>>,
  patienceMs?: number,
): Promise<string> {
  return eventually(
    JSON.stringify(expected),
    async () => {
      const text = await daemon.metrics();
      const up = upByComponent(text);
      for (const [component, value] of Object.entries(expected)) {
        if (up[component] !== value)
          throw new Error(`${component} is ${up[component]}\n${JSON.stringify(up)}`);
      }
      return text;
    },
    patienceMs,
  );
}
