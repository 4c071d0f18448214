/** From a name to addresses. */
import type { Resolver } from 'node:dns/promises';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunSignal } from '../../core/component.ts';
import { failureOf, ProbeFailure } from '../failure.ts';
import { askInTurn, cancelOnAbort, newResolver, requireRecords } from './dns-query.ts';
import { hostsOf } from './hosts-file.ts';
import type { NetworkSettings } from './types.ts';

/** The addresses of a name, those to try first ahead. Dispose of it once connected: it may still be asking. */
export interface Lookup extends Disposable {
  /** Never empty. */
  readonly addresses: readonly string[];
  /** Whether {@link others} may have something to say. */
  readonly mayHaveOthers: boolean;
  /** Waits for the addresses of the other family; none when there are none, or when it fails. */
  others(): Promise<readonly string[]>;
}

/** Whom to ask, and for which family. */
export type LookupSettings = Pick<NetworkSettings, 'ip' | 'resolver'>;

const loopback: readonly string[] = ['127.0.0.1', '::1'];

/**
 * Resolves a host: IP literals are what they are, `localhost` and the names under it are the loopback addresses
 * (RFC 6761 §6.3), then `/etc/hosts`, then DNS. A configured resolver is asked instead of `/etc/hosts`.
 * With `ip: auto` both families are asked at once. IPv6 is not waited for when IPv4 has an answer, and a silent IPv4 is
 * not waited for long when IPv6 has one.
 * @throws {ProbeFailure} when there is no address. Abort ends the wait by `signal`, which the caller words.
 */
export async function lookUp(
  host: string,
  { ip, resolver }: LookupSettings,
  signal: RunSignal,
  hostsPath = '/etc/hosts',
): Promise<Lookup> {
  const known = lookUpHere(host, { ip, resolver }, hostsPath);
  if (known !== null) return known;
  const name = normalized(host);
  if (isIP(name) !== 0)
    throw new ProbeFailure('dns_nodata', `${name} is no IPv${ip} address`, { phase: 'resolve' });
  return ask(name, { ip, resolver }, signal);
}

/** The addresses that are known without asking anybody; null: there are none. */
export function lookUpHere(
  host: string,
  { ip, resolver }: LookupSettings,
  hostsPath = '/etc/hosts',
): Lookup | null {
  const name = normalized(host);
  const known = knownAddresses(name, resolver === null ? hostsPath : null);
  const usable = ip === 'auto' ? known : known.filter(ip === 4 ? isIPv4 : isIPv6);
  return usable.length === 0 ? null : settled(usable);
}

function normalized(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

function knownAddresses(name: string, hostsPath: string | null): readonly string[] {
  if (isIP(name) !== 0) return [name];
  if (name === 'localhost' || name.endsWith('.localhost')) return loopback;
  return hostsPath === null ? [] : (hostsOf(hostsPath).get(name) ?? []);
}

function settled(addresses: readonly string[]): Lookup {
  // IPv4 first, as when DNS is asked.
  const ordered =
    addresses.length === 1 ? addresses : [...addresses.filter(isIPv4), ...addresses.filter(isIPv6)];
  return new SettledLookup(ordered);
}

/** One that needed no question. A class, since a literal with a computed name costs V8 more than all else here. */
class SettledLookup implements Lookup {
  readonly addresses: readonly string[];
  readonly mayHaveOthers = false;
  readonly others = noOthers;

  constructor(addresses: readonly string[]) {
    this.addresses = addresses;
  }

  [Symbol.dispose](): void {}
}

function noOthers(): Promise<readonly string[]> {
  return Promise.resolve([]);
}

async function ask(name: string, { ip, resolver }: LookupSettings, signal: RunSignal): Promise<Lookup> {
  const channel = newResolver(resolver);
  const cancelling = cancelOnAbort(channel, signal);
  const cancel = (): void => cancelling[Symbol.dispose]();
  try {
    if (ip !== 'auto') {
      const addresses = await query(channel, name, ip, signal);
      return { addresses, mayHaveOthers: false, others: noOthers, [Symbol.dispose]: cancel };
    }
    const [ahead, behind] = await inOrder(
      Promise.allSettled([query(channel, name, 4, signal)]),
      Promise.allSettled([query(channel, name, 6, signal)]),
    );
    const [first] = await ahead;
    const others = async (): Promise<readonly string[]> => {
      const [second] = await behind;
      return second.status === 'fulfilled' ? second.value : [];
    };
    if (first.status === 'fulfilled') {
      return { addresses: first.value, mayHaveOthers: true, others, [Symbol.dispose]: cancel };
    }
    const [second] = await behind;
    if (signal.aborted) throw first.reason;
    if (second.status === 'rejected') throw moreTelling(first.reason, second.reason);
    return { addresses: second.value, mayHaveOthers: false, others: noOthers, [Symbol.dispose]: cancel };
  } catch (error) {
    cancel();
    throw failureOf(error, 'resolve');
  }
}

/** The answer of one family, alone in its list. */
type Question = Promise<readonly [PromiseSettledResult<readonly string[]>]>;

/** How long IPv6 waits for IPv4 once it has an answer, in milliseconds: as long as a connection waits for another. */
const patienceMs = 500;

/** IPv4 first, unless IPv6 has an answer and IPv4 stays silent (RFC 8305 §3). */
async function inOrder(ipv4: Question, ipv6: Question): Promise<readonly [Question, Question]> {
  const usual = ipv4.then(() => [ipv4, ipv6] as const);
  const overtaken = ipv6.then(([{ status }]) =>
    status === 'rejected' ? usual : wait(patienceMs, [ipv6, ipv4] as const, { ref: false }),
  );
  return await Promise.race([usual, overtaken]);
}

async function query(
  channel: Resolver,
  name: string,
  ip: 4 | 6,
  signal: RunSignal,
): Promise<readonly string[]> {
  const question = (one: Resolver): Promise<readonly string[]> =>
    ip === 4 ? one.resolve4(name) : one.resolve6(name);
  return requireRecords(await askInTurn(channel, question, signal));
}

/** "No record of this family" says less than whatever happened to the other family's question. */
function moreTelling(first: unknown, second: unknown): unknown {
  return failureOf(first, 'resolve').code === 'dns_nodata' ? second : first;
}
