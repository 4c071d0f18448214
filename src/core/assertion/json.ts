import type { AssertionResult, JsonAssertion } from '../assertion.ts';
import { valueAt } from '../json-path.ts';
import type { Observation } from '../outcome.ts';
import { documentOf } from './json-document.ts';
import { describeTest, describeValue, passes } from './value-test.ts';

export function checkJson({ paths, test }: JsonAssertion, observation: Observation): AssertionResult {
  const expected = `${paths.map(path => path.source).join(' or ')} ${describeTest(test)}`;
  if (observation.text === undefined) return { kind: 'json', pass: null, expected, actual: null };
  const document = documentOf(observation);
  if (document === null) {
    return { kind: 'json', pass: false, expected, actual: 'not JSON', code: 'json_invalid' };
  }
  const value = paths.map(path => valueAt(document.value, path)).find(found => found !== undefined);
  const actual = describeValue(value);
  if (passes(test, value)) return { kind: 'json', pass: true, expected, actual };
  const code = value === undefined ? 'json_path_missing' : 'json_mismatch';
  return { kind: 'json', pass: false, expected, actual, code };
}
