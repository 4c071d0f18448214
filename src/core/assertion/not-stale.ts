import type { AssertionResult } from '../assertion.ts';
import type { Observation } from '../outcome.ts';

export function checkNotStale(observation: Observation): AssertionResult {
  const cache = observation.http?.cache;
  const kind = 'not_stale';
  const expected = 'an answer of the server itself';
  return cache === 'stale'
    ? { kind, pass: false, expected, actual: 'a stale copy from a cache', code: 'stale_cache' }
    : { kind, pass: true, expected, actual: cache ?? null };
}
