import type { Cancel, Clock } from '../../src/core/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that only moves when a test says so. */
export class FakeClock implements Clock {
  /** Whether time that passes is time in which the process has something to do. */
  isBusy = false;
  #idle = 0;
  #wall: number;
  #monotonic = 0;
  readonly #timers = new Set<Timer>();

  /** `startsAt` is epoch milliseconds. */
  constructor(startsAt = 1_795_316_640_000) {
    this.#wall = startsAt;
  }

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  idle(): number {
    return this.#idle;
  }

  after(delayMs: number, callback: () => void): Cancel {
    const timer = { at: this.#monotonic + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets time pass: each callback runs at its own instant, in order, and what it sets off settles before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    await settled();
    for (let timer = this.#next(end); timer !== undefined; timer = this.#next(end)) {
      this.#move(Math.max(0, timer.at - this.#monotonic));
      this.#timers.delete(timer);
      timer.callback();
      await settled();
    }
    this.#move(Math.max(0, end - this.#monotonic));
  }

  /** Lets time pass while the process stands still: no callback runs, and those that are due run late. */
  stall(ms: number): void {
    this.#move(ms);
  }

  /** Sets the wall clock ahead (or back), as a suspended machine or NTP does. Monotonic time stays. */
  jump(ms: number): void {
    this.#wall += ms;
  }

  #move(ms: number): void {
    if (!this.isBusy) this.#idle += ms;
    this.#monotonic += ms;
    this.#wall += ms;
  }

  #next(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  }
}

/** Resolves once every promise that can settle without time passing has done so. */
export function settled(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve);
  });
}
