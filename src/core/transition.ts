import type { Reason } from './reason.ts';
import { shortHash } from './short-hash.ts';
import type { Condition, ConfirmedState } from './state.ts';

/** One change of the confirmed state. Instants are epoch milliseconds. */
export interface StateChange {
  readonly from: ConfirmedState;
  readonly to: ConfirmedState;
  /** When it happened: the first run that said so, which is known only afterwards. Never after `confirmedAt`. */
  readonly at: number;
  readonly confirmedAt: number;
  /** Why the component left `operational`; null for the better, and when nothing is known. */
  readonly reason: Reason | null;
}

/** A change of state of one component: what the history stores. */
export interface Transition extends StateChange {
  /**
   * The same for ever, whatever becomes of the labels of time. Made of the server, the component, the new state and the
   * instant as it was first recorded.
   */
  readonly id: string;
  readonly server: string;
  readonly component: string;
}

/** Gives a change its owner and its identity. */
export function toTransition(
  owner: Pick<Transition, 'server' | 'component'>,
  change: StateChange,
): Transition {
  const { server, component } = owner;
  const { from, to, at, confirmedAt, reason } = change;
  const id = shortHash([server, component, to, at, confirmedAt].join(' '));
  return { id, server, component, from, to, at, confirmedAt, reason };
}

/** The last thing that was known of the component; `unknown` hides it without undoing it. */
export function knownCondition({ from, to }: StateChange): Condition {
  if (to !== 'unknown') return to;
  return from === 'unknown' ? 'operational' : from;
}
