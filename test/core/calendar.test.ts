import assert from 'node:assert/strict';
import test from 'node:test';
import { calendarDays, isTimeZone } from '../../src/core/calendar.ts';

const hour = 3_600_000;

const rows: readonly (readonly [zone: string, date: string, hours: number, from: string])[] = [
  ['UTC', '2026-03-29', 24, '2026-03-29T00:00:00Z'],
  ['Asia/Seoul', '2026-03-29', 24, '2026-03-28T15:00:00Z'],
  ['Europe/Berlin', '2026-03-29', 23, '2026-03-28T23:00:00Z'],
  ['Europe/Berlin', '2026-10-25', 25, '2026-10-24T22:00:00Z'],
  ['America/New_York', '2026-03-08', 23, '2026-03-08T05:00:00Z'],
  ['America/New_York', '2026-11-01', 25, '2026-11-01T04:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-05', 24.5, '2026-04-04T13:00:00Z'],
  ['Asia/Kathmandu', '2026-01-01', 24, '2025-12-31T18:15:00Z'],
  ['Pacific/Kiritimati', '2026-01-01', 24, '2025-12-31T10:00:00Z'],
  // Clocks go forward at midnight: the day begins at one.
  ['Africa/Cairo', '2026-04-24', 23, '2026-04-23T22:00:00Z'],
  ['America/Santiago', '2026-09-06', 23, '2026-09-06T04:00:00Z'],
  // Clocks go back at midnight: the hour before it comes twice.
  ['America/Santiago', '2026-04-04', 25, '2026-04-04T03:00:00Z'],
];

for (const [zone, date, hours, from] of rows) {
  test(`${date} in ${zone} has ${hours} hours and begins at ${from}`, () => {
    const noon = Date.parse(from) + 12 * hour;
    const [before, today] = calendarDays(noon, 2, zone);
    assert.equal(today?.date, date);
    assert.equal(today.from, Date.parse(from));
    assert.equal((today.until - today.from) / hour, hours);
    assert.equal(before?.until, today.from, 'days leave no gap');
  });
}

test('days follow each other over a year and end with today', () => {
  const now = Date.parse('2026-11-22T03:04:00Z');
  const days = calendarDays(now, 400, 'Europe/Berlin');
  assert.equal(days.length, 400);
  assert.equal(days.at(-1)?.date, '2026-11-22');
  assert.ok((days.at(-1)?.from ?? now) <= now && (days.at(-1)?.until ?? 0) > now);
  for (const [index, { from }] of days.entries()) {
    if (index > 0) assert.equal(from, days[index - 1]?.until);
  }
});

test('a zone that nobody knows is no zone', () => {
  assert.equal(isTimeZone('Europe/Berlin'), true);
  assert.equal(isTimeZone('Mars/Olympus_Mons'), false);
});
