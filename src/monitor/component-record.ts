import { type Component, staleAfterIntervals } from '../core/component.ts';
import { isUp, type Result } from '../core/result.ts';
import type { ComponentSnapshot, RunCounts } from '../core/snapshot.ts';
import type { CurrentState } from '../core/state-keeper.ts';
import type { Cause } from '../core/verdict.ts';
import { countRun, noRuns } from './run-counts.ts';

/** A result that is worth a line in the log. */
export type Change =
  | { readonly kind: 'down'; readonly cause: Cause }
  /** Milliseconds from the first failed run to this one. */
  | { readonly kind: 'up'; readonly outageMs: number };

/** One for all: nearly every component has none. */
const noFailures: readonly Result[] = [];

/** What is known of one component: the only state of it that the monitor keeps. */
export class ComponentRecord {
  #counts: RunCounts;
  #failures: readonly Result[];
  #last: Result | null = null;
  /** Monotonic instant of `last`. */
  #lastAt = -Infinity;
  /** Start of the first failed run of those since the last success; epoch milliseconds. */
  #downSince: number | null = null;
  #state: CurrentState | null = null;
  #fresh: ComponentSnapshot | null = null;
  #stale: ComponentSnapshot | null = null;

  /** A component whose definition changed goes on counting, but its last result was the old definition's. */
  constructor(former?: ComponentRecord) {
    this.#counts = former === undefined ? noRuns : former.#counts;
    this.#failures = former === undefined ? noFailures : former.#failures;
  }

  /** Takes a result in, as evidence. `at` is the monotonic present; `keep` bounds the failures. */
  add(result: Result, at: number, keep: number): Change | null {
    this.#last = result;
    this.#lastAt = at;
    this.#counts = countRun(this.#counts, result);
    if (isUp(result) === false) this.#failures = [result, ...this.#failures].slice(0, keep);
    this.forgetViews();
    return this.#change(result);
  }

  miss(count: number): void {
    this.#counts = { ...this.#counts, missed: this.#counts.missed + count };
    this.forgetViews();
  }

  /** The last result as evidence; null before the first. */
  get last(): Result | null {
    return this.#last;
  }

  /** Monotonic instant of the last result; -Infinity before the first. */
  get lastAt(): number {
    return this.#lastAt;
  }

  get isDown(): boolean {
    return this.#downSince !== null;
  }

  /** What outputs may show at a monotonic instant. The same object for as long as nothing changes. */
  view(component: Component, at: number, isOffline: boolean, state: CurrentState | null): ComponentSnapshot {
    if (state !== this.#state) this.forgetViews();
    this.#state = state;
    const isStale = at - this.#lastAt > staleAfterIntervals * component.intervalMs;
    if (isOffline || isStale) {
      this.#stale ??= this.#snapshot(component, null);
      return this.#stale;
    }
    this.#fresh ??= this.#snapshot(component, this.#last && (isUp(this.#last) === null ? null : this.#last));
    return this.#fresh;
  }

  /** Makes new snapshots from now on: something that they show is different. */
  forgetViews(): void {
    this.#fresh = null;
    this.#stale = null;
  }

  #snapshot(component: Component, current: Result | null): ComponentSnapshot {
    return {
      component,
      current,
      last: this.#last,
      state: this.#state,
      failures: this.#failures,
      counts: this.#counts,
    };
  }

  #change(result: Result): Change | null {
    const up = isUp(result);
    const { cause } = result.verdict;
    if (up === false && cause !== undefined && this.#downSince === null) {
      this.#downSince = result.at;
      return { kind: 'down', cause };
    }
    if (up === true && this.#downSince !== null) {
      const outageMs = result.at - this.#downSince;
      this.#downSince = null;
      return { kind: 'up', outageMs };
    }
    return null;
  }
}
