import type { AssertionResult, LatencyAssertion } from '../assertion.ts';
import type { Observation } from '../outcome.ts';
import { formatDuration } from '../units.ts';

export function checkLatency({ limitMs }: LatencyAssertion, { latencyMs }: Observation): AssertionResult {
  const pass = latencyMs <= limitMs;
  const base = {
    kind: 'max_latency',
    pass,
    expected: `within ${formatDuration(limitMs)}`,
    actual: formatDuration(Math.ceil(latencyMs)),
  };
  return pass ? base : { ...base, code: 'too_slow' };
}
