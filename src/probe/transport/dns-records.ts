import type { Resolver } from 'node:dns/promises';
import type { RunSignal } from '../../core/component.ts';
import { abortFailure, failureOf } from '../failure.ts';
import { askInTurn, cancelOnAbort, newResolver, requireRecords } from './dns-query.ts';
import type { HostPort } from './types.ts';

/** The types of records that can be asked for. */
export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'TXT'] as const;

export type RecordType = (typeof recordTypes)[number];

const queries: Readonly<
  Record<RecordType, (resolver: Resolver, name: string) => Promise<readonly string[]>>
> = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  CNAME: (resolver, name) => resolver.resolveCname(name),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`),
  NS: (resolver, name) => resolver.resolveNs(name),
  PTR: (resolver, name) => resolver.resolvePtr(name),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map(parts => parts.join('')),
};

/**
 * Asks for the records of a name: addresses and names as they are, `10 mail.example` for MX, TXT without quotes.
 * @throws {ProbeFailure} when there are none.
 */
export async function queryRecords(
  name: string,
  type: RecordType,
  server: HostPort | null,
  signal: RunSignal,
): Promise<readonly string[]> {
  const waiting = {
    code: 'dns_timeout',
    phase: 'resolve',
    message: 'no answer from the DNS server in time',
  } as const;
  if (signal.aborted) throw abortFailure(signal, waiting);
  const resolver = newResolver(server);
  using _cancelling = cancelOnAbort(resolver, signal);
  try {
    return requireRecords(await askInTurn(resolver, one => queries[type](one, name), signal));
  } catch (error) {
    throw signal.aborted ? abortFailure(signal, waiting) : failureOf(error, 'resolve');
  }
}
