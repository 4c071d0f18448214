import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pattern } from '../../../src/probe/keys/pattern.ts';

const matching: readonly (readonly [source: string, text: string, found: boolean])[] = [
  ['b+', 'abbbc', true],
  ['^b', 'ab', false],
  ['(?i)ok', 'OK', true],
  ['(?s)a.b', 'a\nb', true],
  ['a.b', 'a\nb', false],
  [String.raw`^\s*OK\s*$`, ' OK\n', true],
  [String.raw`^\s*OK\s*$`, 'NOT OK', false],
  [String.raw`\p{Hangul}{2}`, '위키', true],
];

for (const [source, text, found] of matching) {
  test(`${source} ${found ? 'is' : 'is not'} found in ${JSON.stringify(text)}`, () => {
    const parsed = pattern.parse(source);
    assert.equal(parsed.test(text), found);
    assert.equal(parsed.test(text), found, 'the same a second time');
    assert.equal(parsed.source, source);
  });
}

const refused: readonly (readonly [source: string, complaint: RegExp])[] = [
  ['', /an empty regular expression matches everything/],
  ['(?=a)b', /look-ahead and look-behind are not supported/],
  ['(?<!a)b', /look-ahead and look-behind are not supported/],
  [String.raw`(a)\1`, /back-references are not supported/],
  [String.raw`(?P<n>a)\k<n>`, /back-references are not supported/],
  ['abc[', /not a regular expression of RE2 syntax, from character 4: /],
  ['a{5000}', /not a regular expression of RE2 syntax/],
  ['((((a{100}){100}){100}){100})', /not a regular expression of RE2 syntax/],
];

for (const [source, complaint] of refused) {
  test(`${JSON.stringify(source)} is refused with its reason`, () => {
    const parsed = pattern.safeParse(source);
    assert.equal(parsed.success, false);
    assert.match(parsed.error.issues.map(({ message }) => message).join(), complaint);
  });
}

test('a pattern that stalls other engines takes linear time', () => {
  const started = performance.now();
  assert.equal(pattern.parse('(a+)+$').test(`${'a'.repeat(50_000)}b`), false);
  assert.ok(performance.now() - started < 5000, 'took too long');
});
