import assert from 'node:assert/strict';
import test from 'node:test';
import { type OverallState, rollup } from '../../src/core/rollup.ts';
import type { State } from '../../src/core/state.ts';

const rows: readonly (readonly [states: readonly State[], overall: OverallState])[] = [
  [[], 'unknown'],
  [['operational', 'operational'], 'operational'],
  [['operational', 'unknown'], 'unknown'],
  [['unknown', 'maintenance'], 'unknown'],
  [['operational', 'maintenance'], 'maintenance'],
  [['degraded', 'unknown', 'operational'], 'degraded'],
  [['operational', 'outage', 'degraded'], 'partial_outage'],
  [['degraded', 'outage'], 'partial_outage'],
  [['outage', 'outage'], 'major_outage'],
  [['outage', 'unknown', 'maintenance'], 'major_outage'],
];

for (const [states, overall] of rows) {
  test(`${states.join(', ') || 'nothing'} is called ${overall}`, () => {
    assert.equal(rollup(states).overall, overall);
  });
}

test('every component is counted once', () => {
  assert.deepEqual(rollup(['outage', 'operational', 'outage']).counts, {
    operational: 1,
    degraded: 0,
    outage: 2,
    maintenance: 0,
    unknown: 0,
  });
});
