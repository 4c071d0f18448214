import type { Cancel, Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { publishTo } from './static.ts';
import type { PublicSource } from './status/view/public-source.ts';

export interface StaticLoopDeps {
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  readonly log: Log;
  readonly snapshot: () => PublicSource;
  /** Values that stay the same ones for as long as nothing changes that the public can see. Cheap to ask for. */
  readonly marks: () => readonly unknown[];
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

/** How often it is looked whether something has changed. Milliseconds. */
const lookEveryMs = 2000;

/** How soon a publication that failed is tried again, at the latest. Milliseconds. */
const retryMs = 60_000;

/** How long a stop may wait for what is being published: whoever stops us will not wait for long. Milliseconds. */
const lastWordsMs = 3000;

/** A publication or two that are missed are no reason to call a page old. Milliseconds. */
const leastStaleAfterMs = 15 * 60_000;

/** After how long a published page calls itself old, milliseconds. */
export function staleAfterMs({ everyMs }: Pick<StaticLoopSettings, 'everyMs'>): number {
  return Math.max(leastStaleAfterMs, 3 * everyMs);
}

/**
 * Publishes the site as files: at the start, after each change, and every so often. What goes wrong is logged once
 * for a directory, counted, and tried again; it disturbs nobody else. Disposing publishes a last change that is not out
 * yet, as far as seconds allow.
 */
export class StaticLoop implements AsyncDisposable {
  readonly #deps: StaticLoopDeps;
  readonly #stop = new AbortController();
  #settings: StaticLoopSettings | null;
  #timer: Cancel | null = null;
  #published: readonly unknown[] | null = null;
  #dueAt = 0;
  #running: Promise<void> | null = null;
  #hasFailed = false;
  #isDisposed = false;

  /** `settings`: null to publish nothing for now. */
  constructor(deps: StaticLoopDeps, settings: StaticLoopSettings | null) {
    this.#deps = deps;
    this.#settings = settings;
    this.#schedule();
  }

  /** Takes over another configuration. */
  replace(settings: StaticLoopSettings | null): void {
    if (settings?.directory !== this.#settings?.directory) this.#hasFailed = false;
    this.#settings = settings;
    this.#published = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#timer?.();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const cancel = this.#deps.clock.after(lastWordsMs, () => {
      this.#stop.abort();
      this.#deps.log.warn({}, 'status page is left half published: the next start completes it');
      resolve();
    });
    // A disk that hangs does not even come to see the signal.
    await Promise.race([this.#finish(), late]);
    cancel();
  }

  async #finish(): Promise<void> {
    await this.#running;
    if (this.#published !== null && this.#hasNews()) await this.#publish();
  }

  #schedule(): void {
    if (this.#isDisposed) return;
    this.#timer = this.#deps.clock.after(lookEveryMs, () => {
      const isDue =
        this.#settings !== null && (this.#hasNews() || this.#deps.clock.monotonic() >= this.#dueAt);
      this.#running = isDue ? this.#publish() : Promise.resolve();
      void this.#running.finally(() => this.#schedule());
    });
  }

  #hasNews(): boolean {
    const last = this.#published;
    const marks = this.#deps.marks();
    return last === null || marks.length !== last.length || marks.some((mark, index) => mark !== last[index]);
  }

  /** Never rejects. */
  async #publish(): Promise<void> {
    const settings = this.#settings;
    if (settings === null || this.#stop.signal.aborted) return;
    const { clock, snapshot, marks, publish = publishTo, count, log } = this.#deps;
    const { directory, everyMs } = settings;
    // Before the files are written: what changes meanwhile is news again.
    this.#published = marks();
    try {
      const options = { staleAfterMs: staleAfterMs(settings), signal: this.#stop.signal };
      const published = await publish(directory, snapshot(), options);
      this.#dueAt = clock.monotonic() + everyMs;
      count('published');
      log.debug({ directory, ...published }, 'status page published');
      if (this.#hasFailed) log.info({ directory }, 'status page is published again');
      this.#hasFailed = false;
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#dueAt = clock.monotonic() + Math.min(retryMs, everyMs);
      count('failed');
      if (!this.#hasFailed) log.error({ err: error, directory }, 'status page cannot be published');
      this.#hasFailed = true;
    }
  }
}
