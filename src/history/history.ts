import type { Cancel, Clock } from '../core/clock.ts';
import type { HistoryHealth, SetAside } from '../core/history-health.ts';
import { type HistoryRecord, inOrder, outdated } from '../core/history-record.ts';
import type { Log } from '../core/log.ts';
import type { Stretch } from '../core/stretch.ts';
import type { Transition } from '../core/transition.ts';
import { Backlog } from './backlog.ts';
import { MemoryStore } from './memory-store.ts';
import { isCorrupt } from './sqlite/errors.ts';
import { isDamaged, isGone, type OpenedHistory, openHistoryFile } from './sqlite/open.ts';
import { HistoryInUse } from './store.ts';

export interface HistorySettings {
  /** null: in memory alone. */
  readonly path: string | null;
  readonly retentionMs: number;
}

export interface HistoryDeps {
  readonly clock: Clock;
  readonly log: Log;
}

/** How long stretches may wait to be written together, milliseconds. */
const gatherMs = 5000;

/**
 * How long transitions may wait to be written together, milliseconds. Each write waits for the disk: at a start, or when
 * a whole network fails, there are thousands of them.
 */
const settleMs = 100;

const firstRetryMs = 1000;
const longestRetryMs = 60_000;
const pruneEveryMs = 3_600_000;

/** Transitions that are dropped at once, so that no write takes long. */
const pruneBatch = 500;

/**
 * Opens the history. A file that cannot be used now is no reason not to probe: the history goes on in memory, and is
 * written as soon as that is possible. Throws {@link HistoryInUse} alone.
 */
export function openHistory(settings: HistorySettings, deps: HistoryDeps): History {
  return new History(settings, deps);
}

/**
 * All that is known of the past. It is read from memory, so that a failing disk disturbs nobody, and written to the
 * file before a call returns. No method throws for the file's sake.
 */
export class History implements Disposable {
  readonly #settings: HistorySettings;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #backlog: Backlog = new Backlog();
  #memory: MemoryStore = new MemoryStore();
  #loaded: HistoryRecord | null = null;
  #file: OpenedHistory | null = null;
  #setAside: SetAside | null = null;
  #writeErrors = 0;
  #retryMs = firstRetryMs;
  #isFailing = false;
  #flushTimer: Cancel | null = null;
  #pruneTimer: Cancel | null = null;
  #settleTimer: Cancel | null = null;
  /** Told once what was entered is durable. */
  #waiting: (() => void)[] = [];
  #version = 0;

  constructor(settings: HistorySettings, { clock, log }: HistoryDeps) {
    this.#settings = settings;
    this.#clock = clock;
    this.#log = log;
    // The only moment at which a file that somebody else uses is fatal.
    if (settings.path !== null) this.#open(settings.path);
    this.begin(Math.round(clock.now()));
    this.#schedulePrune(gatherMs);
  }

  /** Changes whenever the content does. */
  get version(): number {
    return this.#version;
  }

  /** Begins a new era, as {@link HistoryStore.begin} says: to be called after each jump of the clock. */
  begin(now: number): void {
    this.#memory.begin(now);
    if (this.#settings.path !== null) this.#backlog.begin(now);
    this.#flush();
    this.#changed();
  }

  /** Takes in transitions and the stretches that led to them. On return they are durable, if the disk allows it. */
  record(transitions: readonly Transition[], stretches: readonly Stretch[]): void {
    this.#take(transitions, stretches);
    this.#flush();
  }

  /**
   * As {@link record}, but written together with what else comes in these moments, or at the next {@link settle}: to be
   * called before anything of it is shown. `onDurable` is called then.
   */
  enter(transitions: readonly Transition[], stretches: readonly Stretch[], onDurable: () => void): void {
    this.#take(transitions, stretches);
    this.#waiting.push(onDurable);
    if (this.#settings.path === null) this.settle();
    else this.#settleTimer ??= this.#clock.after(settleMs, () => this.settle());
  }

  /** Writes what was entered, if anything was. */
  settle(): void {
    if (this.#waiting.length > 0) this.#flush();
  }

  /** Takes in stretches. They are written within seconds. */
  cover(stretches: readonly Stretch[]): void {
    this.#take([], stretches);
    if (!this.#backlog.isEmpty) this.#flushTimer ??= this.#clock.after(gatherMs, () => this.#flush());
  }

  /** All that is known. The same object until something changes. */
  read(): HistoryRecord {
    if (this.#loaded === null) {
      const { transitions, stretches } = this.#memory.load();
      this.#loaded = { transitions: inOrder(transitions), stretches };
    }
    return this.#loaded;
  }

  health(): HistoryHealth {
    return {
      path: this.#file?.path ?? null,
      setAside: this.#setAside,
      writeErrors: this.#writeErrors,
      pending: this.#backlog.size,
      dropped: this.#backlog.dropped,
    };
  }

  /** Writes what waits and lets go of the file. */
  [Symbol.dispose](): void {
    this.#flush();
    this.#letGo();
    if (!this.#backlog.isEmpty) {
      const { path } = this.#settings;
      this.#log.error({ path, changes: this.#backlog.size }, 'history ends before all of it was written');
    }
    this.#flushTimer?.();
    this.#pruneTimer?.();
    this.#flushTimer = null;
    this.#pruneTimer = null;
  }

  /** While SQLite has a file open it may not notice damage to it, which the next start would: all is in memory still. */
  #letGo(): void {
    const file = this.#file;
    this.#close();
    if (file === null || !isDamaged(file.path)) return;
    this.#giveUpFile();
    this.#flush();
    this.#close();
  }

  /** All that the file held is in memory, and will be written to another. */
  #giveUpFile(): void {
    this.#close();
    this.#backlog.replaceBy(this.read(), Math.round(this.#clock.now()));
  }

  #close(): void {
    this.#file?.store[Symbol.dispose]();
    this.#file = null;
  }

  #take(transitions: readonly Transition[], stretches: readonly Stretch[]): void {
    if (transitions.length + stretches.length === 0) return;
    this.#memory.append(transitions, stretches);
    if (this.#settings.path !== null) this.#backlog.add(transitions, stretches);
    this.#changed();
  }

  #flush(): void {
    this.#write();
    this.#settleTimer?.();
    this.#settleTimer = null;
    const told = this.#waiting;
    this.#waiting = [];
    for (const onDurable of told) onDurable();
  }

  #write(): void {
    this.#flushTimer?.();
    this.#flushTimer = null;
    const { path } = this.#settings;
    // Without its name SQLite goes on writing to a file that ends with the process.
    if (this.#file !== null && isGone(this.#file.path)) {
      this.#log.error({ path: this.#file.path }, 'history file is gone, it is written anew');
      this.#giveUpFile();
    }
    if (path === null || this.#backlog.isEmpty) return;
    try {
      this.#file ??= this.#openFile(path);
      if (this.#backlog.drainTo(this.#file.store)) this.#remember(this.#file.store.load());
      this.#succeeded();
    } catch (error) {
      this.#failed(error);
    }
  }

  #open(path: string): void {
    try {
      this.#file = this.#openFile(path);
    } catch (error) {
      if (error instanceof HistoryInUse) throw error;
      this.#failed(error);
    }
  }

  #openFile(path: string): OpenedHistory {
    const opened = openHistoryFile(path, this.#clock.now());
    const { setAside } = opened;
    if (setAside !== null) {
      this.#setAside = setAside;
      this.#log.error({ path: setAside.path, why: setAside.why, inUse: opened.path }, 'history set aside');
    }
    return opened;
  }

  /** What the file says is the truth, once all that waited is in it. */
  #remember({ transitions, stretches }: HistoryRecord): void {
    this.#memory = new MemoryStore();
    this.#memory.begin(Number.MIN_SAFE_INTEGER);
    this.#memory.append(transitions, stretches);
    this.#memory.begin(Math.round(this.#clock.now()));
    this.#changed();
  }

  #succeeded(): void {
    if (this.#isFailing) this.#log.info({ path: this.#file?.path }, 'history is written again');
    this.#isFailing = false;
    this.#retryMs = firstRetryMs;
  }

  #failed(error: unknown): void {
    this.#writeErrors++;
    if (!this.#isFailing) {
      this.#log.error(
        { err: error, path: this.#settings.path },
        'history cannot be written, it goes on in memory',
      );
    }
    this.#isFailing = true;
    if (isCorrupt(error) && this.#file !== null) {
      // The next try finds the damage and sets the file aside.
      this.#giveUpFile();
    }
    this.#flushTimer = this.#clock.after(this.#retryMs, () => this.#flush());
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
  }

  #schedulePrune(delayMs: number): void {
    this.#pruneTimer = this.#clock.after(delayMs, () => {
      this.#schedulePrune(this.#prune() ? gatherMs : pruneEveryMs);
    });
  }

  /** Returns whether there is more to drop. */
  #prune(): boolean {
    const before = this.#clock.now() - this.#settings.retentionMs;
    const ids = outdated(this.read().transitions, before).map(({ id }) => id);
    const batch = ids.slice(0, pruneBatch);
    try {
      this.#file?.store.forget(batch, before);
      this.#memory.forget(batch, before);
      this.#changed();
    } catch (error) {
      this.#writeErrors++;
      this.#log.warn({ err: error }, 'history cannot be pruned');
    }
    return ids.length > batch.length;
  }

  #changed(): void {
    this.#version++;
    this.#loaded = null;
  }
}
