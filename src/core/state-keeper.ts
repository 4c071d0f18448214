import type { Component } from './component.ts';
import type { HistoryHealth } from './history-health.ts';
import type { Result } from './result.ts';
import type { ConfirmedState, State } from './state.ts';
import type { Status } from './status.ts';

/** The state of a component now. */
export interface CurrentState {
  /** What is shown. */
  readonly state: State;
  /** What the probes established, whatever maintenance covers. */
  readonly confirmed: ConfirmedState;
  /** Since when `state` holds, epoch milliseconds. */
  readonly since: number;
  readonly underMaintenance: boolean;
}

/** Turns results into states and remembers them: all that the monitor knows of the history. */
export interface StateKeeper {
  /** Takes in a finished run. Returns how soon to probe again, in milliseconds; null: on schedule. */
  observe(component: Component, result: Result): number | null;
  /** The same object for as long as nothing changes; null: of a component that is not watched. */
  stateOf(component: Component): CurrentState | null;
  /** Everything that follows from the history. Takes a while: only for those who ask. */
  status(): Status;
  health(): HistoryHealth;
}
