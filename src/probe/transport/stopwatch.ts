import type { Phase, PhaseTimes } from '../../core/outcome.ts';

/** Measures one run of a probe: the whole of it, and each phase that came to its end. Monotonic milliseconds. */
export class Stopwatch {
  readonly #startedAt = performance.now();
  readonly #finished: Partial<Record<Phase, number>> = {};
  #current: Phase | undefined;
  #currentSince = 0;

  /** Milliseconds since the run began. */
  elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Ends the phase before, if one is going on, and begins another. */
  begin(phase: Phase): void {
    const now = performance.now();
    this.#end(now);
    this.#current = phase;
    this.#currentSince = now;
  }

  /** Ends the phase that is going on. Over several requests of one run the times of a phase add up. */
  end(): void {
    this.#end(performance.now());
  }

  /** Gives up the phase that is going on: what did not finish has no time, whatever it took in requests before. */
  abandon(): void {
    if (this.#current !== undefined) delete this.#finished[this.#current];
    this.#current = undefined;
  }

  /** The phase that is going on. */
  get current(): Phase | undefined {
    return this.#current;
  }

  /** A copy of what was measured so far. */
  phasesMs(): PhaseTimes {
    return { ...this.#finished };
  }

  #end(now: number): void {
    const phase = this.#current;
    if (phase === undefined) return;
    this.#finished[phase] = (this.#finished[phase] ?? 0) + now - this.#currentSince;
    this.#current = undefined;
  }
}
