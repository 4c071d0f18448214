import type { AssertionResult, ContentAgeAssertion } from '../assertion.ts';
import { valueAt } from '../json-path.ts';
import type { Observation } from '../outcome.ts';
import { formatDuration } from '../units.ts';
import { documentOf } from './json-document.ts';
import { describeValue } from './value-test.ts';

/** ISO 8601 with a time zone: anything looser would be read in ours. */
const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** A list with nothing in it has no age, which is no failure: nothing came that could be old. */
export function checkContentAge(
  { path, maxMs }: ContentAgeAssertion,
  observation: Observation,
  now: number,
): AssertionResult {
  const base = { kind: 'content_age', expected: `${path.source} at most ${formatDuration(maxMs)} old` };
  if (observation.text === undefined) return { ...base, pass: null, actual: null };
  const document = documentOf(observation);
  if (document === null) return { ...base, pass: false, actual: 'not JSON', code: 'json_invalid' };
  if (Array.isArray(document.value) && document.value.length === 0) {
    return { ...base, pass: null, actual: null };
  }
  const value = valueAt(document.value, path);
  if (value === undefined) return { ...base, pass: false, actual: 'absent', code: 'json_path_missing' };
  const at = typeof value === 'string' && instantForm.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) {
    return { ...base, pass: false, actual: `no date: ${describeValue(value)}`, code: 'json_mismatch' };
  }
  // Other people's clocks run ahead of ours.
  const ageMs = Math.max(0, now - at);
  const measured = { ...base, actual: formatDuration(Math.floor(ageMs / 1000) * 1000), ageMs };
  return ageMs <= maxMs ? { ...measured, pass: true } : { ...measured, pass: false, code: 'content_too_old' };
}
