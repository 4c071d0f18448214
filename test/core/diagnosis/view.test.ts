import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnoseAll } from '../../../src/core/diagnosis/index.ts';
import { roleOf } from '../../../src/core/diagnosis/role.ts';
import { viewsOf } from '../../../src/core/diagnosis/view.ts';
import type { CurrentState } from '../../../src/core/state-keeper.ts';
import {
  answer,
  emptySnapshot,
  fullSnapshot,
  resultOf,
  someComponent,
  someCounts,
} from '../../support/snapshots.ts';

test('a snapshot becomes one view for each server, with the current results of its components', () => {
  const [view, ...others] = viewsOf(fullSnapshot());
  assert.equal(others.length, 0);
  assert.equal(view?.domain, 'social.example');
  assert.deepEqual(
    view?.components.map(({ name, role, result }) => [name, role, result?.verdict.result ?? null]),
    [
      ['api', 'api', 'pass'],
      ['main_page', 'page', 'fail'],
      ['streaming', 'streaming', null],
      ['user_page', 'profile', null],
    ],
  );
});

const references: readonly (readonly [ups: readonly (boolean | null)[], prober: string])[] = [
  [[], 'unknown'],
  [[null, null], 'unknown'],
  [[false, null], 'unknown'],
  [[false, false], 'offline'],
  [[false, true], 'online'],
];

for (const [ups, prober] of references) {
  test(`references ${JSON.stringify(ups)}: the prober is ${prober}`, () => {
    const [view] = viewsOf({
      ...fullSnapshot(),
      references: ups.map((up, index) => ({ name: String(index), up })),
    });
    assert.equal(view?.prober, prober);
  });
}

test('roles come from names, or from a type that leaves no choice', () => {
  assert.equal(roleOf({ name: 'user_page', type: 'http' }), 'profile');
  assert.equal(roleOf({ name: 'chain', type: 'activitypub' }), 'webfinger');
  assert.equal(roleOf({ name: 'wiki', type: 'http' }), null);
  assert.equal(roleOf({ name: 'toString', type: 'http' }), null);
});

test('one call diagnoses every server of a snapshot', () => {
  const down = { ...someComponent(), server: 'down.example', target: 'https://down.example/' };
  const failed = resultOf(down, answer({ status: 429 }));
  const snapshot = {
    ...emptySnapshot(),
    servers: [
      { domain: 'down.example', title: null },
      { domain: 'empty.example', title: null },
    ],
    components: [
      {
        component: down,
        current: failed,
        last: failed,
        state: null,
        failures: [],
        counts: someCounts(null, 1),
      },
    ],
  };
  const findings = diagnoseAll(snapshot);
  assert.deepEqual([...findings.keys()], ['down.example', 'empty.example']);
  assert.deepEqual(
    findings.get('down.example')?.map(({ id }) => id),
    ['rate_limited'],
  );
  assert.deepEqual(findings.get('empty.example'), []);
});

const state = (confirmed: CurrentState['confirmed']): CurrentState => ({
  state: confirmed,
  confirmed,
  since: 0,
  underMaintenance: false,
});

const seenAndBelieved: readonly (readonly [
  status: number,
  confirmed: CurrentState['confirmed'] | null,
  counts: boolean,
])[] = [
  [502, 'outage', true],
  [502, 'operational', false],
  [502, 'unknown', false],
  [200, 'operational', true],
  [200, 'outage', false],
  [502, null, true],
];

for (const [status, confirmed, counts] of seenAndBelieved) {
  test(`${status} while the state is ${confirmed} ${counts ? 'counts' : 'says nothing'}`, () => {
    const component = someComponent();
    const result = resultOf(component, answer({ status }));
    const [view] = viewsOf({
      servers: [{ domain: component.server, title: null }],
      components: [
        {
          component,
          current: result,
          last: result,
          state: confirmed && state(confirmed),
          failures: [],
          counts: someCounts(null, 1),
        },
      ],
      references: [],
    });
    assert.equal(view?.components[0]?.result, counts ? result : null);
  });
}
