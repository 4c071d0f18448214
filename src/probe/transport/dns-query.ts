import { Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { RunSignal } from '../../core/component.ts';
import { errorCode } from '../../core/error-code.ts';
import { ProbeFailure } from '../failure.ts';
import type { HostPort } from './types.ts';

/**
 * One c-ares channel for one question, or for a few that belong together. A channel of its own costs about 0.1 ms and
 * buys three things: the system's `resolv.conf` as it is now, a cancellation that touches nobody else's question, and
 * no thread of the pool, so one silent zone starves nobody (eight of them delayed a healthy name by 16 s through
 * `getaddrinfo`).
 */
export function newResolver(server: HostPort | null): Resolver {
  // A lost packet is sent again after 1.5 s, until the signal of the run ends it all.
  const resolver = new Resolver({ timeout: 1500, tries: 4 });
  if (server !== null) resolver.setServers([formatHostPort(server)]);
  return resolver;
}

/** Has an abort end the questions of a channel. Dispose of it to end those that are still open, and to listen no more. */
export function cancelOnAbort(channel: Resolver, signal: RunSignal): Disposable {
  const cancel = (): void => channel.cancel();
  signal.addEventListener('abort', cancel);
  return {
    [Symbol.dispose]() {
      signal.removeEventListener('abort', cancel);
      cancel();
    },
  };
}

/** What a server says that cannot answer. */
const troubles: ReadonlySet<unknown> = new Set(['ESERVFAIL', 'EREFUSED', 'ENOTIMP']);

/**
 * Asks the servers of a channel one after the other while all that they say is that they cannot answer, as the system's
 * own resolver does (glibc's res_send). c-ares would, but Node.js makes it take that for an answer.
 */
export async function askInTurn<T>(
  channel: Resolver,
  ask: (channel: Resolver) => Promise<T>,
  signal: RunSignal,
): Promise<T> {
  try {
    return await ask(channel);
  } catch (error) {
    const [, ...others] = channel.getServers();
    if (others.length === 0 || !troubles.has(errorCode(error)) || signal.aborted) throw error;
    const next = newResolver(null);
    next.setServers(others);
    using _cancelling = cancelOnAbort(next, signal);
    return await askInTurn(next, ask, signal);
  }
}

/**
 * Where a name leads to another (CNAME) that has no record of the type, c-ares calls an empty list an answer.
 * @throws {ProbeFailure} `dns_nodata` for one.
 */
export function requireRecords(records: readonly string[]): readonly string[] {
  if (records.length > 0) return records;
  const message = 'the name leads to another (CNAME) that has no such record (NODATA)';
  throw new ProbeFailure('dns_nodata', message, { phase: 'resolve' });
}

/** `127.0.0.1:53`, `[::1]:53`. */
export function formatHostPort({ host, port }: HostPort): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
