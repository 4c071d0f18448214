import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { eventually } from '../../test/support/real-programs.ts';
import type { Floor } from './floor.ts';
import { own } from './owned.ts';
import { cores, pathOf, startOnCore } from './programs.ts';

/** A server at the other end of a long line, in a network namespace of its own. */
export interface Remote extends AsyncDisposable {
  /** Answers at once. */
  fastUrl(index: number): string;
  /** Takes its time. */
  slowUrl(index: number): string;
}

const namespace = 'fedistatus-bench';
const host = '198.18.77.2';
const port = 18_077;
const program = resolve(import.meta.dirname, 'remote-server.ts');

export interface RemoteOptions {
  readonly roundTripMs: number;
  readonly slowMs: number;
}

/** Rejects where there may be no network namespaces or tunnel devices. */
export async function startRemote(floor: Floor, { roundTripMs, slowMs }: RemoteOptions): Promise<Remote> {
  const ip = (...args: readonly string[]): void => void execFileSync(pathOf('ip'), args, { stdio: 'pipe' });
  ip('netns', 'add', namespace);
  const network = own({ [Symbol.asyncDispose]: async () => ip('netns', 'delete', namespace) });
  const relay = startOnCore(cores.others, floor.relay, [namespace, String(roundTripMs / 2)]);
  const server = startOnCore(cores.others, pathOf('ip'), [
    'netns',
    'exec',
    namespace,
    process.execPath,
    program,
    host,
    String(port),
    String(slowMs),
  ]);
  const remote: Remote = {
    fastUrl: index => `http://${host}:${port}/t/${index}`,
    slowUrl: index => `http://${host}:${port}/slow/${index}`,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await relay[Symbol.asyncDispose]();
      await network[Symbol.asyncDispose]();
    },
  };
  try {
    await eventually('the other end', async () => (await fetch(remote.fastUrl(0))).ok || undefined);
  } catch (error) {
    await remote[Symbol.asyncDispose]();
    throw new Error(relay.output() + server.output(), { cause: error });
  }
  return remote;
}
