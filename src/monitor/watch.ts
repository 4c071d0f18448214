import { type Component, componentKey, type Probe } from '../core/component.ts';
import { toEvidence } from '../core/evidence.ts';
import type { Result } from '../core/result.ts';
import type { ComponentSnapshot } from '../core/snapshot.ts';
import type { StateKeeper } from '../core/state-keeper.ts';
import { formatDuration } from '../core/units.ts';
import { type Change, ComponentRecord } from './component-record.ts';
import { asOurFault, couldBeOurs } from './own-fault.ts';
import type { References } from './references.ts';
import { type RunDeps, runOnce } from './run-once.ts';
import type { Job } from './schedule.ts';
import type { EvidenceSettings, MonitoredComponent } from './settings.ts';
import type { StartQueue, Task, TaskGroup } from './start-queue.ts';
import { Stop } from './stop.ts';

export interface WatchDeps extends RunDeps {
  readonly queue: StartQueue;
  readonly references: References;
  readonly states: StateKeeper;
  /** Called with each result while it still has its body. */
  readonly onResult: (result: Result) => void;
  /** Told how late a run starts, in milliseconds. */
  readonly onStart: (lateMs: number) => void;
  /** Called when a result of a server was taken in. */
  readonly onRecorded: (result: Result) => void;
  /** Told how soon a component wants to be run again, in milliseconds. */
  readonly onImpatience: (watch: Watch, delayMs: number) => void;
}

/** How old an answer of the references may be to explain yet another failure of a component that is down already. */
const referencesMaxAgeMs = 5000;

/** One for all: making an error with its stack for each of ten thousand components would take a while. */
const notWatched = new Error('the component is not watched any more');

/** The time that somebody has for a run, and from which monotonic instant on. */
interface Patience {
  readonly limitMs: number;
  readonly since: number;
}

/** One component under watch: runs it, never twice at once, and records what comes. */
export class Watch implements Job, Task {
  readonly group: TaskGroup;
  readonly #deps: WatchDeps;
  readonly #record: ComponentRecord;
  readonly #stop = new Stop();
  readonly #watchedSince: number;
  #entry: MonitoredComponent;
  #evidence: EvidenceSettings;
  #probe: Probe;
  #state: 'idle' | 'waiting' | 'running' = 'idle';
  /** Of the run that waits or is under way; monotonic. */
  #dueAt = 0;
  /** Of whoever wants that run; null: all the time in the world. */
  #patience: Patience | null = null;
  /** For those who wait for the end of it. */
  #end: PromiseWithResolvers<void> | null = null;

  /** `former`: the watch over the component of the same name before its definition changed. */
  constructor(deps: WatchDeps, entry: MonitoredComponent, evidence: EvidenceSettings, former?: Watch) {
    this.#deps = deps;
    this.group = deps.queue.group(entry.component.server);
    this.#entry = entry;
    this.#evidence = evidence;
    this.#probe = entry.start();
    this.#record = new ComponentRecord(former && former.#record);
    this.#watchedSince = deps.clock.monotonic();
  }

  get key(): string {
    return componentKey(this.component);
  }

  get component(): Component {
    return this.#entry.component;
  }

  get intervalMs(): number {
    return this.component.intervalMs;
  }

  get entry(): MonitoredComponent {
    return this.#entry;
  }

  /** Takes over a definition that asks and judges as before; titles and the like may differ. */
  redefine(entry: MonitoredComponent, evidence: EvidenceSettings): void {
    this.#entry = entry;
    this.#evidence = evidence;
    this.#probe = entry.start();
    this.#record.forgetViews();
  }

  /** Whether it was probed once, or had one interval's time to be. */
  isReady(now: number): boolean {
    return this.#record.lastAt > -Infinity || now - this.#watchedSince >= this.intervalMs;
  }

  /** Whether the last run ended less than `ageMs` milliseconds before a monotonic instant. */
  isYounger(ageMs: number, now: number): boolean {
    return now - this.#record.lastAt < ageMs;
  }

  view(now: number, isOffline: boolean): ComponentSnapshot {
    return this.#record.view(this.component, now, isOffline, this.#deps.states.stateOf(this.component));
  }

  /** Whether a run waits for its turn, or is under way. */
  get isRunning(): boolean {
    return this.#state !== 'idle';
  }

  /** Runs the component once, as it was due at a monotonic instant, unless a run is under way. */
  run(dueAt: number): void {
    this.#want(dueAt, null);
  }

  /** The same, at once and within `limitMs` milliseconds. Resolves once it has ended. */
  runWithin(limitMs: number): Promise<void> {
    const now = this.#deps.clock.monotonic();
    this.#want(now, { limitMs, since: now });
    return this.isRunning ? this.#isOver() : Promise.resolve();
  }

  miss(count: number): void {
    this.#record.miss(count);
  }

  /** Its turn has come. */
  async begin(): Promise<void> {
    this.#state = 'running';
    const result = this.#isStopped ? null : await this.#ask();
    if (result !== null) {
      const settled = this.#mayBeOurs(result) ? await this.#settle(result) : result;
      if (!this.#isStopped) this.#take(settled);
    }
    this.#state = 'idle';
    this.#letGo();
  }

  /** Calls off what runs, and records nothing any more. */
  async stop(): Promise<void> {
    this.#stop.abort(notWatched);
    if (this.#state === 'waiting') this.#letGo();
    else if (this.#state === 'running') await this.#isOver();
  }

  get #isStopped(): boolean {
    return this.#stop.aborted;
  }

  #want(dueAt: number, patience: Patience | null): void {
    if (this.isRunning || this.#isStopped) return;
    this.#state = 'waiting';
    this.#dueAt = dueAt;
    this.#patience = patience;
    this.#deps.queue.add(this);
  }

  #isOver(): Promise<void> {
    this.#end ??= Promise.withResolvers();
    return this.#end.promise;
  }

  #letGo(): void {
    this.#end?.resolve();
    this.#end = null;
  }

  #ask(): Promise<Result | null> {
    const now = this.#deps.clock.monotonic();
    const leftMs = this.#leftMs(now);
    if (leftMs === null) {
      this.miss(1);
      return Promise.resolve(null);
    }
    this.#deps.onStart(now - this.#dueAt);
    return runOnce(this.#deps, this.component, this.#probe, { limitMs: leftMs, signal: this.#stop });
  }

  /** The time that is left for a run, in milliseconds; null: too little. */
  #leftMs(now: number): number | null {
    if (this.#patience === null) return Infinity;
    const { limitMs, since } = this.#patience;
    const leftMs = limitMs - (now - since);
    // The target must not pay with its timeout for our queue.
    return leftMs < Math.min(this.component.timeoutMs, limitMs) / 2 ? null : leftMs;
  }

  /** Whatever comes while offline is a reason to look again: an answer may mean that the line is back. */
  #mayBeOurs(result: Result): boolean {
    return this.#deps.references.isOffline || (result.verdict.result === 'fail' && couldBeOurs(result));
  }

  /** Makes sure that a failure is the target's before it counts. */
  async #settle(result: Result): Promise<Result> {
    const { clock, references } = this.#deps;
    const now = clock.monotonic();
    const isDoubtful = result.verdict.result === 'fail' && couldBeOurs(result);
    await references.askedSince(this.#record.isDown ? now - referencesMaxAgeMs : now);
    const wasOffline = isDoubtful && references.wasOfflineSince(now - result.durationMs);
    return references.isOffline || wasOffline
      ? asOurFault(this.component, result, 'no reference answered: the prober itself seems to be offline')
      : result;
  }

  #take(result: Result): void {
    const { clock, log, states } = this.#deps;
    this.#deps.onResult(result);
    const evidence = toEvidence(result, this.#evidence, this.#record.last);
    const change = this.#record.add(evidence, clock.monotonic(), this.#evidence.keep);
    const { server, component, durationMs, verdict } = evidence;
    const { reason, code } = verdict.cause ?? {};
    log.debug({ server, component, durationMs, result: verdict.result, reason, code }, 'probed');
    if (change !== null) this.#tell(change);
    const retryAfterMs = states.observe(this.component, evidence);
    this.#deps.onRecorded(evidence);
    // Whoever says that we ask too often is not asked even more often.
    if (retryAfterMs !== null && reason !== 'rate_limited') this.#deps.onImpatience(this, retryAfterMs);
  }

  /** Raw results are for those who look closely; what is confirmed is news. */
  #tell(change: Change): void {
    const { log } = this.#deps;
    const { server, name: component } = this.component;
    if (change.kind === 'down') log.debug({ server, component, ...change.cause }, 'component is down');
    else log.debug({ server, component, outage: formatDuration(change.outageMs) }, 'component is up again');
  }
}
