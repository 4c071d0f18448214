import type { AssertionResult, KeywordAssertion, PatternAssertion } from '../assertion.ts';
import type { Observation } from '../outcome.ts';
import type { FailureCode } from '../reason.ts';

export function checkKeyword(assertion: KeywordAssertion, { text }: Observation): AssertionResult {
  const found = text === undefined ? null : contains(text, assertion);
  return presence(assertion.kind, assertion.text, found, assertion.kind === 'keyword');
}

export function checkPattern(assertion: PatternAssertion, { text }: Observation): AssertionResult {
  const found = text === undefined ? null : assertion.pattern.test(text);
  return presence(assertion.kind, assertion.pattern.source, found, assertion.kind === 'regex');
}

function contains(text: string, { text: keyword, ignoreCase }: KeywordAssertion): boolean {
  return ignoreCase ? foldCase(text).includes(foldCase(keyword)) : text.includes(keyword);
}

/**
 * Case folding good enough for literal search in every script. Upper case comes last: it has one form where lower case
 * has several (`ß` and `ss` are `SS`, both sigmas are `Σ`), and unlike lower case it does not depend on the neighbours.
 */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase();
}

function presence(
  kind: string,
  wanted: string,
  found: boolean | null,
  shouldBeThere: boolean,
): AssertionResult {
  const expected = shouldBeThere ? wanted : `no ${wanted}`;
  if (found === null) return { kind, pass: null, expected, actual: null };
  const actual = found ? 'found' : 'not found';
  if (found === shouldBeThere) return { kind, pass: true, expected, actual };
  const code: FailureCode = shouldBeThere ? 'keyword_missing' : 'keyword_present';
  return { kind, pass: false, expected, actual, code };
}
