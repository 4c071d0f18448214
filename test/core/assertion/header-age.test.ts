import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkHeaderAge } from '../../../src/core/assertion/header-age.ts';
import { headers, http, now, observation, outline } from '../../support/core-values.ts';

const day = 86_400_000;
const dated = (ageMs: number): string => new Date(now - ageMs).toUTCString();

describe('row 23: the age of Last-Modified', () => {
  const rows: readonly (readonly [what: string, value: string, expected: readonly unknown[]])[] = [
    ['young', dated(day / 2), [true, '12h']],
    ['almost too old', dated(day - 1000), [true, '23h59m59s']],
    ['exactly the limit', dated(day), [false, '1d', 'header_mismatch']],
    ['too old', dated(2 * day), [false, '2d', 'header_mismatch']],
    ['from a clock that runs ahead', dated(-day), [true, '0s']],
    ['empty', '', [false, 'absent', 'header_mismatch']],
    ['no date', 'yesterday', [false, 'no date: "yesterday"', 'header_mismatch']],
    ['a date of another kind', '2026-11-22', [false, 'no date: "2026-11-22"', 'header_mismatch']],
  ];
  for (const [what, value, expected] of rows) {
    test(`${what}: ${expected.join(', ')}`, () => {
      const whole = Math.floor(now / 1000) * 1000;
      const seen = observation({ http: http({ headers: headers({ 'last-modified': value }) }) });
      const assertion = { kind: 'header_age', name: 'last-modified', maxMs: day } as const;
      const result = checkHeaderAge(assertion, seen, whole);
      assert.deepEqual(outline(result), expected);
      assert.equal(result.expected, 'last-modified less than 1d old');
    });
  }
});
