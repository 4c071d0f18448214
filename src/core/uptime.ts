import type { CalendarDay } from './calendar.ts';
import { type Span, union } from './span.ts';
import type { ConfirmedState } from './state.ts';
import type { StateChange } from './transition.ts';

/** What a moment of a component counts as. */
export const timeKinds = ['operational', 'degraded', 'outage', 'maintenance', 'no_data'] as const;

export type TimeKind = (typeof timeKinds)[number];

/** Milliseconds of each kind. */
export type TimeShares = Readonly<Record<TimeKind, number>>;

/** What is known of one component: the base of its bars, its uptime and its incidents. */
export interface ComponentHistory {
  /** In the order in which they were confirmed. */
  readonly changes: readonly StateChange[];
  readonly watched: readonly Span[];
  readonly maintenance: readonly Span[];
}

/** One bar. Today's holds only what has passed. */
export interface DayBar {
  readonly day: CalendarDay;
  readonly shares: TimeShares;
}

/** A stretch of time that counts as one thing. */
export interface ClassifiedSpan extends Span {
  readonly kind: TimeKind;
}

/**
 * What every moment of `range` counts as, ascending and without a gap. Maintenance comes before what was probed; time
 * that nobody watched is `no_data`, whatever the state before and after it, and so is all time before the first watch.
 */
export function classify(history: ComponentHistory, range: Span): readonly ClassifiedSpan[] {
  const watched = union(history.watched);
  const maintenance = union(history.maintenance);
  const known = watched[0]?.from ?? range.until;
  const marks = [range.from, range.until];
  const mark = (instant: number): void => {
    if (instant > range.from && instant < range.until) marks.push(instant);
  };
  for (const { from, until } of [...watched, ...maintenance]) {
    mark(from);
    mark(until);
  }
  for (const { at } of history.changes) mark(at);
  marks.sort((a, b) => a - b);
  const isWatched = membership(watched);
  const isMaintained = membership(maintenance);
  const stateAt = stateReader(history.changes);
  const spans: ClassifiedSpan[] = [];
  for (const [index, from] of marks.entries()) {
    const until = marks[index + 1];
    if (until === undefined || until === from) continue;
    const state = stateAt(from);
    const seen = isWatched(from);
    const kind = isMaintained(from) && from >= known ? 'maintenance' : seen ? kindOf(state) : 'no_data';
    spans.push({ from, until, kind });
  }
  return spans;
}

/** The shares of each day. `spans` are as {@link classify} makes them, `days` ascending as `calendarDays` makes them. */
export function dayBars(spans: readonly ClassifiedSpan[], days: readonly CalendarDay[]): readonly DayBar[] {
  let next = 0;
  return days.map(day => {
    const shares = noShares();
    for (; next < spans.length; next++) {
      const span = spans[next];
      if (span === undefined || span.from >= day.until) break;
      shares[span.kind] += Math.max(0, Math.min(span.until, day.until) - Math.max(span.from, day.from));
      if (span.until > day.until) break;
    }
    return { day, shares };
  });
}

/** Adds up shares. */
export function totalShares(parts: readonly TimeShares[]): TimeShares {
  const total = noShares();
  for (const { operational, degraded, outage, maintenance, no_data } of parts) {
    total.operational += operational;
    total.degraded += degraded;
    total.outage += outage;
    total.maintenance += maintenance;
    total.no_data += no_data;
  }
  return total;
}

/**
 * The share of the watched time outside of maintenance in which the component answered rightly, slowly or not: 0 to 1.
 * null: nothing was watched.
 */
export function uptime({ operational, degraded, outage }: TimeShares): number | null {
  const answered = operational + degraded;
  const watched = answered + outage;
  return watched === 0 ? null : answered / watched;
}

function noShares(): Record<TimeKind, number> {
  return { operational: 0, degraded: 0, outage: 0, maintenance: 0, no_data: 0 };
}

function kindOf(state: ConfirmedState): TimeKind {
  return state === 'unknown' ? 'no_data' : state;
}

/** Whether ascending instants lie within ascending spans. */
function membership(spans: readonly Span[]): (instant: number) => boolean {
  let index = 0;
  return instant => {
    while (index < spans.length && (spans[index]?.until ?? 0) <= instant) index++;
    return (spans[index]?.from ?? Number.POSITIVE_INFINITY) <= instant;
  };
}

/** The state at ascending instants; before the first change it is what that change left. */
function stateReader(changes: readonly StateChange[]): (instant: number) => ConfirmedState {
  let index = 0;
  let state = changes[0]?.from ?? 'unknown';
  return instant => {
    for (
      let change = changes[index];
      change !== undefined && change.at <= instant;
      change = changes[++index]
    ) {
      state = change.to;
    }
    return state;
  };
}
