import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrastRatio } from '../../src/core/contrast.ts';

/** Pairs whose ratios the checkers of WebAIM and of Firefox agree on. */
const pairs: readonly (readonly [string, string, number])[] = [
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#767676', '#ffffff', 4.54],
  ['#777777', '#ffffff', 4.48],
  ['#ff0000', '#ffffff', 4],
  ['#0000ff', '#000000', 2.44],
];

for (const [one, other, ratio] of pairs) {
  test(`${one} and ${other} have a contrast of ${ratio}:1, either way`, () => {
    assert.ok(Math.abs(contrastRatio(one, other) - ratio) < 0.006, String(contrastRatio(one, other)));
    assert.equal(contrastRatio(one, other), contrastRatio(other, one));
  });
}
