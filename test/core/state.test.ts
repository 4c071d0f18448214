import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { compareSeverity, conditionOf, conditions, displayedState, worse } from '../../src/core/state.ts';

const any = fc.constantFrom(...conditions);

test('outage is worse than degraded, and degraded than operational', () => {
  assert.deepEqual((['degraded', 'outage', 'operational'] as const).toSorted(compareSeverity), [
    'operational',
    'degraded',
    'outage',
  ]);
});

test('severity is a total order', () => {
  fc.assert(
    fc.property(any, any, any, (a, b, c) => {
      assert.equal(Math.sign(compareSeverity(a, b)) + Math.sign(compareSeverity(b, a)), 0);
      assert.equal(compareSeverity(a, b) === 0, a === b);
      assert.equal(worse(a, worse(b, c)), worse(worse(a, b), c));
      assert.equal(worse(a, b), worse(b, a));
      assert.ok(compareSeverity(worse(a, b), a) >= 0);
    }),
  );
});

test('a run that says nothing has no condition', () => {
  assert.deepEqual((['pass', 'warn', 'fail', 'void'] as const).map(conditionOf), [
    'operational',
    'degraded',
    'outage',
    null,
  ]);
});

test('maintenance covers whatever was probed', () => {
  assert.equal(displayedState('outage', true), 'maintenance');
  assert.equal(displayedState('outage', false), 'outage');
});
