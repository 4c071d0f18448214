import { headerValue } from '../answer-headers.ts';
import type { AssertionResult, HeaderAgeAssertion } from '../assertion.ts';
import type { Observation } from '../outcome.ts';
import { formatDuration } from '../units.ts';
import { describeValue } from './value-test.ts';

/** The one form of a date that servers may still write (RFC 9110 §5.6.7). */
const httpDate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/** A header with a date, such as `Last-Modified`, that says how old a document is. */
export function checkHeaderAge(
  { name, maxMs }: HeaderAgeAssertion,
  { http }: Observation,
  now: number,
): AssertionResult {
  const base = { kind: 'header_age', expected: `${name} less than ${formatDuration(maxMs)} old` };
  const value = http === undefined ? '' : headerValue(http.headers, name);
  const at = httpDate.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) {
    const actual = value === '' ? 'absent' : `no date: ${describeValue(value)}`;
    return { ...base, pass: false, actual, code: 'header_mismatch' };
  }
  // Other people's clocks run ahead of ours.
  const ageMs = Math.max(0, now - at);
  const actual = formatDuration(Math.floor(ageMs / 1000) * 1000);
  return ageMs < maxMs
    ? { ...base, pass: true, actual }
    : { ...base, pass: false, actual, code: 'header_mismatch' };
}
