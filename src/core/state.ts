import type { Verdict } from './verdict.ts';

/** What is said of a component. The words are Statuspage's where it has them. */
export const states = ['operational', 'degraded', 'outage', 'maintenance', 'unknown'] as const;

export type State = (typeof states)[number];

/** What a component can be known to be, from harmless to worst: the order of severity. */
export const conditions = ['operational', 'degraded', 'outage'] as const;

export type Condition = (typeof conditions)[number];

/** What probing alone can establish. Maintenance is announced, never probed: it overlays this for display. */
export type ConfirmedState = Condition | 'unknown';

/** Every value of {@link ConfirmedState}. */
export const confirmedStates: readonly ConfirmedState[] = [...conditions, 'unknown'];

/** Negative, zero or positive as `a` is less severe than, equal to or more severe than `b`. */
export function compareSeverity(a: Condition, b: Condition): number {
  return conditions.indexOf(a) - conditions.indexOf(b);
}

/** The more severe of two conditions. */
export function worse(a: Condition, b: Condition): Condition {
  return compareSeverity(a, b) >= 0 ? a : b;
}

/** What one judged run says on its own; null when it says nothing about the target. */
export function conditionOf(result: Verdict['result']): Condition | null {
  switch (result) {
    case 'pass':
      return 'operational';
    case 'warn':
      return 'degraded';
    case 'fail':
      return 'outage';
    case 'void':
      return null;
    default:
      return result satisfies never;
  }
}

/** What people see: an announced maintenance covers whatever the probes found. */
export function displayedState(confirmed: ConfirmedState, underMaintenance: boolean): State {
  return underMaintenance ? 'maintenance' : confirmed;
}
