import type { Cancel, Clock } from '../core/clock.ts';
import { stableFraction } from './stable-fraction.ts';

/** Something that runs again and again. */
export interface Job {
  /** Identity, and the source of its place within the interval. */
  readonly key: string;
  readonly intervalMs: number;
  /** Whether a run that began has not ended yet. */
  readonly isRunning: boolean;
  /** Begins a run that was due at a monotonic instant. Once it has ended, {@link Schedule.hasten} may ask for another. */
  run(dueAt: number): void;
  /** Tells of runs that were due and did not start. */
  miss(count: number): void;
}

/**
 * How long a tick is, in milliseconds. Starts are gathered to ticks, since a process that wakes for several probes at once
 * does each of them cheaper. What runs often has finer ones, so that it spreads over its interval all the same.
 */
const tickMs = { coarse: 250, fine: 125 } as const;

/** Intervals of this and more keep to the coarse ticks. Milliseconds. */
const coarseFromMs = 2000;

/**
 * Within this time of being added every job has its first run, so that there is something to show soon. Where there are
 * more jobs than milliseconds in it, it is a millisecond for each: so many at once would only be late.
 */
const firstRunsWithinMs = 500;

/** Up to so many jobs have their first run at once: nothing would be gained by letting them wait. */
const fewJobs = 20;

/** The tick of a slot that is not due at all. */
const never = -1;

interface Slot {
  readonly job: Job;
  /** When the next run is planned. */
  dueAt: number;
  /** The next instant of the grid after that, which may lie between two ticks. */
  followingAt: number;
  /** The tick that serves the next run. An entry of another tick is left over, and means nothing. */
  tickAt: number;
  /** Whether the next run is one between two of the grid. */
  isExtra: boolean;
}

/**
 * Runs every job on its own interval. The instants form a grid in wall time that depends on nothing but the job's key
 * and interval, so that jobs spread over the interval and keep their places over restarts; once laid out, the grid is
 * followed in monotonic time and does not drift. A run is planned for the first tick from its instant on, and those of the
 * usual intervals, whole seconds, always for the same. A run that cannot start in its turn is missed, never made up for.
 */
export class Schedule {
  readonly #clock: Clock;
  /** All instants in here are monotonic ones, and this later: wall time, for as long as nobody sets the clock. */
  readonly #wallOffsetMs: number;
  readonly #slots = new Map<Job, Slot>();
  /** What is due, by tick: to serve it costs nothing for those that are not. */
  readonly #byTick = new Map<number, Slot[]>();
  /** No slot is due before this tick. */
  #firstTickAt = Infinity;
  #timer: Cancel | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wallOffsetMs = clock.now() - clock.monotonic();
  }

  add(jobs: readonly Job[]): void {
    const now = this.#now();
    const withinMs = jobs.length > fewJobs ? Math.max(firstRunsWithinMs, jobs.length) : 0;
    for (const job of jobs) {
      const slot = firstSlot(job, now, withinMs);
      this.#slots.set(job, slot);
      this.#place(slot);
    }
    this.#arm();
  }

  /** One run between two of the grid, `delayMs` milliseconds from now, unless the next of those comes nearly as soon. */
  hasten(job: Job, delayMs: number): void {
    const slot = this.#slots.get(job);
    const at = tickFrom(this.#now() + delayMs, delayMs);
    if (slot === undefined || slot.isExtra || at >= slot.dueAt || slot.dueAt - at < delayMs / 2) return;
    slot.followingAt -= job.intervalMs;
    slot.dueAt = at;
    slot.isExtra = true;
    this.#place(slot);
    this.#arm();
  }

  /** Forgets jobs. Runs that are under way are the jobs' own affair. */
  remove(jobs: Iterable<Job>): void {
    for (const job of jobs) {
      const slot = this.#slots.get(job);
      if (slot !== undefined) slot.tickAt = never;
      this.#slots.delete(job);
    }
    this.#arm();
  }

  /** Forgets every job. */
  stop(): void {
    this.remove(this.#slots.keys());
  }

  #now(): number {
    return this.#clock.monotonic() + this.#wallOffsetMs;
  }

  #place(slot: Slot): void {
    // What is due at once, between two ticks, does not wait for the next.
    slot.tickAt = Math.floor(slot.dueAt / tickMs.fine) * tickMs.fine;
    const others = this.#byTick.get(slot.tickAt);
    if (others === undefined) this.#byTick.set(slot.tickAt, [slot]);
    else others.push(slot);
    this.#firstTickAt = Math.min(this.#firstTickAt, slot.tickAt);
  }

  #arm(): void {
    this.#timer?.();
    this.#timer = null;
    if (this.#slots.size === 0) {
      this.#byTick.clear();
      this.#firstTickAt = Infinity;
      return;
    }
    while (!this.#byTick.has(this.#firstTickAt)) this.#firstTickAt += tickMs.fine;
    const waitMs = this.#firstTickAt - this.#now();
    this.#timer = this.#clock.after(Math.max(0, waitMs), () => this.#tick());
  }

  #tick(): void {
    // Sums of so large numbers are rounded: it must not seem to be too early.
    const now = Math.max(this.#now(), this.#firstTickAt);
    for (; this.#firstTickAt <= now; this.#firstTickAt += tickMs.fine) {
      const slots = this.#byTick.get(this.#firstTickAt) ?? [];
      this.#byTick.delete(this.#firstTickAt);
      for (const slot of slots) if (slot.tickAt === this.#firstTickAt) this.#serve(slot, now);
    }
    this.#arm();
  }

  #serve(slot: Slot, now: number): void {
    const { job } = slot;
    slot.isExtra = false;
    if (now >= tickFrom(slot.followingAt, job.intervalMs)) {
      const furtherMissed = Math.floor((now - slot.followingAt) / job.intervalMs) + 1;
      job.miss(1 + furtherMissed);
      slot.followingAt += furtherMissed * job.intervalMs;
    } else if (job.isRunning) job.miss(1);
    else job.run(slot.dueAt - this.#wallOffsetMs);
    slot.dueAt = tickFrom(slot.followingAt, job.intervalMs);
    slot.followingAt += job.intervalMs;
    this.#place(slot);
  }
}

/** The slot of a job that has its first run within so many milliseconds, and then begins to follow its grid. */
function firstSlot(job: Job, now: number, withinMs: number): Slot {
  const { key, intervalMs } = job;
  const fraction = stableFraction(key);
  const spanMs = Math.min(withinMs, intervalMs);
  const dueAt = spanMs === 0 ? now : tickFrom(now + fraction * spanMs, spanMs);
  const place = Math.floor(fraction * intervalMs);
  // Two runs in quick succession would tell nothing new.
  const intervals = Math.ceil((dueAt + intervalMs / 2 - place) / intervalMs);
  const followingAt = place + intervals * intervalMs;
  return { job, dueAt, followingAt, tickAt: never, isExtra: false };
}

/** The first tick from an instant on, for what comes again within `spanMs` milliseconds. */
function tickFrom(at: number, spanMs: number): number {
  const grainMs = spanMs < coarseFromMs ? tickMs.fine : tickMs.coarse;
  return Math.ceil(at / grainMs) * grainMs;
}
