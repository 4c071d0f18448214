import type { Cancel, Clock } from '../core/clock.ts';
import { isUneventful } from '../core/diagnosis/index.ts';
import type { Result } from '../core/result.ts';

/** Results of one server that come within this time are looked at together. Milliseconds. */
const roundMs = 100;

/**
 * Says when to look at a server again: soon after a result, and only if there is something to be seen, so that neither
 * a thousand healthy servers nor the many components of a broken one cost a diagnosis for each result.
 */
export class DiagnosisRounds {
  readonly #clock: Clock;
  readonly #diagnose: (server: string) => void;
  /** Components by server whose last result says something else than that all is well. */
  readonly #eventful = new Map<string, Set<string>>();
  readonly #due = new Set<string>();
  #timer: Cancel | null = null;

  constructor(clock: Clock, diagnose: (server: string) => void) {
    this.#clock = clock;
    this.#diagnose = diagnose;
  }

  /** Takes a result into account. `hasFindings`: something was found on its server before, which may be over now. */
  note(result: Result, hasFindings: boolean): void {
    const { server, component } = result;
    if (isUneventful(result)) this.#calmDown(server, component);
    else this.#eventfulOf(server).add(component);
    if (!hasFindings && !this.#eventful.has(server)) return;
    this.#due.add(server);
    this.#timer ??= this.#clock.after(roundMs, () => this.#round());
  }

  /** Forgets every component but those of a configuration. */
  keep(isWatched: (server: string, component: string) => boolean): void {
    for (const [server, components] of this.#eventful) {
      for (const component of components)
        if (!isWatched(server, component)) this.#calmDown(server, component);
    }
  }

  stop(): void {
    this.#timer?.();
    this.#timer = null;
  }

  #round(): void {
    this.#timer = null;
    const servers = [...this.#due];
    this.#due.clear();
    for (const server of servers) this.#diagnose(server);
  }

  #eventfulOf(server: string): Set<string> {
    const known = this.#eventful.get(server);
    if (known !== undefined) return known;
    const components = new Set<string>();
    this.#eventful.set(server, components);
    return components;
  }

  #calmDown(server: string, component: string): void {
    const components = this.#eventful.get(server);
    if (components?.delete(component) === true && components.size === 0) this.#eventful.delete(server);
  }
}
