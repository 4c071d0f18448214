import type { Cancel, Clock } from '../core/clock.ts';

/** From here on a pause of our own spoils what was measured meanwhile. Milliseconds. */
export const noticedStallMs = 1000;

/** How often a running countdown looks at the clock. Milliseconds. */
const beatMs = 500;

/**
 * Counts down to the deadline of one run, and notices when the process itself stood still on the way: a timer that
 * is served late (a blocked event loop), or wall time that ran ahead of monotonic time (a suspended machine).
 */
export class Countdown {
  readonly #clock: Clock;
  readonly #endsAt: number;
  readonly #onEnd: () => void;
  readonly #skew: number;
  #nextBeatAt: number;
  #stalledMs = 0;
  #cancel: Cancel = () => {};

  /** Calls `onEnd` once, `limitMs` milliseconds from now, unless stopped before. */
  constructor(clock: Clock, limitMs: number, onEnd: () => void) {
    this.#clock = clock;
    this.#nextBeatAt = clock.monotonic();
    this.#endsAt = this.#nextBeatAt + limitMs;
    this.#onEnd = onEnd;
    this.#skew = clock.now() - this.#nextBeatAt;
    this.#arm();
  }

  /** Calls the countdown off. Returns the longest pause of our own meanwhile in milliseconds; 0: none worth noticing. */
  stop(): number {
    this.#cancel();
    this.#look();
    return this.#stalledMs;
  }

  #arm(): void {
    const now = this.#clock.monotonic();
    this.#nextBeatAt = Math.min(now + beatMs, Math.max(this.#endsAt, now));
    this.#cancel = this.#clock.after(this.#nextBeatAt - now, () => {
      this.#look();
      if (this.#clock.monotonic() >= this.#endsAt) this.#onEnd();
      else this.#arm();
    });
  }

  #look(): void {
    const now = this.#clock.monotonic();
    const lateMs = now - this.#nextBeatAt;
    const aheadMs = this.#clock.now() - now - this.#skew;
    const stalledMs = Math.max(lateMs, aheadMs);
    if (stalledMs > noticedStallMs) this.#stalledMs = Math.max(this.#stalledMs, stalledMs);
  }
}
