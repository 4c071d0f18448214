import type { Cancel, Clock } from '../core/clock.ts';
import { Chain, type Linked } from './chain.ts';

/** From here on a pause of our own spoils what was measured meanwhile. Milliseconds. */
const noticedStallMs = 1000;

/** How often the clock is looked at while anything runs. Milliseconds. */
const beatMs = 500;

/** A run that counts down to its deadline. */
export interface Countdown extends Linked<Countdown> {
  /** Its start, epoch milliseconds. */
  readonly at: number;
  /** The same, monotonic. */
  readonly startedAt: number;
  /** Its deadline, monotonic. */
  readonly endsAt: number;
  /** The longest pause of our own since its start, in milliseconds; 0: none worth noticing. */
  stalledMs: number;
  /** Called once, at the deadline. */
  onDeadline(): void;
}

/**
 * Counts down to the deadlines of all runs, and notices when the process itself stood still on the way: a timer that is
 * served late (a blocked event loop), or wall time that ran ahead of monotonic time (a suspended machine). One timer does
 * for all of them: nearly every run is over long before it is served.
 */
export class Countdowns {
  readonly #clock: Clock;
  readonly #running = new Chain<Countdown>();
  /** Monotonic instant of the next look at the clock. */
  #nextLookAt = Infinity;
  #cancel: Cancel = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(countdown: Countdown): void {
    const { startedAt, endsAt } = countdown;
    this.#running.add(countdown);
    this.#lookBy(Math.min(startedAt + beatMs, endsAt), startedAt);
  }

  /** Calls a countdown off at a monotonic instant, which is now. */
  stop(countdown: Countdown, now: number): void {
    this.#look(countdown, now, this.#clock.now());
    this.#running.delete(countdown);
    if (this.#running.first === null) this.#rest();
  }

  /** An earlier look stays, also one that is overdue: how late it is tells how long we stood still. */
  #lookBy(instant: number, now: number): void {
    if (instant >= this.#nextLookAt) return;
    this.#cancel();
    this.#nextLookAt = instant;
    this.#cancel = this.#clock.after(Math.max(0, instant - now), () => this.#lookAtAll());
  }

  #lookAtAll(): void {
    const [now, wall] = [this.#clock.monotonic(), this.#clock.now()];
    const ended: Countdown[] = [];
    let nextLookAt = now + beatMs;
    for (let countdown = this.#running.first; countdown !== null; countdown = countdown.next) {
      this.#look(countdown, now, wall);
      if (countdown.endsAt <= now) ended.push(countdown);
      else nextLookAt = Math.min(nextLookAt, countdown.endsAt);
    }
    for (const countdown of ended) this.#running.delete(countdown);
    this.#rest();
    if (this.#running.first !== null) this.#lookBy(nextLookAt, now);
    for (const countdown of ended) countdown.onDeadline();
  }

  #look(countdown: Countdown, now: number, wall: number): void {
    const lateMs = now - Math.max(this.#nextLookAt, countdown.startedAt);
    const aheadMs = wall - countdown.at - (now - countdown.startedAt);
    const stalledMs = Math.max(lateMs, aheadMs);
    if (stalledMs > noticedStallMs) countdown.stalledMs = Math.max(countdown.stalledMs, stalledMs);
  }

  #rest(): void {
    this.#cancel();
    this.#nextLookAt = Infinity;
  }
}
