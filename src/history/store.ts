import type { HistoryRecord } from '../core/history-record.ts';
import type { Stretch } from '../core/stretch.ts';
import type { Transition } from '../core/transition.ts';

/**
 * Where a history is kept. Everything is synchronous: a transition is durable before anybody is told of it. Methods
 * throw when the medium fails, and then nothing of the call has happened; {@link History} lives with that.
 */
export interface HistoryStore extends Disposable {
  /**
   * Begins a new era: after a start, and whenever the clock was set. Labels within an era are consistent. Older eras
   * that now seem to end in the future were labelled by a clock that ran ahead, and are moved back to end at `now`.
   */
  begin(now: number): void;
  /**
   * Adds transitions, in the order in which they were confirmed, and stretches, as {@link cover} does. All or nothing,
   * and durable on return. A transition that is there already is left alone, so a doubtful write can be repeated.
   */
  append(transitions: readonly Transition[], stretches: readonly Stretch[]): void;
  /**
   * Adds stretches. One that continues the newest stretch of its kind and component in this era makes that one longer.
   * The last seconds of it may be lost with the machine's power.
   */
  cover(stretches: readonly Stretch[]): void;
  /** All that is kept. */
  load(): HistoryRecord;
  /** Drops transitions by their ids, and stretches of which nothing lies after `before`. */
  forget(transitionIds: readonly string[], before: number): void;
}

/** The history is in use by another process; this one must not run beside it. */
export class HistoryInUse extends Error {
  override readonly name = 'HistoryInUse';

  constructor(path: string) {
    super(`another fedistatus uses the history ${path}: stop it, or give this one a history.path of its own`);
  }
}
