import type { Reason } from './reason.ts';
import { type Span, without } from './span.ts';
import { type Condition, compareSeverity } from './state.ts';
import type { Transition } from './transition.ts';
import { type ComponentHistory, classify } from './uptime.ts';

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
  /** Why, as of its worst moment. */
  readonly reason: Reason | null;
  /** How much of it was watched and not maintenance, in milliseconds. No jump of the clock adds to it. */
  readonly troubleMs: number;
}

interface Draft {
  readonly first: Transition;
  readonly severity: Condition;
  readonly reason: Reason | null;
  readonly end: Transition | null;
}

/** The impairments of one component, oldest first; what lies wholly within maintenance is none. */
export function impairments(
  transitions: readonly Transition[],
  history: Omit<ComponentHistory, 'changes'>,
  now: number,
): readonly Impairment[] {
  return drafts(transitions).flatMap(draft => finish(draft, { ...history, changes: transitions }, now) ?? []);
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
  const { to, reason } = transition;
  // A silence neither begins nor ends trouble.
  if (to === 'unknown') return open;
  if (to === 'operational') return null;
  if (open === null) return { first: transition, severity: to, reason, end: null };
  return compareSeverity(to, open.severity) > 0 ? { ...open, severity: to, reason } : open;
}

function finish(
  { first, severity, reason, end }: Draft,
  history: ComponentHistory,
  now: number,
): Impairment | null {
  const whole: Span = { from: first.at, until: end?.at ?? Math.max(now, first.at + 1) };
  const visible = without(whole, history.maintenance);
  const from = visible[0]?.from;
  if (from === undefined) return null;
  return {
    id: first.id,
    server: first.server,
    component: first.component,
    from,
    until: end === null ? null : (visible.at(-1)?.until ?? end.at),
    noticedAt: Math.max(first.confirmedAt, from),
    closedAt: end?.confirmedAt ?? null,
    severity,
    reason,
    troubleMs: troubleWithin(history, whole),
  };
}

function troubleWithin(history: ComponentHistory, whole: Span): number {
  let total = 0;
  for (const { kind, from, until } of classify(history, whole)) {
    if (kind === 'outage' || kind === 'degraded') total += until - from;
  }
  return total;
}
