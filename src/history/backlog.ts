import type { HistoryRecord } from '../core/history-record.ts';
import type { Stretch } from '../core/stretch.ts';
import type { Transition } from '../core/transition.ts';
import { MemoryStore } from './memory-store.ts';
import type { HistoryStore } from './store.ts';

/** No more transitions than this wait to be written. Stretches are joined, so they stay few. */
const backlogLimit = 10_000;

interface Batch {
  /** An era that has to be begun first; null: it was. */
  readonly beginAt: number | null;
  readonly content: MemoryStore;
}

/** What could not be written yet, in order. */
export class Backlog {
  #batches: Batch[] = [];
  #transitions = 0;
  #dropped = 0;

  /** Transitions that wait. */
  get size(): number {
    return this.#transitions;
  }

  /** Transitions that were given up, because too many waited. */
  get dropped(): number {
    return this.#dropped;
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  begin(now: number): void {
    this.#batches.push(batch(now));
  }

  add(transitions: readonly Transition[], stretches: readonly Stretch[]): void {
    const { content } = this.#batches.at(-1) ?? this.#open();
    content.append(transitions, stretches);
    this.#transitions += transitions.length;
    for (const { content: oldest } of this.#batches) {
      const excess = this.#transitions - backlogLimit;
      if (excess <= 0) break;
      const given = oldest.load().transitions.slice(0, excess);
      oldest.forget(
        given.map(({ id }) => id),
        Number.NEGATIVE_INFINITY,
      );
      this.#transitions -= given.length;
      this.#dropped += given.length;
    }
  }

  /** Writes all of it. When the store throws, what was not written stays. Returns whether an era was begun. */
  drainTo(store: HistoryStore): boolean {
    let hasBegun = false;
    for (let next = this.#batches[0]; next !== undefined; next = this.#batches[0]) {
      if (next.beginAt !== null) {
        store.begin(next.beginAt);
        hasBegun = true;
        this.#batches[0] = { beginAt: null, content: next.content };
      }
      const { transitions, stretches } = next.content.load();
      if (transitions.length > 0) store.append(transitions, stretches);
      else if (stretches.length > 0) store.cover(stretches);
      this.#transitions -= transitions.length;
      this.#batches.shift();
    }
    return hasBegun;
  }

  /** Begins anew with a whole history. */
  replaceBy({ transitions, stretches }: HistoryRecord, now: number): void {
    const whole = batch(now);
    whole.content.append(transitions, stretches);
    this.#batches = [whole];
    this.#transitions = transitions.length;
  }

  #open(): Batch {
    const opened = batch(null);
    this.#batches.push(opened);
    return opened;
  }
}

function batch(beginAt: number | null): Batch {
  const content = new MemoryStore();
  content.begin(0);
  return { beginAt, content };
}
