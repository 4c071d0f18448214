import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import {
  type Confirmation,
  type ConfirmSettings,
  expire,
  resumed,
  type Step,
  shifted,
  step,
  unconfirmed,
} from '../../src/core/confirm.ts';
import { type StateChange, toTransition } from '../../src/core/transition.ts';

const second = 1000;
const interval = 60 * second;
const two: ConfirmSettings = {
  failures: 2,
  successes: 2,
  retryAfterMs: 5 * second,
  staleAfterMs: 3 * interval,
};

const words = { p: 'pass', w: 'warn', f: 'fail', v: 'void' } as const;

type Letter = keyof typeof words;

interface Replay {
  readonly confirmation: Confirmation;
  readonly changes: readonly StateChange[];
  readonly steps: readonly Step[];
}

/** One run each interval, from instant 0; a dot is a run that never was. */
function replay(runs: string, settings = two, from: Confirmation = unconfirmed(0), at = 0): Replay {
  let confirmation = from;
  const changes: StateChange[] = [];
  const steps: Step[] = [];
  for (const [index, letter] of runs.split('').entries()) {
    const now = at + index * interval;
    const next =
      letter === '.'
        ? expire(confirmation, settings, now)
        : step(confirmation, facts(letter, now), settings, now + second);
    confirmation = next.confirmation;
    changes.push(...next.changes);
    steps.push(next);
  }
  return { confirmation, changes, steps };
}

function facts(letter: string, at: number): Parameters<typeof step>[1] {
  const result = words[letter as Letter];
  return { result, reason: result === 'fail' ? 'dns' : null, at };
}

const rows: readonly (readonly [runs: string, settings: Partial<ConfirmSettings>, changes: string])[] = [
  ['p', {}, 'operational@0'],
  ['ff', {}, 'outage@0'],
  ['ww', {}, 'degraded@0'],
  ['fp', {}, 'operational@1'],
  ['ppfpf', {}, 'operational@0'],
  ['ppff', {}, 'operational@0 outage@2'],
  ['pwf', {}, 'operational@0 degraded@1'],
  ['pwff', {}, 'operational@0 degraded@1 outage@2'],
  ['pffp', {}, 'operational@0 outage@1'],
  ['pffpp', {}, 'operational@0 outage@1 operational@3'],
  ['pffpfpp', {}, 'operational@0 outage@1 operational@5'],
  ['pffwp', {}, 'operational@0 outage@1 degraded@3'],
  ['pffwpp', {}, 'operational@0 outage@1 degraded@3 operational@4'],
  ['pffww', {}, 'operational@0 outage@1 degraded@3'],
  ['pwwpp', {}, 'operational@0 degraded@1 operational@3'],
  ['pf', { failures: 1 }, 'operational@0 outage@1'],
  ['pffff', { failures: 5 }, 'operational@0'],
  ['pfffffp', { failures: 5, successes: 1 }, 'operational@0 outage@1 operational@6'],
  ['pfvf', {}, 'operational@0 outage@1'],
  ['pvvvvv', {}, 'operational@0 unknown@0'],
  ['p.....p', {}, 'operational@0 unknown@0 operational@6'],
  ['p.....f', {}, 'operational@0 unknown@0'],
  ['p.....ff', {}, 'operational@0 unknown@0 outage@6'],
  ['pff....f', {}, 'operational@0 outage@1 unknown@2 outage@7'],
  ['pff....pp', {}, 'operational@0 outage@1 unknown@2 operational@7'],
  ['pff....p', {}, 'operational@0 outage@1 unknown@2'],
  ['pf....f', {}, 'operational@0 unknown@1'],
];

for (const [runs, settings, expected] of rows) {
  test(`${runs} with ${JSON.stringify(settings)} gives ${expected}`, () => {
    const { changes } = replay(runs, { ...two, ...settings });
    assert.equal(changes.map(({ to, at }) => `${to}@${at / interval}`).join(' '), expected);
  });
}

test('a quick re-probe is asked for while something waits to be confirmed, and one a minute while it is down', () => {
  const { steps } = replay('pffpfppwp');
  assert.deepEqual(
    steps.map(({ retryAfterMs }) => retryAfterMs),
    [null, 5000, 60_000, 5000, 60_000, 5000, null, 5000, null],
  );
});

test('what is down is asked again soon, though a run could not tell because of us', () => {
  const { steps } = replay('pvffvvvvvpp');
  assert.deepEqual(
    steps.map(({ retryAfterMs }) => retryAfterMs),
    [null, null, 5000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000, 5000, null],
  );
});

test('a change for the worse says why, one for the better does not', () => {
  assert.deepEqual(
    replay('pffpp').changes.map(({ reason }) => reason),
    [null, 'dns', null],
  );
});

test('a run that seems to have begun before the last one heard changes nothing before that', () => {
  const { confirmation } = replay('ppp');
  const late = step(confirmation, facts('f', interval), { ...two, failures: 1 }, 2 * interval + second);
  assert.deepEqual([late.changes[0]?.at, late.confirmation.lastAt], [2 * interval, 2 * interval]);
});

test('what a process knew is taken up by the next', () => {
  const [, outage] = replay('pff').changes;
  assert.ok(outage !== undefined);
  const later = resumed(toTransition({ server: 'a.example', component: 'api' }, outage), 2 * interval);
  assert.deepEqual(
    replay('pp', two, later, 3 * interval).changes.map(({ from, to, at }) => [from, to, at]),
    [['outage', 'operational', 3 * interval]],
  );
});

const runsOf = fc.string({ unit: fc.constantFrom('p', 'w', 'f', 'v', '.'), maxLength: 60 });
const anySettings = fc.record({
  failures: fc.integer({ min: 1, max: 4 }),
  successes: fc.integer({ min: 1, max: 4 }),
  retryAfterMs: fc.constant(5 * second),
  staleAfterMs: fc.constant(3 * interval),
});

function property(
  name: string,
  holds: (replayed: Replay, runs: string, settings: ConfirmSettings) => void,
): void {
  test(name, () => {
    fc.assert(
      fc.property(runsOf, anySettings, (runs, settings) => holds(replay(runs, settings), runs, settings)),
    );
  });
}

property(
  'each change begins where the one before ended, and changes something',
  ({ changes, confirmation }) => {
    let state = 'unknown';
    for (const { from, to } of changes) {
      assert.equal(from, state);
      assert.notEqual(to, from);
      state = to;
    }
    assert.equal(confirmation.state, state);
  },
);

property('nothing happens after it was confirmed, nor before what happened before', ({ changes }) => {
  let last = { at: 0, confirmedAt: 0 };
  for (const change of changes) {
    assert.ok(change.at <= change.confirmedAt);
    assert.ok(change.at >= last.at);
    assert.ok(change.confirmedAt >= last.confirmedAt);
    last = change;
  }
});

property('what fails is impaired', ({ steps }) => {
  for (const { confirmation } of steps) {
    assert.ok(!confirmation.failing.confirmed || confirmation.impaired.confirmed);
  }
});

property(
  'an outage takes as many failures in a row as are wanted, from its beginning on',
  ({ changes }, runs, settings) => {
    for (const { from, to, at } of changes) {
      // After a silence one more failure is enough to say that it still fails.
      if (to !== 'outage' || from === 'unknown') continue;
      const said = runs
        .slice(at / interval)
        .split('')
        .filter(letter => letter !== 'v' && letter !== '.');
      assert.deepEqual(
        said.slice(0, settings.failures),
        Array.from({ length: settings.failures }, () => 'f'),
      );
    }
  },
);

property('an outage ends only with as many answers in a row as are wanted', ({ changes }, runs, settings) => {
  for (const { from, to, at } of changes) {
    if (from !== 'outage' || to === 'unknown') continue;
    const said = runs
      .slice(at / interval)
      .split('')
      .filter(letter => letter !== 'v' && letter !== '.');
    assert.ok(said.slice(0, settings.successes).every(letter => letter !== 'f'));
    assert.ok(said.length >= settings.successes);
  }
});

property(
  'the same results give the same changes, in one process or in two',
  ({ changes }, runs, settings) => {
    assert.deepEqual(replay(runs, settings).changes, changes);
    const half = Math.floor(runs.length / 2);
    const first = replay(runs.slice(0, half), settings);
    const second_ = replay(runs.slice(half), settings, first.confirmation, half * interval);
    assert.deepEqual([...first.changes, ...second_.changes], changes);
  },
);

property('a shifted clock shifts everything alike', (_, runs, settings) => {
  const half = Math.floor(runs.length / 2);
  const hour = 60 * interval;
  const { confirmation } = replay(runs.slice(0, half), settings);
  const moved = replay(runs.slice(half), settings, shifted(confirmation, hour), half * interval + hour);
  const unmoved = replay(runs.slice(half), settings, confirmation, half * interval);
  assert.deepEqual(
    moved.changes.map(({ to, at, confirmedAt }) => [to, at - hour, confirmedAt - hour]),
    unmoved.changes.map(({ to, at, confirmedAt }) => [to, at, confirmedAt]),
  );
});
