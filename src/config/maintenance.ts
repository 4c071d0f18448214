import { Cron } from 'croner';
import { isTimeZone } from '../core/calendar.ts';
import type { LocalizedText } from '../core/component.ts';
import type { MaintenanceScope, MaintenanceWindow } from '../core/maintenance.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Span } from '../core/span.ts';
import { timeZoneMessage } from './wording.ts';

/** Work that is done once. Instants are epoch milliseconds. */
export interface OneOffMaintenance extends MaintenanceScope, Span {
  readonly title: LocalizedText;
}

/** Work that is done again and again. */
export interface RecurringMaintenance extends MaintenanceScope {
  readonly title: LocalizedText;
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  readonly durationMs: number;
  /** Name of the IANA database. */
  readonly timeZone: string;
}

/** A window that opens once. */
export function oneOffWindow(plan: OneOffMaintenance): MaintenanceWindow {
  const { title, server, components, from, until } = plan;
  const span = { from, until };
  return {
    id: shortHash(JSON.stringify([server, components, from, until])),
    title,
    server,
    components,
    recurs: false,
    activeAt: now => (from <= now && now < until ? span : null),
    between: range => (from < range.until && until > range.from ? [span] : []),
  };
}

/**
 * A window that opens whenever `cron` says. It lasts its duration by the clock that never jumps, so a window of two
 * hours over a change of clocks still takes two hours. A time that the change skips is opened at right after it (croner's
 * rule for fixed times); a time that comes twice opens once. Throws a `TypeError` or `RangeError` when `cron` or
 * `timeZone` cannot be read: {@link recurrenceProblem} tells beforehand.
 */
export function recurringWindow(plan: RecurringMaintenance): MaintenanceWindow {
  const { title, server, components, cron, durationMs, timeZone } = plan;
  const schedule = new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
  const firstAfter = (instant: number): number | null =>
    schedule.nextRun(new Date(instant))?.getTime() ?? null;
  const spanFrom = (from: number): Span => ({ from, until: from + durationMs });
  const between = remembered(range => {
    const spans: Span[] = [];
    // One millisecond earlier, since what croner finds lies after the instant that it is given.
    let from = firstAfter(range.from - durationMs - 1);
    for (; from !== null && from < range.until; from = firstAfter(from)) spans.push(spanFrom(from));
    return spans;
  });
  return {
    id: shortHash(JSON.stringify([server, components, cron, durationMs, timeZone])),
    title,
    server,
    components,
    recurs: true,
    activeAt: now => between({ from: now, until: now + 1 }).at(-1) ?? null,
    between,
  };
}

const dayMs = 86_400_000;

/** How far a search is extended beyond what was asked for, so that the questions of the next days are answered too. */
const aheadMs = 7 * dayMs;

/** A search that is done again only when it is asked about time that it has not seen: croner takes 0.1 ms a step. */
function remembered(search: (range: Span) => readonly Span[]): (range: Span) => readonly Span[] {
  let seen: Span = { from: 0, until: 0 };
  let found: readonly Span[] = [];
  return range => {
    if (range.from < seen.from || range.until > seen.until) {
      seen = { from: range.from - aheadMs, until: range.until + aheadMs };
      found = search(seen);
    }
    return found.filter(({ from, until }) => from < range.until && until > range.from);
  };
}

/** Windows that open more often than this are surely a mistake. */
const leastGapMs = 3_600_000;

/** What is wrong with a recurrence, and with which part of it. */
export interface RecurrenceProblem {
  readonly key: 'cron' | 'timezone';
  /** For the person who wrote it. */
  readonly message: string;
}

/**
 * What is wrong with a recurrence; null: nothing. `now` is where the search for occurrences begins, epoch
 * milliseconds.
 */
export function recurrenceProblem(
  { cron, timeZone }: Pick<RecurringMaintenance, 'cron' | 'timeZone'>,
  now: number,
): RecurrenceProblem | null {
  if (!isTimeZone(timeZone)) return { key: 'timezone', message: timeZoneMessage };
  let runs: readonly number[];
  try {
    // A date alone would be taken as well, and 30 February for the second of March.
    if (!/^(?:@\w+|\S+(?:\s+\S+){4})$/.test(cron.trim())) throw new TypeError('not five fields');
    const schedule = new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
    runs = schedule.nextRuns(50, new Date(now)).map(run => run.getTime());
  } catch {
    return {
      key: 'cron',
      message:
        'write five fields: minute, hour, day of the month, month, day of the week, such as "30 3 * * sun"',
    };
  }
  if (runs.length === 0) return { key: 'cron', message: 'there is no such day' };
  const tooSoon = runs.some((run, index) => index > 0 && run - (runs[index - 1] ?? 0) < leastGapMs);
  return tooSoon ? { key: 'cron', message: 'comes more than once an hour: write it as one window' } : null;
}
