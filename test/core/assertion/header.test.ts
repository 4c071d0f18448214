import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkContentType, checkHeader } from '../../../src/core/assertion/header.ts';
import type { ValueTest } from '../../../src/core/assertion.ts';
import { headers, http, observation, outline, pattern } from '../../support/core-values.ts';

const answer = observation({
  http: http({ headers: headers({ 'x-a': 'one', 'set-cookie': ['a=1', 'b=2'], __proto__2: '' }) }),
});
const noAnswer = { kind: 'observation', latencyMs: 1, phasesMs: {} } as const;

describe('checkHeader', () => {
  const rows: readonly (readonly [string, string, ValueTest, readonly unknown[]])[] = [
    ['exists', 'x-a', { kind: 'exists', expected: true }, [true, '"one"']],
    ['is missing', 'x-b', { kind: 'exists', expected: true }, [false, 'absent', 'header_mismatch']],
    ['is rightly missing', 'x-b', { kind: 'exists', expected: false }, [true, 'absent']],
    ['is wrongly there', 'x-a', { kind: 'exists', expected: false }, [false, '"one"', 'header_mismatch']],
    ['equals', 'x-a', { kind: 'equals', expected: 'one' }, [true, '"one"']],
    ['differs', 'x-a', { kind: 'equals', expected: 'One' }, [false, '"one"', 'header_mismatch']],
    [
      'matches in any value',
      'set-cookie',
      { kind: 'matches', pattern: pattern('^b=') },
      [true, '"a=1, b=2"'],
    ],
    [
      'matches in no value',
      'set-cookie',
      { kind: 'matches', pattern: pattern('^c=') },
      [false, '"a=1, b=2"', 'header_mismatch'],
    ],
    ['inherited', 'constructor', { kind: 'exists', expected: true }, [false, 'absent', 'header_mismatch']],
  ];
  for (const [name, header, value, expected] of rows) {
    test(`a header that ${name}: ${expected.join(', ')}`, () => {
      assert.deepEqual(outline(checkHeader({ kind: 'header', name: header, test: value }, answer)), expected);
    });
  }

  test('without an HTTP answer even an absent header is a fail', () => {
    const absent = { kind: 'header', name: 'x-b', test: { kind: 'exists', expected: false } } as const;
    assert.equal(checkHeader(absent, noAnswer).pass, false);
  });
});

describe('checkContentType', () => {
  const accepted = ['application/jrd+json', 'application/json'];
  const rows = [
    ['application/json', [true, '"application/json"']],
    ['Application/JRD+JSON; charset=utf-8', [true, '"Application/JRD+JSON; charset=utf-8"']],
    ['text/html; x=application/json', [false, '"text/html; x=application/json"', 'content_type_mismatch']],
    ['application/jsonp', [false, '"application/jsonp"', 'content_type_mismatch']],
    ['', [false, 'absent', 'content_type_mismatch']],
  ] as const;
  for (const [value, expected] of rows) {
    test(`${JSON.stringify(value)}: ${expected.join(', ')}`, () => {
      const seen = observation({ http: http({ headers: headers({ 'content-type': value }) }) });
      const result = checkContentType({ kind: 'content_type', accepted }, seen);
      assert.deepEqual(outline(result), expected);
      assert.equal(result.expected, 'application/jrd+json or application/json');
    });
  }

  test('no HTTP answer is a fail', () => {
    assert.equal(checkContentType({ kind: 'content_type', accepted }, noAnswer).pass, false);
  });
});
