import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { describeTest, describeValue } from '../../../src/core/assertion/value-test.ts';
import { pattern } from '../../support/core-values.ts';

describe('describeTest', () => {
  test('says each kind of test', () => {
    assert.equal(describeTest({ kind: 'exists', expected: true }), 'exists');
    assert.equal(describeTest({ kind: 'exists', expected: false }), 'does not exist');
    assert.equal(describeTest({ kind: 'equals', expected: '4.5' }), '= "4.5"');
    assert.equal(describeTest({ kind: 'equals', expected: null }), '= null');
    assert.equal(describeTest({ kind: 'matches', pattern: pattern('^4\\.') }), 'matches ^4\\.');
  });
});

describe('describeValue', () => {
  const rows = [
    [undefined, 'absent'],
    [null, 'null'],
    [1.5, '1.5'],
    ['', '""'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [[1, 2], 'an array of 2'],
    [{ a: 1 }, 'an object'],
    ['\u001b[31m', '"\\u001b[31m"'],
    ['\u009b31m', '"\\u009b31m"'],
    ['\u202egpj.exe', '"\\u202egpj.exe"'],
    ['a\u2028b', '"a\\u2028b"'],
    ['마스토돈', '"마스토돈"'],
  ] as const;
  for (const [value, expected] of rows) {
    test(`shows ${expected}`, () => assert.equal(describeValue(value), expected));
  }

  test('is short and on one line, free of what a terminal obeys, whatever it shows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), value => {
        const shown = describeValue(value);
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
        assert.ok(shown.length <= 121 * '\\u{10ffff}'.length);
      }),
    );
  });
});
