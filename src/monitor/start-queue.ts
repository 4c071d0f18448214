import type { Cancel, Clock } from '../core/clock.ts';

export interface StartLimits {
  /** Tasks that run at once. */
  readonly running: number;
  /** Tasks of one group that run at once: what hangs in one group leaves room for the others. */
  readonly runningPerGroup: number;
  /** Least time between two starts, in milliseconds, unless a task ends before. */
  readonly gapMs: number;
}

const defaultLimits: StartLimits = { running: 128, runningPerGroup: 32, gapMs: 1 };

interface Group {
  readonly waiting: (() => void)[];
  running: number;
}

/**
 * Starts tasks one by one, so that none measures the start of its neighbours, and never too many at once. Among the
 * groups that wait the one with the fewest running tasks comes first, and within a group the one that came first.
 */
export class StartQueue {
  readonly #clock: Clock;
  readonly #limits: StartLimits;
  readonly #groups = new Map<string, Group>();
  #running = 0;
  #gap: Cancel | null = null;

  constructor(clock: Clock, limits: Partial<StartLimits> = {}) {
    this.#clock = clock;
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Runs a task when its turn comes. null: the signal aborted before that. */
  run<T>(groupName: string, signal: AbortSignal, task: () => Promise<T>): Promise<T | null> {
    if (signal.aborted) return Promise.resolve(null);
    const { promise, resolve } = Promise.withResolvers<T | null>();
    const group = this.#group(groupName);
    const start = (): void => {
      signal.removeEventListener('abort', giveUp);
      group.running += 1;
      this.#running += 1;
      resolve(task().finally(() => this.#release(groupName, group)));
    };
    const giveUp = (): void => {
      const place = group.waiting.indexOf(start);
      group.waiting.splice(place, 1);
      this.#forgetIfIdle(groupName, group);
      resolve(null);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    group.waiting.push(start);
    this.#startNext();
    return promise;
  }

  #startNext(): void {
    if (this.#gap !== null || this.#running >= this.#limits.running) return;
    const start = this.#takeNext();
    if (start === undefined) return;
    this.#gap = this.#clock.after(this.#limits.gapMs, () => {
      this.#gap = null;
      this.#startNext();
    });
    start();
  }

  #takeNext(): (() => void) | undefined {
    let next: readonly [string, Group] | undefined;
    for (const [name, group] of this.#groups) {
      const isReady = group.waiting.length > 0 && group.running < this.#limits.runningPerGroup;
      if (isReady && (next === undefined || group.running < next[1].running)) next = [name, group];
      if (next?.[1].running === 0) break;
    }
    if (next === undefined) return undefined;
    const [name, group] = next;
    // Groups that are level take turns: the map keeps the order of insertion.
    this.#groups.delete(name);
    this.#groups.set(name, group);
    return group.waiting.shift();
  }

  #release(name: string, group: Group): void {
    group.running -= 1;
    this.#running -= 1;
    this.#forgetIfIdle(name, group);
    this.#gap?.();
    this.#gap = null;
    this.#startNext();
  }

  #group(name: string): Group {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const group: Group = { waiting: [], running: 0 };
    this.#groups.set(name, group);
    return group;
  }

  #forgetIfIdle(name: string, group: Group): void {
    if (group.running === 0 && group.waiting.length === 0) this.#groups.delete(name);
  }
}
