import type { AssertionResult, HttpVersionAssertion } from '../assertion.ts';
import type { Observation } from '../outcome.ts';

export function checkHttpVersion({ accepted }: HttpVersionAssertion, { http }: Observation): AssertionResult {
  const base = { kind: 'http_version', expected: accepted.join(' or '), actual: http?.version ?? null };
  const pass = http?.version !== undefined && accepted.includes(http.version);
  return pass ? { ...base, pass } : { ...base, pass, code: 'http_version' };
}
