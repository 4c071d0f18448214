import type { Phase, PhaseTimes } from '../../core/outcome.ts';

/** Measures one run of a probe: the whole of it, and each phase that came to its end. Monotonic milliseconds. */
export class Stopwatch {
  readonly #startedAt = performance.now();
  readonly #finished: Partial<Record<Phase, number>> = {};
  #current: { readonly phase: Phase; readonly startedAt: number } | null = null;

  /** Milliseconds since the run began. */
  elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Ends the phase before, if one is going on, and begins another. */
  begin(phase: Phase): void {
    this.end();
    this.#current = { phase, startedAt: performance.now() };
  }

  /** Ends the phase that is going on. Over several requests of one run the times of a phase add up. */
  end(): void {
    if (this.#current === null) return;
    const { phase, startedAt } = this.#current;
    this.#finished[phase] = (this.#finished[phase] ?? 0) + performance.now() - startedAt;
    this.#current = null;
  }

  /** Gives up the phase that is going on: what did not finish has no time. */
  abandon(): void {
    this.#current = null;
  }

  /** The phase that is going on. */
  get current(): Phase | undefined {
    return this.#current?.phase;
  }

  /** A copy of what was measured so far. */
  phasesMs(): PhaseTimes {
    return { ...this.#finished };
  }
}
