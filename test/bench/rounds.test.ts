import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alternate } from '../../bench/support/rounds.ts';
import { pairedRatio, quantile, spreadOf } from '../../bench/support/spread.ts';

test('contestants take turns, every other round in reverse', async () => {
  const order: string[] = [];
  const contestant = (name: string) => async (): Promise<number> => order.push(name);
  const measured = await alternate(3, { a: contestant('a'), b: contestant('b'), c: contestant('c') });
  assert.equal(order.join(''), 'abccbaabc');
  assert.deepEqual(measured, { a: [1, 6, 7], b: [2, 5, 8], c: [3, 4, 9] });
});

test('a ratio is that of measurements of the same round', () => {
  assert.deepEqual(pairedRatio([1, 4, 9], [2, 4, 3]), { median: 1, min: 0.5, max: 3 });
});

test('a median lies between two values where there is no middle one', () => {
  assert.deepEqual(spreadOf([4, 1, 2, 3]), { median: 2.5, min: 1, max: 4 });
  assert.equal(quantile([10, 20], 0.9), 19);
  assert.equal(quantile([], 0.5), Number.NaN);
});
