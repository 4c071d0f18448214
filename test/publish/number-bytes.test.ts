import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { formatNumber, maxNumberBytes, writeNumber } from '../../src/publish/number-bytes.ts';

function written(value: number): string {
  const into = new Uint8Array(3 + maxNumberBytes).fill(0x7e);
  const end = writeNumber(into, 3, value);
  assert.ok(end <= into.length, `${value} takes ${end - 3} bytes`);
  return Buffer.from(into.subarray(3, end)).toString();
}

const infinities: readonly (readonly [number, string])[] = [
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
];

for (const [value, text] of infinities) {
  test(`${value} is ${text}`, () => {
    assert.equal(written(value), text);
    assert.equal(formatNumber(value), text);
  });
}

/** The ends of each way of writing, and numbers of the longest text. */
const edges: Readonly<Record<string, readonly number[]>> = {
  'a whole number': [0, -0, 1, 9, 10, 99, 100, 2_147_483_647, 2_147_483_648, 2 ** 53, 1e20, 1e21, 1e300],
  'a small decimal': [
    0.1,
    0.000_001,
    0.000_000_9,
    1e-7,
    0.999_999,
    0.999_999_9,
    0.1 + 0.2,
    1.000_001,
    5e-324,
  ],
  'a large decimal': [999_999_999.999_999, 1_000_000_000.001, 1_000_000_000.000_1, 2_147_483_647.999],
  'an instant': [1_795_316_645.678, 2_147_483_647.000_001, 4_102_444_800.001],
  'a negative number': [-1, -0.5, -1.797_693_134_862_315_7e308, -2.225_073_858_507_201_4e-308],
  'no number': [Number.NaN],
};

for (const [name, values] of Object.entries(edges)) {
  test(`${name} is what String makes of it`, () => {
    for (const value of values) assert.equal(written(value), String(value));
  });
}

const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 0, max: 9_999_999 }), fc.nat({ max: 7 }))
  .map(([whole, fraction, places]) => Number(`${whole}.${String(fraction).padStart(places, '0')}`));
const milliseconds = fc.integer({ min: 0, max: 4e12 }).map(value => value / 1000);
const microseconds = fc.integer({ min: 0, max: 1e9 }).map(value => value / 1e6);

test('every number is what String makes of it', () => {
  fc.assert(
    fc.property(fc.oneof(anyNumber, decimal, milliseconds, microseconds, fc.integer()), value => {
      assert.equal(written(value), String(value));
    }),
    { numRuns: 20_000 },
  );
});
