import type { AssertionResult } from '../assertion.ts';
import type { Observation } from '../outcome.ts';

export function checkNotStale(observation: Observation): AssertionResult {
  const cache = observation.http?.cache;
  const base = { kind: 'not_stale', expected: 'an answer of the server itself' };
  if (cache === 'stale') {
    return { ...base, pass: false, actual: 'a stale copy from a cache', code: 'stale_cache' };
  }
  return { ...base, pass: true, actual: cache ?? null };
}
