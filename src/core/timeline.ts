import type { Clock } from './clock.ts';

/** A clock that was set, or a machine that slept. Both instants are labels of the same moment, epoch milliseconds. */
export interface ClockJump {
  readonly before: number;
  readonly after: number;
}

/** A deviation below this is no jump. Milliseconds. */
export const jumpToleranceMs = 2000;

/**
 * Labels for moments: wall time at the start, then the monotonic clock, so that differences are true durations.
 * {@link follow} is the only place where the labels jump.
 */
export class Timeline {
  readonly #clock: Clock;
  #origin: number;
  #jumpedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#origin = clock.now() - clock.monotonic();
  }

  /** Epoch milliseconds. */
  now(): number {
    return Math.round(this.#origin + this.#clock.monotonic());
  }

  /**
   * The label of a moment at least `elapsedMs` milliseconds ago, which the wall clock called `wall`: the same, unless the
   * clock was set since.
   */
  labelOf(wall: number, elapsedMs: number): number {
    const latest = this.now() - elapsedMs;
    const isSame = wall >= this.#jumpedAt && wall <= latest + jumpToleranceMs;
    return Math.round(Math.min(isSame ? wall : latest, this.now()));
  }

  /** Follows the wall clock if it went elsewhere; null: it did not. */
  follow(): ClockJump | null {
    const before = this.now();
    const after = Math.round(this.#clock.now());
    if (Math.abs(after - before) <= jumpToleranceMs) return null;
    this.#origin += after - before;
    this.#jumpedAt = after;
    return { before, after };
  }
}
