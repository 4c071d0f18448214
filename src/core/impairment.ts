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

/** What a component was from one change to the next. */
interface Step {
  readonly severity: Condition;
  readonly from: number;
  readonly reason: Reason | null;
}

interface Draft {
  readonly first: Transition;
  /** One after the other, silences left out. */
  readonly steps: Step[];
  readonly end: Transition | null;
}

/**
 * The impairments of one component, oldest first; what lies wholly within maintenance is none, and makes none worse.
 * `spans` is what its time counts as, from its first transition to `now`; `maintenance` is as `union` makes it.
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
    const worst = worstOf(draft.steps, whole.until, maintenance);
    return worst === null ? [] : [finish(draft, visible, worst, troubleIn(whole))];
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
  const draft = open ?? { first: transition, steps: [], end: null };
  draft.steps.push({ severity: to, from: at, reason });
  return draft;
}

/** The first of the worst, as far as it lies outside of maintenance; null: nothing does. */
function worstOf(steps: readonly Step[], end: number, maintenance: readonly Span[]): Step | null {
  let worst: Step | null = null;
  for (const [index, step] of steps.entries()) {
    const [seen] = without({ from: step.from, until: steps[index + 1]?.from ?? end }, maintenance);
    if (seen === undefined) continue;
    if (worst === null || compareSeverity(step.severity, worst.severity) > 0)
      worst = { ...step, from: seen.from };
  }
  return worst;
}

function finish(
  { first, end }: Draft,
  visible: readonly Span[],
  { severity, from: worstFrom, reason }: Step,
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
    worstFrom,
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
