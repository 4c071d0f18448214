import assert from 'node:assert/strict';
import test from 'node:test';
import { Tally } from '../../src/publish/tally.ts';
import { samplesOf } from '../support/samples.ts';

function countsOf(tally: Tally<number>): readonly (readonly [string, number])[] {
  return samplesOf(tally.values()).map(({ labels, value }) => [Object.values(labels).join(' '), value]);
}

function numbers(): Tally<number> {
  return new Tally<number>(10, (count, add) => add(count));
}

test('each combination of labels is counted apart, from where a count begins', () => {
  const tally = numbers();
  for (const labels of [
    { path: '/a', code: '200' },
    { path: '/a', code: '404' },
    { path: '/a', code: '200' },
    { path: '/a","404', code: '' },
  ]) {
    tally.update(labels, count => count + 1);
  }
  assert.deepEqual(countsOf(tally), [
    ['/a 200', 12],
    ['/a 404', 11],
    ['/a","404 ', 11],
  ]);
});

test('what was told does not change with what is counted later', () => {
  const tally = numbers();
  tally.update({ path: '/a' }, count => count + 1);
  const values = tally.values();
  tally.update({ path: '/a' }, count => count + 1);
  tally.update({ path: '/b' }, count => count + 1);
  assert.deepEqual(
    samplesOf(values).map(({ value }) => value),
    [11],
  );
});
