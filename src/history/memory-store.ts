import type { HistoryRecord } from '../core/history-record.ts';
import type { Stretch, StretchKind } from '../core/stretch.ts';
import type { Transition } from '../core/transition.ts';
import { type Era, settleEras } from './era.ts';
import type { HistoryStore } from './store.ts';
import { StretchIndex } from './stretch-index.ts';

interface Chapter {
  readonly id: number;
  readonly begunAt: number;
  shiftMs: number;
  transitions: Transition[];
  stretches: Stretch[];
  /** Where the newest stretches are in `stretches`. */
  readonly newest: StretchIndex<number>;
}

/** A history that ends with the process. */
export class MemoryStore implements HistoryStore {
  #chapters: Chapter[] = [];
  readonly #ids = new Set<string>();
  #eras = 0;

  begin(now: number): void {
    for (const { id, shiftMs } of settleEras(this.#chapters.map(toEra), now)) {
      const chapter = this.#chapters.find(other => other.id === id);
      if (chapter !== undefined) chapter.shiftMs = shiftMs;
    }
    this.#eras++;
    this.#chapters.push({
      id: this.#eras,
      begunAt: now,
      shiftMs: 0,
      transitions: [],
      stretches: [],
      newest: new StretchIndex(),
    });
  }

  append(transitions: readonly Transition[], stretches: readonly Stretch[]): void {
    const { transitions: kept } = this.#current();
    for (const transition of transitions) {
      if (this.#ids.has(transition.id)) continue;
      this.#ids.add(transition.id);
      kept.push(transition);
    }
    this.cover(stretches);
  }

  cover(stretches: readonly Stretch[]): void {
    const { stretches: kept, newest } = this.#current();
    for (const stretch of stretches) {
      const index = newest.get(stretch);
      const last = index === undefined ? undefined : kept[index];
      if (
        index === undefined ||
        last === undefined ||
        stretch.from > last.until ||
        stretch.until < last.from
      ) {
        newest.set(stretch, kept.push(stretch) - 1);
      } else {
        const growing = last instanceof GrowingStretch ? last : new GrowingStretch(last);
        growing.add(stretch);
        kept[index] = growing;
      }
    }
  }

  load(): HistoryRecord {
    return {
      transitions: this.#chapters.flatMap(({ shiftMs, transitions }) =>
        shiftMs === 0 ? transitions : transitions.map(transition => shiftTransition(transition, shiftMs)),
      ),
      stretches: this.#chapters.flatMap(({ shiftMs, stretches }) =>
        stretches.map(stretch => asOfNow(stretch, shiftMs)),
      ),
    };
  }

  forget(transitionIds: readonly string[], before: number): void {
    const ids = new Set(transitionIds);
    for (const id of ids) this.#ids.delete(id);
    for (const chapter of this.#chapters) {
      chapter.transitions = chapter.transitions.filter(({ id }) => !ids.has(id));
      chapter.stretches = chapter.stretches.filter(({ until }) => until + chapter.shiftMs > before);
      chapter.newest.clear();
      for (const [index, stretch] of chapter.stretches.entries()) chapter.newest.set(stretch, index);
    }
    this.#chapters = this.#chapters.filter(
      ({ id, transitions, stretches }) => id === this.#eras || transitions.length + stretches.length > 0,
    );
  }

  [Symbol.dispose](): void {
    this.#chapters = [];
  }

  #current(): Chapter {
    const chapter = this.#chapters.at(-1);
    if (chapter === undefined) throw new TypeError('a history is begun before it is written');
    return chapter;
  }
}

/** One that goes on with each run, in place: one that is made anew each time would soon be old garbage. */
class GrowingStretch implements Stretch {
  readonly kind: StretchKind;
  readonly server: string;
  readonly component: string;
  from: number;
  until: number;

  constructor({ kind, server, component, from, until }: Stretch) {
    this.kind = kind;
    this.server = server;
    this.component = component;
    this.from = from;
    this.until = until;
  }

  add({ from, until }: Stretch): void {
    this.from = Math.min(this.from, from);
    this.until = Math.max(this.until, until);
  }
}

/** A stretch that grows no more, and under other labels. */
function asOfNow(stretch: Stretch, shiftMs: number): Stretch {
  if (shiftMs === 0 && !(stretch instanceof GrowingStretch)) return stretch;
  const { kind, server, component, from, until } = stretch;
  return { kind, server, component, from: from + shiftMs, until: until + shiftMs };
}

/** A transition under other labels. Its id stays. */
export function shiftTransition(transition: Transition, shiftMs: number): Transition {
  return { ...transition, at: transition.at + shiftMs, confirmedAt: transition.confirmedAt + shiftMs };
}

function toEra({ id, begunAt, shiftMs, transitions, stretches }: Chapter): Era {
  let until = begunAt;
  for (const { confirmedAt } of transitions) until = Math.max(until, confirmedAt);
  for (const stretch of stretches) until = Math.max(until, stretch.until);
  return { id, shiftMs, from: begunAt, until };
}
