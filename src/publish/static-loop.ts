import type { Cancel, Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { type Published, publishTo } from './static.ts';

export interface StaticLoopDeps {
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  readonly log: Log;
  readonly snapshot: () => Snapshot;
  /** Is told how each publication went. */
  readonly count: (result: 'published' | 'failed') => void;
  /** Writes the files. */
  readonly publish?: typeof publishTo;
}

export interface StaticLoopSettings {
  readonly directory: string;
  /** How often it is written when nothing changes. Milliseconds. */
  readonly everyMs: number;
}

/** What changes together is published together. */
const gatherMs = 1000;

/** A missed publication or two is no reason to call a page old. */
const leastStaleAfterMs = 15 * 60_000;

/** After how long a published page calls itself old, milliseconds. */
export function staleAfterMs({ everyMs }: Pick<StaticLoopSettings, 'everyMs'>): number {
  return Math.max(leastStaleAfterMs, 3 * everyMs);
}

/** Publishes the site as files: at once, after each change, and every so often. Failures are told, and tried again. */
export class StaticLoop implements AsyncDisposable {
  readonly #deps: StaticLoopDeps;
  #settings: StaticLoopSettings | null;
  #timer: Cancel | null = null;
  #dueAt = Number.POSITIVE_INFINITY;
  #running: Promise<void> | null = null;
  #hasFailed = false;
  #isDisposed = false;

  /** `settings`: null to publish nothing for now. */
  constructor(deps: StaticLoopDeps, settings: StaticLoopSettings | null) {
    this.#deps = deps;
    this.#settings = settings;
    this.changed();
  }

  /** Takes over another configuration. */
  replace(settings: StaticLoopSettings | null): void {
    this.#settings = settings;
    this.changed();
  }

  /** Something that the public can see may have changed: to be called as often as one likes. */
  changed(): void {
    this.#publishWithin(gatherMs);
  }

  /** Ends after one last publication, if something waits for it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isDisposed) return;
    const isPending = this.#dueAt - this.#deps.clock.monotonic() <= gatherMs;
    this.#isDisposed = true;
    this.#timer?.();
    await this.#running;
    if (isPending) await this.#publish();
  }

  #publishWithin(delayMs: number): void {
    const dueAt = this.#deps.clock.monotonic() + delayMs;
    if (this.#isDisposed || this.#settings === null || dueAt >= this.#dueAt) return;
    this.#timer?.();
    this.#dueAt = dueAt;
    this.#timer = this.#deps.clock.after(delayMs, () => {
      this.#timer = null;
      this.#running = this.#run();
    });
  }

  /** One at a time: a change that comes while we write is published by the next run. */
  async #run(): Promise<void> {
    await this.#running;
    this.#dueAt = Number.POSITIVE_INFINITY;
    await this.#publish();
    if (this.#settings !== null) this.#publishWithin(this.#settings.everyMs);
  }

  async #publish(): Promise<void> {
    const settings = this.#settings;
    if (settings === null) return;
    const { snapshot, publish = publishTo, count, log } = this.#deps;
    const { directory } = settings;
    try {
      const published: Published = await publish(directory, snapshot(), {
        staleAfterMs: staleAfterMs(settings),
      });
      count('published');
      log.debug({ directory, ...published }, 'status page published');
      if (this.#hasFailed) log.info({ directory }, 'status page is published again');
      this.#hasFailed = false;
    } catch (error) {
      count('failed');
      if (!this.#hasFailed) log.error({ err: error, directory }, 'status page cannot be published');
      this.#hasFailed = true;
    }
  }
}
