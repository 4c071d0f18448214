import type { Cancel, Clock } from '../core/clock.ts';
import { FairLine, type Group } from './fair-line.ts';

export interface StartLimits {
  /** Tasks that run at once. Most of them wait for a target that is slow, which costs a socket and little else. */
  readonly running: number;
  /** Tasks of one group that run at once: what hangs in one group leaves room for the others. */
  readonly runningPerGroup: number;
}

const defaultLimits: StartLimits = { running: 1024, runningPerGroup: 32 };

/** Least time between two starts unless a task ends before. Milliseconds. */
const gapMs = 1;

/** A process with less time to spare than this since the last start is busy. Milliseconds. */
const spareMs = 0.1;

/** When nothing ends for so long, something else keeps the process busy, and to wait for an end would gain nothing. Milliseconds. */
const patienceMs = 4;

/** For each of so many tasks that wait, one more is started at a time. */
const waitingPerExtraStart = 8;

/** For each of so many tasks that wait, one more may run while the process is busy, up to {@link mostWhileBusy}. */
const waitingPerExtraRun = 16;
const mostWhileBusy = 8;

/** Something that waits for its turn. Nothing is made for its run until then, since hundreds may wait. */
export interface Task {
  /** From {@link StartQueue.group}. */
  readonly group: TaskGroup;
  /** Its turn has come. Resolves once it is over, at once if nobody wants it any more. Must not reject. */
  begin(): Promise<void>;
}

/** Tasks of which none is to hold up those of another group. */
export type TaskGroup = Group<Task>;

/**
 * Starts tasks one by one, so that none measures the start of its neighbours, and never too many at once: the next when
 * one has ended, or a few after a moment, since some wait long for their targets. While the tasks keep the process busy it
 * starts none but in the place of another: more at once would only make each of them slower. The more tasks wait, the more
 * of them it starts at a time, and lets run while the process is busy.
 */
export class StartQueue {
  readonly #clock: Clock;
  readonly #limits: StartLimits;
  readonly #line: FairLine<Task>;
  #running = 0;
  /** Monotonic instant before which there is no start. */
  #shutUntil = -Infinity;
  #startedAt = -Infinity;
  #idleAtStart = -Infinity;
  #timer: Cancel | null = null;

  constructor(clock: Clock, limits: Partial<StartLimits> = {}) {
    this.#clock = clock;
    this.#limits = { ...defaultLimits, ...limits };
    this.#line = new FairLine(this.#limits.runningPerGroup);
  }

  /** Tasks that run, and tasks whose turn has not come. */
  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running, waiting: this.#line.length };
  }

  /** The group of a name. */
  group(name: string): TaskGroup {
    return this.#line.group(name);
  }

  /** Forgets every group but those of some names. */
  keep(names: Iterable<string>): void {
    this.#line.keep(names);
  }

  /** Begins a task when its turn comes. */
  add(task: Task): void {
    this.#line.join(task.group, task);
    if (this.#timer === null) this.#startNext(1);
  }

  #startNext(starts: number): void {
    if (this.#line.length === 0) return;
    const shutMs = this.#shutUntil - this.#clock.monotonic();
    if (shutMs > 0) return this.#lookAgain(shutMs);
    const room = this.#room();
    for (let started = 0; started < Math.min(starts, room); started += 1) {
      // Whose turn it is has to wait for one of their own group to end.
      if (!this.#startOne()) return;
    }
    if (this.#line.length > 0 && this.#running < this.#limits.running) this.#lookAgain(gapMs);
  }

  /** Returns whether there was one whose turn it is. */
  #startOne(): boolean {
    const task = this.#line.take();
    if (task === undefined) return false;
    this.#running += 1;
    this.#startedAt = this.#clock.monotonic();
    this.#shutUntil = this.#startedAt + gapMs;
    this.#idleAtStart = this.#clock.idle();
    void this.#run(task);
    return true;
  }

  async #run(task: Task): Promise<void> {
    await task.begin();
    this.#release(task.group);
  }

  /** How many more may run. */
  #room(): number {
    const left = this.#limits.running - this.#running;
    if (this.#clock.idle() - this.#idleAtStart >= spareMs) return left;
    const atOnce = Math.min(1 + Math.floor(this.#line.length / waitingPerExtraRun), mostWhileBusy);
    const isInVain = this.#clock.monotonic() - this.#startedAt >= patienceMs;
    return Math.min(isInVain ? atOnce : atOnce - this.#running, left);
  }

  /** A look that comes sooner does, and then looks again: to call off a timer for each start would cost more. */
  #lookAgain(delayMs: number): void {
    this.#timer ??= this.#clock.after(delayMs, () => {
      this.#timer = null;
      this.#startNext(1 + Math.floor(this.#line.length / waitingPerExtraStart));
    });
  }

  #release(group: TaskGroup): void {
    this.#running -= 1;
    this.#line.release(group);
    this.#shutUntil = -Infinity;
    this.#startNext(1);
    if (this.#line.length === 0) this.#rest();
  }

  #rest(): void {
    this.#timer?.();
    this.#timer = null;
  }
}
