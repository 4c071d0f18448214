import type { Cancel, Clock } from '../core/clock.ts';
import { stableFraction } from './stable-fraction.ts';

/** Something that runs again and again. */
export interface Job {
  /** Identity, and the source of its place within the interval. */
  readonly key: string;
  readonly intervalMs: number;
  /** Runs once; it was due at a monotonic instant. Resolves to how soon to run again, in milliseconds; null: on schedule. Must not reject. */
  run(dueAt: number): Promise<number | null>;
  /** Tells of runs that were due and did not start. */
  miss(count: number): void;
}

/** Starts are gathered to ticks of this length: a process that wakes for several probes at once does each cheaper. */
const tickMs = 100;

/**
 * Within this time of being added every job has its first run, so that there is something to show soon; of more jobs than
 * milliseconds each has one of its own, since so many at once would only be late.
 */
const firstRunsWithinMs = 500;

/** Up to so many jobs have their first run at once: nothing would be gained by letting them wait. */
const fewJobs = 20;

/** The tick of a slot that is not due at all. */
const never = -1;

interface Slot {
  readonly job: Job;
  /** Monotonic instant of the next run. */
  dueAt: number;
  /** Monotonic instant of the run after that. */
  followingAt: number;
  /** The tick that serves the next run. An entry of another tick is left over, and means nothing. */
  tick: number;
  /** Whether the next run is one between two of the schedule. */
  isExtra: boolean;
  isRunning: boolean;
}

/**
 * Runs every job on its own interval. The instants form a grid in wall time that depends on nothing but the job's key
 * and interval, so that jobs spread over the interval and keep their places over restarts; once laid out, the grid is
 * followed in monotonic time and does not drift. A run that cannot start in its turn is missed, never made up for.
 */
export class Schedule {
  readonly #clock: Clock;
  readonly #slots = new Map<Job, Slot>();
  /** What is due, by tick: to serve it costs nothing for those that are not. */
  readonly #byTick = new Map<number, Slot[]>();
  /** No slot is due before this tick. */
  #firstTick = Infinity;
  #timer: Cancel | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(jobs: readonly Job[]): void {
    const withinMs = jobs.length > fewJobs ? Math.max(firstRunsWithinMs, jobs.length) : 0;
    for (const job of jobs) {
      const slot = this.#firstSlot(job, withinMs);
      this.#slots.set(job, slot);
      this.#place(slot);
    }
    this.#arm();
  }

  /** Forgets jobs. Runs that are under way are the jobs' own affair. */
  remove(jobs: Iterable<Job>): void {
    for (const job of jobs) {
      const slot = this.#slots.get(job);
      if (slot !== undefined) slot.tick = never;
      this.#slots.delete(job);
    }
    this.#arm();
  }

  /** Forgets every job. */
  stop(): void {
    this.remove(this.#slots.keys());
  }

  #firstSlot(job: Job, withinMs: number): Slot {
    const now = this.#clock.monotonic();
    const fraction = stableFraction(job.key);
    const dueAt = now + fraction * Math.min(withinMs, job.intervalMs);
    const untilGridMs = modulo(fraction * job.intervalMs - this.#clock.now(), job.intervalMs);
    // Two runs in quick succession would tell nothing new.
    const earliest = dueAt + job.intervalMs / 2;
    const skipped = Math.max(0, Math.ceil((earliest - now - untilGridMs) / job.intervalMs));
    const followingAt = now + untilGridMs + skipped * job.intervalMs;
    return { job, dueAt, followingAt, tick: never, isExtra: false, isRunning: false };
  }

  #place(slot: Slot): void {
    const now = this.#clock.monotonic();
    // What is due now does not wait for a tick to come.
    slot.tick = slot.dueAt <= now ? Math.floor(now / tickMs) : Math.ceil(slot.dueAt / tickMs);
    const others = this.#byTick.get(slot.tick);
    if (others === undefined) this.#byTick.set(slot.tick, [slot]);
    else others.push(slot);
    this.#firstTick = Math.min(this.#firstTick, slot.tick);
  }

  #arm(): void {
    this.#timer?.();
    this.#timer = null;
    if (this.#slots.size === 0) {
      this.#byTick.clear();
      this.#firstTick = Infinity;
      return;
    }
    while (!this.#byTick.has(this.#firstTick)) this.#firstTick += 1;
    const waitMs = this.#firstTick * tickMs - this.#clock.monotonic();
    this.#timer = this.#clock.after(Math.max(0, waitMs), () => this.#tick());
  }

  #tick(): void {
    const now = this.#clock.monotonic();
    for (const lastTick = Math.floor(now / tickMs); this.#firstTick <= lastTick; this.#firstTick += 1) {
      const slots = this.#byTick.get(this.#firstTick) ?? [];
      this.#byTick.delete(this.#firstTick);
      slots.sort((one, other) => one.dueAt - other.dueAt);
      for (const slot of slots) if (slot.tick === this.#firstTick) this.#serve(slot, now);
    }
    this.#arm();
  }

  #serve(slot: Slot, now: number): void {
    const { job } = slot;
    slot.isExtra = false;
    if (now >= slot.followingAt) {
      const furtherMissed = Math.floor((now - slot.followingAt) / job.intervalMs) + 1;
      job.miss(1 + furtherMissed);
      slot.dueAt = slot.followingAt + furtherMissed * job.intervalMs;
    } else {
      if (slot.isRunning) job.miss(1);
      else void this.#run(slot, slot.dueAt);
      slot.dueAt = slot.followingAt;
    }
    slot.followingAt = slot.dueAt + job.intervalMs;
    this.#place(slot);
  }

  async #run(slot: Slot, dueAt: number): Promise<void> {
    slot.isRunning = true;
    const againAfterMs = await slot.job.run(dueAt);
    slot.isRunning = false;
    if (againAfterMs !== null) this.#hasten(slot, againAfterMs);
  }

  /** One run between two of the schedule, unless the next of those comes nearly as soon. */
  #hasten(slot: Slot, delayMs: number): void {
    const at = this.#clock.monotonic() + delayMs;
    if (slot.tick === never || slot.isExtra || slot.dueAt - at < delayMs / 2) return;
    slot.followingAt = slot.dueAt;
    slot.dueAt = at;
    slot.isExtra = true;
    this.#place(slot);
    this.#arm();
  }
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
