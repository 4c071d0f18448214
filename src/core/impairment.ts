import type { Reason } from './reason.ts';
import { clip, type Span, without } from './span.ts';
import { type Condition, compareSeverity } from './state.ts';
import type { Transition } from './transition.ts';
import type { ClassifiedSpan } from './uptime.ts';

/** One component out of order: from the first failing run to the first good one, silences between them included. */
export interface Impairment {
  /** Of the transition that began it. */
  readonly id: string;
  readonly server: string;
  readonly component: string;
  readonly from: number;
  /** null: it lasts. */
  readonly until: number | null;
  /** When it was confirmed, and when its end was (null: not yet). */
  readonly noticedAt: number;
  readonly closedAt: number | null;
  readonly severity: Condition;
  /** When it became as bad as that. */
  readonly worstFrom: number;
  /** Why, as of its worst moment. */
  readonly reason: Reason | null;
  /** What of it was watched and not maintenance, ascending. No jump of the clock adds to it. */
  readonly trouble: readonly Span[];
}

interface Draft {
  readonly first: Transition;
  readonly worstFrom: number;
  readonly severity: Condition;
  readonly reason: Reason | null;
  readonly end: Transition | null;
}

/**
 * The impairments of one component, oldest first; what lies wholly within maintenance is none. `spans` is what its time
 * counts as, from its first transition to `now`; `maintenance` is as `union` makes it.
 */
export function impairments(
  transitions: readonly Transition[],
  spans: readonly ClassifiedSpan[],
  maintenance: readonly Span[],
  now: number,
): readonly Impairment[] {
  const troubleIn = troubleReader(spans);
  return drafts(transitions).flatMap(draft => {
    const whole: Span = { from: draft.first.at, until: draft.end?.at ?? Math.max(now, draft.first.at + 1) };
    const visible = without(whole, maintenance);
    return visible.length === 0 ? [] : [finish(draft, visible, troubleIn(whole))];
  });
}

function drafts(transitions: readonly Transition[]): readonly Draft[] {
  const done: Draft[] = [];
  let open: Draft | null = null;
  for (const transition of transitions) {
    const next = continued(open, transition);
    if (next === null && open !== null) done.push({ ...open, end: transition });
    open = next;
  }
  return open === null ? done : [...done, open];
}

function continued(open: Draft | null, transition: Transition): Draft | null {
  const { to, at, reason } = transition;
  // A silence neither begins nor ends trouble.
  if (to === 'unknown') return open;
  if (to === 'operational') return null;
  if (open === null) return { first: transition, worstFrom: at, severity: to, reason, end: null };
  return compareSeverity(to, open.severity) > 0 ? { ...open, worstFrom: at, severity: to, reason } : open;
}

function finish(
  { first, worstFrom, severity, reason, end }: Draft,
  visible: readonly Span[],
  trouble: readonly Span[],
): Impairment {
  const from = visible[0]?.from ?? first.at;
  return {
    id: first.id,
    server: first.server,
    component: first.component,
    from,
    until: end === null ? null : (visible.at(-1)?.until ?? end.at),
    noticedAt: Math.max(first.confirmedAt, from),
    closedAt: end?.confirmedAt ?? null,
    severity,
    worstFrom: Math.max(worstFrom, from),
    reason,
    trouble,
  };
}

/** What of each of some ascending stretches of time was seen out of order. */
function troubleReader(spans: readonly ClassifiedSpan[]): (whole: Span) => readonly Span[] {
  let index = 0;
  return whole => {
    while ((spans[index]?.until ?? Number.POSITIVE_INFINITY) <= whole.from) index++;
    const trouble: Span[] = [];
    for (let next = index; next < spans.length; next++) {
      const span = spans[next];
      if (span === undefined || span.from >= whole.until) break;
      const part = span.kind === 'outage' || span.kind === 'degraded' ? clip(span, whole) : null;
      if (part !== null) trouble.push(part);
    }
    return trouble;
  };
}
