import type { Span } from './span.ts';

/** One day of the calendar in some time zone: 23 to 25 hours where clocks are changed. */
export interface CalendarDay extends Span {
  /** `2026-11-22`. */
  readonly date: string;
}

const dayMs = 86_400_000;

/** Offsets are multiples of this, so days can only begin on it. */
const gridMs = 15 * 60_000;

/** No zone is farther from UTC than this. */
const farthestMs = 15 * 3_600_000;

/**
 * The last `count` days up to and with the one that `now` is in, oldest first. The last one ends at its midnight, not
 * at `now`. `timeZone` is a name of the IANA database; an unknown one throws a RangeError.
 */
export function calendarDays(now: number, count: number, timeZone: string): readonly CalendarDay[] {
  const dateAt = dateReader(timeZone);
  const today = Date.parse(`${dateAt(now)}T00:00:00Z`);
  const dates = Array.from({ length: count + 1 }, (_, index) => isoDate(today + (index + 1 - count) * dayMs));
  const starts = dates.map(date => startOf(date, dateAt));
  return dates
    .slice(0, -1)
    .map((date, index) => ({ date, from: starts[index] ?? 0, until: starts[index + 1] ?? 0 }));
}

/** Whether the running machine knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    dateReader(name);
    return true;
  } catch {
    return false;
  }
}

/** The first instant whose date is `date` or later: not every day has a midnight. */
function startOf(date: string, dateAt: (instant: number) => string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let before = (midnight - farthestMs) / gridMs;
  let reached = (midnight + farthestMs) / gridMs;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (dateAt(middle * gridMs) >= date) reached = middle;
    else before = middle;
  }
  return reached * gridMs;
}

function dateReader(timeZone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return instant => format.format(instant);
}

function isoDate(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
