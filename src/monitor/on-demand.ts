import { componentKey } from '../core/component.ts';
import { type EvidenceOptions, toEvidence } from '../core/evidence.ts';
import type { Result } from '../core/result.ts';
import type { OnDemandOptions, OnDemandOutcome } from '../core/snapshot.ts';
import { type RunDeps, runOnce } from './run-once.ts';
import type { MonitoredComponent } from './settings.ts';

/** Probes on demand that run at once. */
const maxRunning = 4;

/** A run that several callers may wait for. */
interface Flight {
  readonly controller: AbortController;
  readonly landed: Promise<Result | null>;
  waiting: number;
}

/** Probes single components outside their schedules, for whoever asks, and remembers nothing of it. */
export class OnDemand {
  readonly #deps: RunDeps;
  /** Those that can be joined. */
  readonly #flights = new Map<string, Flight>();
  /** All that still run, also those that nobody waits for any more. */
  readonly #running = new Set<Promise<unknown>>();
  readonly #stopped = new AbortController();

  constructor(deps: RunDeps) {
    this.#deps = deps;
  }

  /** Joins a run of the same component with the same timeout, or starts one. The result holds no body. */
  async probe(
    entry: MonitoredComponent,
    evidence: EvidenceOptions,
    { timeoutMs, signal }: OnDemandOptions,
  ): Promise<OnDemandOutcome> {
    if (signal.aborted || this.#stopped.signal.aborted) return { kind: 'aborted' };
    const { component } = entry;
    const limitMs = Math.min(timeoutMs, component.timeoutMs);
    const key = JSON.stringify([componentKey(component), component.fingerprint, limitMs]);
    if (!this.#flights.has(key) && this.#running.size >= maxRunning) return { kind: 'busy' };
    const flight = this.#flights.get(key) ?? this.#takeOff(key, entry, limitMs);
    const result = await this.#waitFor(key, flight, signal);
    if (result === null) return { kind: 'aborted' };
    return { kind: 'result', result: toEvidence(result, evidence), component };
  }

  /** Calls off every run, and waits until they are gone. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running);
  }

  #takeOff(key: string, entry: MonitoredComponent, limitMs: number): Flight {
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, this.#stopped.signal]);
    const landed = runOnce(this.#deps, entry.component, entry.start(), { limitMs, signal });
    const flight: Flight = { controller, landed, waiting: 0 };
    this.#flights.set(key, flight);
    const isOver = landed.finally(() => {
      this.#running.delete(isOver);
      this.#forget(key, flight);
    });
    this.#running.add(isOver);
    return flight;
  }

  async #waitFor(key: string, flight: Flight, signal: AbortSignal): Promise<Result | null> {
    const { promise: gone, resolve } = Promise.withResolvers<null>();
    const leave = (): void => resolve(null);
    signal.addEventListener('abort', leave, { once: true });
    flight.waiting += 1;
    try {
      return await Promise.race([flight.landed, gone]);
    } finally {
      signal.removeEventListener('abort', leave);
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        this.#forget(key, flight);
        flight.controller.abort();
      }
    }
  }

  #forget(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
