import type { Cancel, Clock } from '../core/clock.ts';

export interface RefreshDeps {
  readonly clock: Clock;
  /** Discovers everything again. Must not reject. */
  readonly refresh: () => Promise<unknown>;
  /** Whether every server has answered. */
  readonly isSettled: () => boolean;
}

const dayMs = 86_400_000;

/** A server that has never answered is asked sooner: nobody should wait a day for its components. */
const retryMs = 10 * 60_000;

/** Refreshes what was discovered every day, and every ten minutes while a server has not answered yet. */
export class RefreshLoop implements Disposable {
  readonly #deps: RefreshDeps;
  #cancel: Cancel = () => {};
  #isStopped = false;

  constructor(deps: RefreshDeps) {
    this.#deps = deps;
  }

  /** `soon`: what is known comes from an earlier start, so the first refresh is due now. */
  start({ soon }: { readonly soon: boolean }): void {
    this.#wait(soon ? 0 : this.#pauseMs());
  }

  [Symbol.dispose](): void {
    this.#isStopped = true;
    this.#cancel();
  }

  #pauseMs(): number {
    return this.#deps.isSettled() ? dayMs : retryMs;
  }

  #wait(delayMs: number): void {
    if (this.#isStopped) return;
    this.#cancel = this.#deps.clock.after(delayMs, () => void this.#run());
  }

  async #run(): Promise<void> {
    await this.#deps.refresh();
    this.#wait(this.#pauseMs());
  }
}
