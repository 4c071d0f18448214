/** `ip: both`: one probe over each address family, which says when only one of them is broken. */
import { networkInterfaces } from 'node:os';
import type { Assertion } from '../core/assertion.ts';
import type { FamilyResult, Outcome } from '../core/outcome.ts';
import type { FailureCode } from '../core/reason.ts';
import { judge } from '../core/verdict.ts';
import type { PreparedProbe } from './probe-type.ts';
import type { FetchRun } from './transport/fetch-answer.ts';
import type { NetworkSettings } from './transport/types.ts';

/** How a component is asked over the network. */
export interface Asking {
  readonly ip: NetworkSettings['ip'] | 'both';
  readonly network: NetworkSettings;
  readonly assertions: readonly Assertion[];
}

/** The requests of a run that takes so many over one address family. */
export function requestsOver(ip: Asking['ip'], each: number): number {
  return ip === 'both' ? 2 * each : each;
}

/** Starts a probe that asks once, or once over each address family with `ip: both`. */
export function startAsking(
  ask: (network: NetworkSettings, run: FetchRun) => Promise<Outcome>,
  { ip, network, assertions }: Asking,
): PreparedProbe['start'] {
  return ({ userAgent }) =>
    ({ signal }) => {
      const run = { signal, userAgent };
      if (ip !== 'both') return ask(network, run);
      return askEachFamily(network, one => ask(one, run), assertions);
    };
}

interface Attempt {
  readonly ip: 4 | 6;
  readonly outcome: Outcome;
  readonly fault: FailureCode | null;
}

/**
 * Asks over each family that the name has and that this machine has too. The outcome is that of the first family that
 * is at fault, else that of IPv4, and tells of each.
 */
async function askEachFamily(
  network: NetworkSettings,
  ask: (network: NetworkSettings) => Promise<Outcome>,
  assertions: readonly Assertion[],
): Promise<Outcome> {
  const attempts = await Promise.all(
    ([4, 6] as const).map(async (ip): Promise<Attempt> => {
      const outcome = await ask({ ...network, ip });
      return { ip, outcome, fault: faultOf(outcome, assertions) };
    }),
  );
  const telling = attempts.filter(attempt => attempt.fault !== 'dns_nodata' && !isOurLack(attempt));
  const [first] = telling.length > 0 ? telling : attempts.filter(attempt => !isOurLack(attempt));
  const broken = telling.filter(({ fault }) => fault !== null);
  const chosen = broken[0] ?? first ?? attempts[0];
  if (chosen === undefined) throw new Error('no address family was asked');
  const families = telling.map(familyResult);
  if (chosen.outcome.kind === 'observation') return { ...chosen.outcome, families };
  const isOnly = broken.length === 1 && telling.length === 2;
  const message = isOnly
    ? `IPv${chosen.ip} only is broken: ${chosen.outcome.message}`
    : chosen.outcome.message;
  return { ...chosen.outcome, message, families };
}

/** Why an outcome is not good enough: whatever is neither right nor merely slow is at fault. null: it is good enough. */
function faultOf(outcome: Outcome, assertions: readonly Assertion[]): FailureCode | null {
  const { result, cause } = judge(assertions, outcome, Date.now());
  return result === 'pass' || result === 'warn' ? null : (cause?.code ?? 'internal');
}

function familyResult({ ip, outcome, fault }: Attempt): FamilyResult {
  const { address } = outcome;
  return { ip, ...(address === undefined ? {} : { address }), ...(fault === null ? {} : { code: fault }) };
}

/** Whether the family could not be tried because this machine has no address of it. */
function isOurLack({ ip, fault }: Attempt): boolean {
  if (fault !== 'connect_unreachable' && fault !== 'local_fault') return false;
  const addresses = Object.values(networkInterfaces()).flatMap(list => list ?? []);
  return !addresses.some(({ family, internal, address }) => {
    return family === `IPv${ip}` && !internal && !address.startsWith('fe80:');
  });
}
