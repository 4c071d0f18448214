import type { Cancel, Clock } from '../core/clock.ts';
import { type Component, DeadlineExceeded, type Probe, type RunSignal } from '../core/component.ts';
import type { Log, LogFields } from '../core/log.ts';
import type { Failure, Outcome } from '../core/outcome.ts';
import { type Result, type RunTimes, toResult } from '../core/result.ts';
import { formatDuration } from '../core/units.ts';
import { Countdown } from './countdown.ts';
import { asOurFault, couldBeOurs } from './own-fault.ts';
import { Stop } from './stop.ts';
import { inTurn } from './turn.ts';

export interface RunDeps {
  readonly clock: Clock;
  readonly log: Log;
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
  const judge = (): Result => toResult(component, run.outcome, run.times);
  const result = isLarge(run.outcome) ? await inTurn(judge) : judge();
  if (run.stalledMs === 0 || !couldBeOurs(result)) return result;
  const pause = formatDuration(run.stalledMs);
  return asOurFault(component, result, `the prober itself stood still for ${pause} during the run`);
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
export interface FinishedRun {
  readonly outcome: Outcome;
  readonly times: RunTimes;
  /** The longest pause of our own process during the run, in milliseconds; 0: none worth noticing. */
  readonly stalledMs: number;
}

/** How long a probe may take to obey its signal before it is left to itself. Milliseconds. */
const graceMs = 250;

/**
 * Gives a probe its one signal and its deadline, and waits for it: at most {@link graceMs} longer than the deadline,
 * since a probe with a bug must not hold up its component for ever. null: called off. Never rejects.
 */
export async function runProbe(
  { clock, log }: RunDeps,
  probe: Probe,
  { timeoutMs, signal, who }: ProbeRunOptions,
): Promise<FinishedRun | null> {
  if (signal.aborted) return null;
  const at = clock.now();
  const startedAt = clock.monotonic();
  const limits = new RunLimits(clock, timeoutMs, signal);

  const outcome = await limits.awaitAtMost(ask(probe, limits.signal, log, who));

  const stalledMs = limits.end();
  if (outcome === deafProbe) log.error(who, 'a probe ignored its signal');
  if (signal.aborted) return null;
  return { outcome, times: { at, durationMs: clock.monotonic() - startedAt }, stalledMs };
}

async function ask(probe: Probe, signal: RunSignal, log: Log, who: LogFields): Promise<Outcome> {
  try {
    return await probe({ signal });
  } catch (error) {
    log.error({ ...who, err: error }, 'a probe threw');
    return internal('the probe itself failed: its error is in the log');
  }
}

const deafProbe = internal('the probe did not end at its deadline');

function internal(message: string): Failure {
  return { kind: 'failure', code: 'internal', message, phasesMs: {} };
}

/** The one signal of a run, and what aborts it: its deadline, or whoever calls it off. */
class RunLimits {
  readonly #clock: Clock;
  readonly #stop = new Stop();
  readonly #caller: RunSignal;
  readonly #countdown: Countdown;
  readonly #callOff = (): void => this.#abort(this.#caller.reason);
  #leave: (outcome: Failure) => void = () => {};
  #cancelGrace: Cancel = () => {};

  constructor(clock: Clock, timeoutMs: number, caller: RunSignal) {
    this.#clock = clock;
    this.#caller = caller;
    caller.addEventListener('abort', this.#callOff);
    this.#countdown = new Countdown(clock, timeoutMs, () => this.#abort(new DeadlineExceeded()));
  }

  get signal(): RunSignal {
    return this.#stop;
  }

  /** What the probe comes to, which never rejects; {@link deafProbe} when it does not obey its signal. */
  awaitAtMost(work: Promise<Outcome>): Promise<Outcome> {
    return new Promise(resolve => {
      this.#leave = resolve;
      void work.then(resolve);
    });
  }

  /** Returns the longest pause of our own during the run, in milliseconds; 0: none worth noticing. */
  end(): number {
    this.#caller.removeEventListener('abort', this.#callOff);
    this.#cancelGrace();
    return this.#countdown.stop();
  }

  #abort(reason: unknown): void {
    this.#cancelGrace();
    this.#cancelGrace = this.#clock.after(graceMs, () => this.#leave(deafProbe));
    this.#stop.abort(reason);
  }
}
