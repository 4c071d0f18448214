import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { errorCode } from '../../src/core/error-code.ts';

/**
 * The path of a program that a test runs for real, or null after having skipped the test. With `CI=true` a missing
 * program is a failure: a green run there must mean that everything was tried.
 */
export async function requireProgram(t: TestContext, name: string): Promise<string | null> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const folder of folders) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  if (process.env['CI'] === 'true') throw new Error(`${name} is not installed: run .ci/run`);
  t.skip(`SKIPPED: ${name} is not installed (.ci/run installs it)`);
  return null;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** A folder that is gone after the test. Readable by others, since some programs drop their rights. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'fedistatus-'));
  await chmod(path, 0o777);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Linux gives out those from 32768 on by itself: one of them may be the end of a connection by the time it is wanted. */
const ports = { first: 20_000, last: 32_767 } as const;

let nextPort = randomInt(ports.first, ports.last + 1);

/** A TCP port of loopback that nobody uses at this moment, another each time. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = nextPort;
    nextPort = port === ports.last ? ports.first : port + 1;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', error => {
      if (errorCode(error) === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export interface RunningProgram extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Everything that it has written so far, both streams. */
  output(): string;
  /** Resolves with the exit code, or the signal's name, once all that it has written is there. */
  readonly ended: Promise<number | string>;
  kill(signal: NodeJS.Signals): void;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as this user; programs that refuse root want it. Ignored when the tests do not run as root. */
  readonly uid?: number;
  readonly cwd?: string;
  /** Signals go to its children as well, as those of a terminal do: for programs that do not pass them on. */
  readonly withChildren?: boolean;
}

/** Starts a program; it is killed, by its process id, at the end of the test. */
export function startProgram(
  path: string,
  args: readonly string[],
  options: ProgramOptions = {},
): RunningProgram {
  const child = launch(path, args, options);
  const output = outputOf(child);
  const { gone, ended } = endOf(child);
  const withChildren = options.withChildren === true;
  const isOver = (): boolean =>
    withChildren ? child.stdout.closed : child.exitCode !== null || child.signalCode !== null;
  const kill = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined || isOver()) return;
    if (withChildren) killGroup(child.pid, signal);
    else process.kill(child.pid, signal);
  };
  return {
    process: child,
    output,
    ended,
    kill,
    async [Symbol.asyncDispose]() {
      kill('SIGTERM');
      const force = setTimeout(() => kill('SIGKILL'), 6000);
      await gone;
      // Its children may have files open for a moment more: until then they hold its output open, too.
      if (withChildren) await ended.catch(() => undefined);
      clearTimeout(force);
      // A grandchild that outlives it would keep these open, and the test with them.
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

/** The leader may be gone already, and with it all of them. */
function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

type Launched = ChildProcessByStdio<null, Readable, Readable>;

function launch(
  path: string,
  args: readonly string[],
  { uid, withChildren = false, env, cwd }: ProgramOptions,
): Launched {
  const asUser = uid !== undefined && process.getuid?.() === 0;
  return spawn(path, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: withChildren,
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    ...(asUser ? { uid, gid: uid } : {}),
  });
}

function outputOf({ stdout, stderr }: Launched): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => void (text += piece));
  }
  return () => text;
}

/** `gone`: it runs no more. `ended`: and all that it wrote has come, which may be a moment later. */
function endOf(child: Launched): { readonly gone: Promise<void>; readonly ended: RunningProgram['ended'] } {
  const gone = new Promise<void>(resolve => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? -1));
  });
  ended.catch(() => undefined);
  return { gone, ended };
}

/**
 * Waits for something that a real program will do in its own time, and fails with what it was when it never comes.
 * `attempt` returns undefined, or throws, as long as it is not there.
 */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | undefined>,
  patienceMs = 10_000,
  pauseMs = 50,
): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
  let last: unknown = 'nothing came';
  while (performance.now() < giveUpAt) {
    try {
      const found = await attempt();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await new Promise(resolve => setTimeout(resolve, pauseMs));
  }
  throw new Error(`gave up waiting for ${what}`, { cause: last });
}
