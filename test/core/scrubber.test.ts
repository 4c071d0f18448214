import assert from 'node:assert/strict';
import test from 'node:test';
import { createScrubber } from '../../src/core/scrubber.ts';

const rows: readonly (readonly [what: string, secrets: readonly string[], text: string, shown: string])[] = [
  ['nothing to hide', [], 'abcdef', 'abcdef'],
  ['a secret alone', ['abcdef'], 'abcdef', '<secret>'],
  ['a secret twice in a row', ['abcd'], 'xabcdabcdx', 'x<secret><secret>x'],
  ['the longer of two that begin alike', ['abcd', 'abcdef'], 'abcdefg', '<secret>g'],
  ['the shorter where the longer is not', ['abcd', 'abcdef'], 'abcdxx', '<secret>xx'],
  ['one that begins within an attempt at another', ['aaab', 'aabc'], 'aaabc', '<secret>c'],
  ['one at the very end', ['abcd'], 'xabcd', 'x<secret>'],
  ['the beginning of one', ['abcdef'], 'xabcde', 'xabcde'],
  ['what is left of one in a text that was cut off', ['abcdef', 'abcd9'], 'xabcde…', 'x<secret>…'],
  ['next to nothing of one in such a text', ['abcdef'], 'xabc…', 'xabc…'],
  ['what only begins like one in such a text', ['abcdef'], 'xabcdx…', 'xabcdx…'],
  ['one too short to hide', ['abc'], 'abc', 'abc'],
  ['signs of patterns', ['a.*$('], 'xa.*$(x', 'x<secret>x'],
  ['other scripts', ['비밀번호'], '내 비밀번호는', '내 <secret>는'],
];

for (const [what, secrets, text, shown] of rows) {
  test(`hides ${what}`, () => {
    assert.equal(createScrubber(secrets)(text), shown);
  });
}

test('of a long text the beginning is enough, and no secret is cut in two', () => {
  const scrub = createScrubber(['secret-word']);
  for (let most = 0; most < 20; most += 1) {
    const shown = scrub('my secret-word is long', most);
    assert.ok(shown.length >= most || shown === 'my <secret> is long', shown);
    assert.doesNotMatch(shown.replaceAll('<secret>', ''), /s.*w/);
  }
});

test('thousands of secrets cost no more than one', () => {
  const scrub = createScrubber(Array.from({ length: 20_000 }, (_, index) => `${index}-secret`));
  const began = performance.now();
  assert.equal(scrub(`${'x'.repeat(200_000)}19999-secret`), `${'x'.repeat(200_000)}<secret>`);
  assert.ok(performance.now() - began < 1000);
});
