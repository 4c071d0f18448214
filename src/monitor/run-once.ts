import type { Cancel, Clock } from '../core/clock.ts';
import { type Component, DeadlineExceeded, type Probe, type RunSignal } from '../core/component.ts';
import type { Log, LogFields } from '../core/log.ts';
import type { Failure, Outcome } from '../core/outcome.ts';
import { type Result, type RunTimes, toResult } from '../core/result.ts';
import { formatDuration } from '../core/units.ts';
import type { Countdown, Countdowns } from './countdowns.ts';
import { asOurFault, couldBeOurs } from './own-fault.ts';
import { Stop } from './stop.ts';
import { inTurn } from './turn.ts';

export interface RunDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly countdowns: Countdowns;
}

export interface RunOptions {
  /** Shortens the component's own timeout, in milliseconds; it never lengthens it. */
  readonly limitMs?: number;
  /** Calls the run off, because nobody waits for it any more. */
  readonly signal: RunSignal;
}

/**
 * Runs one component once and judges what comes. null: the run was called off, and nothing was learnt. Never rejects.
 * A failure that our own standstill explains is not the target's, so it comes back as `local_fault`.
 */
export async function runOnce(
  deps: RunDeps,
  component: Component,
  probe: Probe,
  { limitMs = Infinity, signal }: RunOptions,
): Promise<Result | null> {
  const run = await runProbe(deps, probe, {
    timeoutMs: Math.min(component.timeoutMs, limitMs),
    signal,
    who: { server: component.server, component: component.name },
  });
  if (run === null) return null;
  const judge = (): Result => judged(deps, component, run);
  const result = isLarge(run.outcome) ? await inTurn(judge) : judge();
  if (run.stalledMs === 0 || !couldBeOurs(result)) return result;
  const pause = formatDuration(run.stalledMs);
  return asOurFault(component, result, `the prober itself stood still for ${pause} during the run`);
}

/** What throws is a bug of ours: it says nothing about the target, and must not end the daemon. */
function judged({ log }: RunDeps, component: Component, run: FinishedRun): Result {
  try {
    return toResult(component, run.outcome, run);
  } catch (error) {
    log.error({ server: component.server, component: component.name, err: error }, 'a judgement threw');
    const failed = internal('the judgement itself failed: its error is in the log');
    return toResult({ ...component, assertions: [] }, failed, run);
  }
}

/** A text of so many characters takes milliseconds to search and to parse. */
const largeText = 64 * 1024;

function isLarge(outcome: Outcome): boolean {
  return outcome.kind === 'observation' && (outcome.text?.length ?? 0) >= largeText;
}

export interface ProbeRunOptions {
  readonly timeoutMs: number;
  readonly signal: RunSignal;
  /** What the log calls the probe. */
  readonly who: LogFields;
}

/** What came of a probe, not judged yet. */
export interface FinishedRun extends RunTimes {
  readonly outcome: Outcome;
  /** The longest pause of our own process during the run, in milliseconds; 0: none worth noticing. */
  readonly stalledMs: number;
}

/** How long a probe may take to obey its signal before it is left to itself. Milliseconds. */
const graceMs = 250;

/**
 * Gives a probe its one signal and its deadline, and waits for it: at most {@link graceMs} longer than the deadline,
 * since a probe with a bug must not hold up its component for ever. null: called off. Never rejects.
 */
export function runProbe(deps: RunDeps, probe: Probe, options: ProbeRunOptions): Promise<FinishedRun | null> {
  if (options.signal.aborted) return Promise.resolve(null);
  return new Promise(resolve => new Run(deps, options, resolve).begin(probe));
}

const deafProbe = internal('the probe did not end at its deadline');

function internal(message: string): Failure {
  return { kind: 'failure', code: 'internal', message, phasesMs: {} };
}

/** A run under way: its one signal, and what aborts it, its deadline or whoever calls it off. */
class Run implements Countdown {
  readonly at: number;
  readonly startedAt: number;
  readonly endsAt: number;
  stalledMs = 0;
  chain: object | null = null;
  previous: Countdown | null = null;
  next: Countdown | null = null;
  readonly #deps: RunDeps;
  readonly #options: ProbeRunOptions;
  readonly #resolve: (finished: FinishedRun | null) => void;
  readonly #stop = new Stop();
  readonly #callOff = (): void => this.#abort(this.#options.signal.reason);
  #cancelGrace: Cancel | null = null;
  #isOver = false;

  constructor(deps: RunDeps, options: ProbeRunOptions, resolve: (finished: FinishedRun | null) => void) {
    this.#deps = deps;
    this.#options = options;
    this.#resolve = resolve;
    this.at = deps.clock.now();
    this.startedAt = deps.clock.monotonic();
    this.endsAt = this.startedAt + options.timeoutMs;
  }

  begin(probe: Probe): void {
    this.#options.signal.addEventListener('abort', this.#callOff);
    this.#deps.countdowns.start(this);
    void this.#ask(probe);
  }

  onDeadline(): void {
    this.#abort(new DeadlineExceeded());
  }

  async #ask(probe: Probe): Promise<void> {
    try {
      this.#end(await probe({ signal: this.#stop }));
    } catch (error) {
      this.#deps.log.error({ ...this.#options.who, err: error }, 'a probe threw');
      this.#end(internal('the probe itself failed: its error is in the log'));
    }
  }

  #abort(reason: unknown): void {
    this.#cancelGrace?.();
    this.#cancelGrace = this.#deps.clock.after(graceMs, () => this.#giveUp());
    this.#stop.abort(reason);
  }

  #giveUp(): void {
    this.#deps.log.error(this.#options.who, 'a probe ignored its signal');
    this.#end(deafProbe);
  }

  #end(outcome: Outcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { clock, countdowns } = this.#deps;
    const { signal } = this.#options;
    const now = clock.monotonic();
    countdowns.stop(this, now);
    signal.removeEventListener('abort', this.#callOff);
    this.#cancelGrace?.();
    const { at, startedAt, stalledMs } = this;
    this.#resolve(signal.aborted ? null : { outcome, at, durationMs: now - startedAt, stalledMs });
  }
}
