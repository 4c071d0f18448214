import assert from 'node:assert/strict';
import test from 'node:test';
import {
  oneOffWindow,
  type RecurrenceProblem,
  type RecurringMaintenance,
  recurrenceProblem,
  recurringWindow,
} from '../../src/config/maintenance.ts';
import { activeMaintenance, concerns, scheduledMaintenances } from '../../src/core/maintenance.ts';
import type { Span } from '../../src/core/span.ts';

const hour = 3_600_000;
const day = 24 * hour;

function recurring(cron: string, timeZone: string, hours: number): ReturnType<typeof recurringWindow> {
  return recurringWindow({
    title: 'Backups',
    server: null,
    components: null,
    cron,
    durationMs: hours * hour,
    timeZone,
  });
}

function iso({ from, until }: Span): readonly string[] {
  return [from, until].map(instant => new Date(instant).toISOString().slice(0, 16));
}

const clockChanges: readonly (readonly [what: string, day: string, spans: readonly string[]])[] = [
  ['an ordinary day', '2026-06-10', ['2026-06-10T00:30', '2026-06-10T02:30']],
  [
    'a day on which 02:30 does not exist: right after the change',
    '2026-03-29',
    ['2026-03-29T01:00', '2026-03-29T03:00'],
  ],
  [
    'a day on which 02:30 comes twice: the first, and two hours by the stopwatch',
    '2026-10-25',
    ['2026-10-25T00:30', '2026-10-25T02:30'],
  ],
];

for (const [what, date, span] of clockChanges) {
  test(`02:30 in Berlin on ${what}`, () => {
    const window = recurring('30 2 * * *', 'Europe/Berlin', 2);
    const midnight = Date.parse(`${date}T00:00:00Z`) - hour;
    assert.deepEqual(window.between({ from: midnight, until: midnight + day }).map(iso), [span]);
  });
}

test('a window is active from its first millisecond to before its last', () => {
  const begin = Date.parse('2026-06-07T02:00:00Z');
  const windows = [
    recurring('0 2 * * 0', 'UTC', 2),
    oneOffWindow({ title: '', server: null, components: null, from: begin, until: begin + 2 * hour }),
  ];
  for (const window of windows) {
    const active = [begin - 1, begin, begin + 2 * hour - 1, begin + 2 * hour].map(
      now => window.activeAt(now) !== null,
    );
    assert.deepEqual(active, [false, true, true, false]);
    assert.deepEqual(window.activeAt(begin), { from: begin, until: begin + 2 * hour });
  }
});

test('a window of many days is active to its last one', () => {
  const begin = Date.parse('2026-06-07T02:00:00Z');
  const span = { from: begin, until: begin + 20 * day };
  assert.deepEqual(recurring('0 2 7 6 *', 'UTC', 20 * 24).activeAt(span.until - 1), span);
});

test('of windows that overlap the one that ends last counts, whatever their order', () => {
  const spans = [hour, 3 * hour, 2 * hour].map(until => ({ from: 0, until }));
  const windows = spans.map(span => oneOffWindow({ title: '', server: null, components: null, ...span }));
  assert.deepEqual(activeMaintenance(windows, { server: 'a.example', name: 'api' }, 1), spans[1]);
});

test('answers do not depend on what was asked before', () => {
  const window = recurring('15 4 1 * *', 'Asia/Seoul', 3);
  const asked = ['2026-06-15', '2020-01-01', '2026-07-01', '2026-06-01'].map(date =>
    Date.parse(`${date}T00:00:00Z`),
  );
  for (const from of asked) {
    const fresh = recurring('15 4 1 * *', 'Asia/Seoul', 3);
    assert.deepEqual(
      window.between({ from, until: from + 40 * day }),
      fresh.between({ from, until: from + 40 * day }),
    );
  }
});

test('a window concerns the servers and components that it names', () => {
  const owner = { server: 'a.example', name: 'api' };
  assert.ok(concerns({ server: null, components: null }, owner));
  assert.ok(concerns({ server: 'a.example', components: ['pages', 'api'] }, owner));
  assert.ok(!concerns({ server: 'b.example', components: null }, owner));
  assert.ok(!concerns({ server: null, components: ['pages'] }, owner));
  const window = oneOffWindow({ title: '', server: 'b.example', components: null, from: 0, until: 10 });
  assert.equal(activeMaintenance([window], owner, 5), null);
});

test('what is announced is listed with what it is now', () => {
  const now = Date.parse('2026-06-07T02:30:00Z');
  const listed = scheduledMaintenances([recurring('0 2 * * *', 'UTC', 1)], now, {
    pastMs: day,
    horizonMs: day,
  });
  assert.deepEqual(
    listed.map(({ status }) => status),
    ['completed', 'in_progress', 'scheduled'],
  );
  assert.equal(new Set(listed.map(({ id }) => id)).size, 3);
});

const fiveFields =
  'write five fields: minute, hour, day of the month, month, day of the week, such as "30 3 * * sun"';

const problems: readonly (readonly [
  Pick<RecurringMaintenance, 'cron' | 'timeZone'>,
  RecurrenceProblem | null,
])[] = [
  [{ cron: '0 2 * * 0', timeZone: 'Asia/Seoul' }, null],
  [{ cron: '0 2 * * SUN', timeZone: 'UTC' }, null],
  [
    { cron: '0 2 * * 0', timeZone: 'Berlin' },
    { key: 'timezone', message: 'write the name of a time zone, such as Europe/Berlin or Asia/Seoul' },
  ],
  [
    { cron: '2026-02-30T03:00:00', timeZone: 'UTC' },
    { key: 'cron', message: fiveFields },
  ],
  [
    { cron: 'daily', timeZone: 'UTC' },
    { key: 'cron', message: fiveFields },
  ],
  [
    { cron: '0 0 2 * * 0', timeZone: 'UTC' },
    { key: 'cron', message: fiveFields },
  ],
  [
    { cron: '0 0 30 2 *', timeZone: 'UTC' },
    { key: 'cron', message: 'there is no such day' },
  ],
  [
    { cron: '*/5 * * * *', timeZone: 'UTC' },
    { key: 'cron', message: 'comes more than once an hour: write it as one window' },
  ],
];

for (const [recurrence, problem] of problems) {
  test(`${recurrence.cron} in ${recurrence.timeZone}: ${problem?.message ?? 'nothing wrong'}`, () => {
    assert.deepEqual(recurrenceProblem(recurrence, Date.parse('2026-06-07T00:00:00Z')), problem);
  });
}
