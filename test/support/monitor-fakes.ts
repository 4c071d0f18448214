import type { Component, Probe, ProbeRun } from '../../src/core/component.ts';
import type { HistoryHealth } from '../../src/core/history-health.ts';
import type { Log, LogFields } from '../../src/core/log.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { FailureCode } from '../../src/core/reason.ts';
import type { Result } from '../../src/core/result.ts';
import { createScrubber } from '../../src/core/scrubber.ts';
import type { CurrentState, StateKeeper } from '../../src/core/state-keeper.ts';
import type { Status } from '../../src/core/status.ts';
import type { MonitoredComponent, MonitorSettings } from '../../src/monitor/settings.ts';
import {
  component as aComponent,
  defaultPageSettings,
  emptyStatus,
  failure,
  noTrouble,
  observation,
} from './core-values.ts';
import type { FakeClock } from './fake-clock.ts';

/** A line of the log: level, message and fields. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

export class RecordingLog implements Log {
  readonly lines: LogLine[] = [];

  debug(fields: LogFields, message: string): void {
    this.lines.push({ level: 'debug', message, fields });
  }

  info(fields: LogFields, message: string): void {
    this.lines.push({ level: 'info', message, fields });
  }

  warn(fields: LogFields, message: string): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(fields: LogFields, message: string): void {
    this.lines.push({ level: 'error', message, fields });
  }

  /** Messages of everything but the single runs. */
  get news(): readonly string[] {
    return this.lines.filter(({ level }) => level !== 'debug').map(({ message }) => message);
  }
}

/** Keeps no states, but what it is told. */
export class FakeStates implements StateKeeper {
  readonly observed: Result[] = [];
  retryAfterMs: number | null = null;
  state: CurrentState | null = null;
  derived = 0;

  observe(_component: Component, result: Result): number | null {
    this.observed.push(result);
    return this.retryAfterMs;
  }

  stateOf(): CurrentState | null {
    return this.state;
  }

  status(): Status {
    this.derived += 1;
    return emptyStatus;
  }

  health(): HistoryHealth {
    return noTrouble;
  }
}

/** A target that answers as a test tells it to, and remembers when it was asked. */
export class FakeTarget {
  readonly #clock: FakeClock;
  /** What the next runs bring home. */
  outcome: Outcome = observation();
  /** How long an answer takes. It comes at the deadline as a timeout if that is before. */
  takesMs = 0;
  /** Monotonic starts of the runs. */
  readonly startedAt: number[] = [];
  running = 0;
  mostRunning = 0;
  /** Runs whose signal aborted, whatever the reason. */
  aborted = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  get runs(): number {
    return this.startedAt.length;
  }

  fail(code: FailureCode): void {
    this.outcome = failure({ code, message: `failed with ${code}` });
  }

  recover(): void {
    this.outcome = observation();
  }

  readonly start = (): Probe => run => this.#ask(run);

  async #ask({ signal }: ProbeRun): Promise<Outcome> {
    this.startedAt.push(this.#clock.monotonic());
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    const { outcome } = this;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const cancel =
      this.takesMs === 0 ? resolve(outcome) : this.#clock.after(this.takesMs, () => resolve(outcome));
    signal.addEventListener('abort', () => {
      this.aborted += 1;
      cancel?.();
      resolve(failure({ code: 'timeout', message: 'no answer in time' }));
    });
    const result = await promise;
    this.running -= 1;
    return result;
  }
}

/** `component('api', { intervalMs: 10_000 })` */
export function component(name: string, parts: Partial<Component> = {}): Component {
  return { ...aComponent(), name, ...parts };
}

export function watched(
  target: FakeTarget,
  name: string,
  parts: Partial<Component> = {},
): MonitoredComponent {
  return { component: component(name, parts), start: target.start };
}

export function settings(
  components: readonly MonitoredComponent[],
  parts: Partial<MonitorSettings> = {},
): MonitorSettings {
  return {
    schedule: 'timer',
    scrapeMinAgeMs: 0,
    servers: [{ domain: 'social.example', title: null }],
    components,
    references: [],
    evidence: { keep: 3, excerptBytes: 0, scrub: createScrubber([]) },
    page: defaultPageSettings,
    diagnosis: [],
    ...parts,
  };
}
