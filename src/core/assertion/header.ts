import { headerValue } from '../answer-headers.ts';
import type { AssertionResult, ContentTypeAssertion, HeaderAssertion } from '../assertion.ts';
import type { Observation } from '../outcome.ts';
import { describeTest, describeValue, passes } from './value-test.ts';

export function checkHeader({ name, test }: HeaderAssertion, { http }: Observation): AssertionResult {
  const values = http?.headers.get(name) ?? [];
  const expected = `${name} ${describeTest(test)}`;
  const candidates = values.length === 0 ? [undefined] : values;
  const pass = http !== undefined && candidates.some(value => passes(test, value));
  const actual = describeValue(candidates.length > 1 ? candidates.join(', ') : candidates[0]);
  return { kind: 'header', pass, expected, actual, ...(pass ? {} : { code: 'header_mismatch' }) };
}

export function checkContentType({ accepted }: ContentTypeAssertion, { http }: Observation): AssertionResult {
  const value = http === undefined ? '' : headerValue(http.headers, 'content-type');
  const [mediaType = ''] = value.toLowerCase().split(';');
  const pass = accepted.includes(mediaType.trim());
  const actual = describeValue(value === '' ? undefined : value);
  const base = { kind: 'content_type', pass, expected: accepted.join(' or '), actual };
  return pass ? base : { ...base, code: 'content_type_mismatch' };
}
