import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { type CalendarDay, calendarDays } from '../../src/core/calendar.ts';
import type { Span } from '../../src/core/span.ts';
import { confirmedStates } from '../../src/core/state.ts';
import type { StateChange } from '../../src/core/transition.ts';
import {
  dayBars as barsOf,
  type ComponentHistory,
  classify,
  type DayBar,
  timeKinds,
  totalShares,
  uptime,
} from '../../src/core/uptime.ts';

const minute = 60_000;
const hour = 60 * minute;

function change(to: StateChange['to'], at: number): StateChange {
  return { from: to === 'operational' ? 'outage' : 'operational', to, at, confirmedAt: at, reason: null };
}

function history(parts: Partial<ComponentHistory>): ComponentHistory {
  return { changes: [], watched: [], maintenance: [], ...parts };
}

function dayBars(known: ComponentHistory, days: readonly CalendarDay[], now: number): readonly DayBar[] {
  return barsOf(classify(known, { from: (days[0]?.from ?? now) - hour, until: now }), days);
}

test('the day of a change of clocks has all of its hours', () => {
  const now = Date.parse('2026-10-26T11:00:00Z');
  const days = calendarDays(now, 2, 'Europe/Berlin');
  const [long] = dayBars(
    history({ changes: [change('operational', 0)], watched: [{ from: 0, until: now }] }),
    days,
    now,
  );
  assert.equal(long?.shares.operational, 25 * hour);
});

test('today holds only what has passed', () => {
  const now = Date.parse('2026-11-22T03:04:00Z');
  const [today] = dayBars(history({}), calendarDays(now, 1, 'UTC'), now);
  assert.equal(today?.shares.no_data, 3 * hour + 4 * minute);
  assert.equal(totalShares([today.shares]).no_data, 3 * hour + 4 * minute);
});

test('an outage over midnight belongs to both days', () => {
  const midnight = Date.parse('2026-11-22T00:00:00Z');
  const now = midnight + 2 * hour;
  const bars = dayBars(
    history({
      changes: [change('outage', midnight - 10 * minute), change('operational', midnight + 5 * minute)],
      watched: [{ from: midnight - hour, until: now }],
    }),
    calendarDays(now, 2, 'UTC'),
    now,
  );
  assert.deepEqual(
    bars.map(({ shares }) => shares.outage / minute),
    [10, 5],
  );
  assert.equal(
    bars[0]?.shares.operational,
    50 * minute,
    'before its first change a component was what that changed',
  );
});

test('uptime counts slow answers as answers, and neither maintenance nor silence at all', () => {
  const shares = { operational: 60, degraded: 20, outage: 20, maintenance: 1000, no_data: 1000 };
  assert.equal(uptime(shares), 0.8);
  assert.equal(uptime({ ...shares, operational: 0, degraded: 0, outage: 0 }), null);
});

test('maintenance that nobody watched counts as such, but not before the component was known', () => {
  const spans = classify(
    history({
      watched: [{ from: 10, until: 20 }],
      maintenance: [
        { from: 0, until: 5 },
        { from: 30, until: 40 },
      ],
    }),
    { from: 0, until: 50 },
  );
  assert.deepEqual(
    spans.filter(({ kind }) => kind === 'maintenance'),
    [{ from: 30, until: 40, kind: 'maintenance' }],
  );
});

const spans = fc.array(
  fc.tuple(fc.nat(100), fc.nat(20)).map(([from, length]): Span => ({ from, until: from + length })),
  { maxLength: 8 },
);
const changes = fc
  .array(fc.tuple(fc.nat(100), fc.constantFrom(...confirmedStates)), { maxLength: 10 })
  .map(list => list.toSorted(([a], [b]) => a - b).map(([at, to]) => change(to, at)));

test('every moment counts as exactly one thing, as the slowest way of counting finds', () => {
  fc.assert(
    fc.property(changes, spans, spans, (all, watched, maintenance) => {
      const range = { from: 5, until: 110 };
      const counted = totalShares(
        classify({ changes: all, watched, maintenance }, range).map(({ from, until, kind }) => ({
          ...none,
          [kind]: until - from,
        })),
      );
      const slow = { ...none };
      for (let instant = range.from; instant < range.until; instant++)
        slow[kindAt(instant, all, watched, maintenance)]++;
      assert.deepEqual(counted, slow);
      assert.equal(
        timeKinds.reduce((sum, kind) => sum + counted[kind], 0),
        105,
      );
    }),
  );
});

const none = { operational: 0, degraded: 0, outage: 0, maintenance: 0, no_data: 0 };

function kindAt(
  instant: number,
  all: readonly StateChange[],
  watched: readonly Span[],
  maintenance: readonly Span[],
): keyof typeof none {
  const within = (list: readonly Span[]): boolean =>
    list.some(({ from, until }) => from <= instant && instant < until);
  const seen = watched.filter(({ from, until }) => from < until).map(({ from }) => from);
  if (within(maintenance) && seen.length > 0 && instant >= Math.min(...seen)) return 'maintenance';
  const state = all.findLast(({ at }) => at <= instant)?.to ?? all[0]?.from ?? 'unknown';
  return within(watched) && state !== 'unknown' ? state : 'no_data';
}
