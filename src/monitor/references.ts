import type { Cancel } from '../core/clock.ts';
import type { RunSignal } from '../core/component.ts';
import { blamesTarget } from '../core/reason.ts';
import type { ReferenceSnapshot } from '../core/snapshot.ts';
import { formatDuration } from '../core/units.ts';
import { sleep } from './clock.ts';
import { type RunDeps, runProbe } from './run-once.ts';
import type { MonitoredReference } from './settings.ts';

/** How often the references are asked when nothing is wrong. Milliseconds. */
const everyMs = 30_000;

/** Least time between two rounds, whatever is wrong: they are other people's machines. Milliseconds. */
const leastGapMs = 5000;

const timeoutMs = 5000;

/** Whether a reference answers, at all; null: nothing was learnt. */
export async function askReference(
  deps: RunDeps,
  reference: MonitoredReference,
  signal: RunSignal,
): Promise<boolean | null> {
  const who = { reference: reference.name };
  const run = await runProbe(deps, reference.start(), { timeoutMs, signal, who });
  if (run === null) return null;
  if (run.outcome.kind === 'observation') return true;
  return run.stalledMs === 0 && blamesTarget(run.outcome.code) ? false : null;
}

interface Round {
  readonly isOver: Promise<void>;
}

/**
 * The addresses that tell whether the prober itself is online. While every one of them fails, nothing that a probe
 * brings home says anything about its target. Without references the prober counts as online.
 */
export class References {
  readonly #deps: RunDeps;
  readonly #controller = new AbortController();
  #references: readonly MonitoredReference[] = [];
  #snapshot: readonly ReferenceSnapshot[] = [];
  #round: Round | null = null;
  /** Monotonic instants of the last round that is over, of the beginning and of the end of the last time offline. */
  #askedAt = -Infinity;
  #offlineSince: number | null = null;
  #onlineSince = -Infinity;
  #timer: Cancel | null = null;

  constructor(deps: RunDeps) {
    this.#deps = deps;
  }

  /** Takes over the references of a configuration, and asks them at once. What is known of those that stay, stays. */
  replace(references: readonly MonitoredReference[]): void {
    const known = new Map(this.#snapshot.map(({ name, up }) => [name, up]));
    this.#references = references;
    this.#learn(references.map(({ name }) => ({ name, up: known.get(name) ?? null })));
    if (references.length > 0 && !this.#isStopped) this.#round ??= this.#begin();
  }

  get isConfigured(): boolean {
    return this.#references.length > 0;
  }

  get isOffline(): boolean {
    return this.#offlineSince !== null;
  }

  /** Whether the prober is offline, or was at any time since a monotonic instant. */
  wasOfflineSince(instant: number): boolean {
    return this.isOffline || this.#onlineSince > instant;
  }

  snapshot(): readonly ReferenceSnapshot[] {
    return this.#snapshot;
  }

  /** Resolves once every reference was asked at or after a monotonic instant (or there are none). */
  async askedSince(instant: number): Promise<void> {
    while (this.#askedAt < instant && this.isConfigured && !this.#isStopped) {
      this.#round ??= this.#begin();
      await this.#round.isOver;
    }
  }

  /** Calls everything off. Whoever waits is let go. */
  async stop(): Promise<void> {
    this.#controller.abort();
    this.#timer?.();
    await this.#round?.isOver;
  }

  get #isStopped(): boolean {
    return this.#controller.signal.aborted;
  }

  #begin(): Round {
    return { isOver: this.#ask().finally(() => this.#end()) };
  }

  #end(): void {
    this.#round = null;
    if (this.#isStopped) return;
    this.#timer?.();
    // Nothing was learnt of what a reload brought meanwhile, nor through trouble of our own.
    const isIncomplete = this.#snapshot.some(({ up }) => up === null);
    this.#timer = this.#deps.clock.after(isIncomplete ? leastGapMs : everyMs, () => {
      if (this.isConfigured) this.#round ??= this.#begin();
    });
  }

  async #ask(): Promise<void> {
    const { clock } = this.#deps;
    const { signal } = this.#controller;
    await sleep(clock, Math.max(0, this.#askedAt + leastGapMs - clock.monotonic()), signal);
    const startedAt = clock.monotonic();
    const answers = new Map(
      await Promise.all(
        this.#references.map(async one => [one.name, await askReference(this.#deps, one, signal)] as const),
      ),
    );
    if (signal.aborted) return;
    this.#askedAt = startedAt;
    this.#learn(this.#snapshot.map(({ name, up }) => ({ name, up: answers.get(name) ?? up })));
  }

  #learn(snapshot: readonly ReferenceSnapshot[]): void {
    const { clock, log } = this.#deps;
    this.#snapshot = snapshot;
    const isOffline = snapshot.length > 0 && snapshot.every(({ up }) => up === false);
    if (isOffline && this.#offlineSince === null) {
      this.#offlineSince = clock.monotonic();
      const references = snapshot.map(({ name }) => name);
      log.warn({ references }, 'every reference fails: the prober itself seems to be offline');
    } else if (!isOffline && this.#offlineSince !== null) {
      this.#onlineSince = clock.monotonic();
      const lasted = formatDuration(this.#onlineSince - this.#offlineSince);
      this.#offlineSince = null;
      log.info({ lasted }, 'the prober is online again');
    }
  }
}
