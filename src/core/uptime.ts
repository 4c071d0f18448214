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
  const inside = (instant: number): boolean => instant > range.from && instant < range.until;
  const edges = [...watched, ...maintenance].flatMap(({ from, until }) => [from, until]);
  const marks = [
    range.from,
    ...[...edges, ...history.changes.map(({ at }) => at)].filter(inside),
    range.until,
  ];
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

/** The shares of each day up to `now`. `days` are ascending, as `calendarDays` makes them. */
export function dayBars(
  history: ComponentHistory,
  days: readonly CalendarDay[],
  now: number,
): readonly DayBar[] {
  const from = days[0]?.from ?? now;
  const spans = classify(history, { from, until: Math.max(from, Math.min(now, days.at(-1)?.until ?? now)) });
  let next = 0;
  return days.map(day => {
    const shares = { ...nothing };
    for (; next < spans.length; next++) {
      const span = spans[next];
      if (span === undefined || span.from >= day.until) break;
      shares[span.kind] += Math.min(span.until, day.until) - Math.max(span.from, day.from);
      if (span.until > day.until) break;
    }
    return { day, shares };
  });
}

/** Adds up shares. */
export function totalShares(parts: readonly TimeShares[]): TimeShares {
  const total = { ...nothing };
  for (const part of parts) {
    for (const kind of timeKinds) total[kind] += part[kind];
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

const nothing: Record<TimeKind, number> = {
  operational: 0,
  degraded: 0,
  outage: 0,
  maintenance: 0,
  no_data: 0,
};

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
