import { componentKey } from '../core/component.ts';
import { type DiagnoseOptions, diagnoseAll } from '../core/diagnosis/index.ts';
import { pictureOf } from '../core/diagnosis/picture.ts';
import type {
  ConfigStatus,
  OnDemandOptions,
  OnDemandOutcome,
  OnDemandProber,
  Snapshot,
  SnapshotSource,
  Workload,
} from '../core/snapshot.ts';
import type { StateKeeper } from '../core/state-keeper.ts';
import { waitAtMost } from './clock.ts';
import { Countdowns } from './countdowns.ts';
import { DiagnosisLog } from './diagnosis-log.ts';
import { DiagnosisRounds } from './diagnosis-rounds.ts';
import { emptyHistogram, observe } from './histogram.ts';
import { OnDemand } from './on-demand.ts';
import { References } from './references.ts';
import { RestlessServers } from './restless-servers.ts';
import type { RunDeps } from './run-once.ts';
import { Schedule } from './schedule.ts';
import { ServerInfos } from './server-infos.ts';
import type { MonitorSettings } from './settings.ts';
import { StartQueue } from './start-queue.ts';
import { Watch, type WatchDeps } from './watch.ts';

/** Seconds. Of what is due in the same tick, the last waits some milliseconds for the others. */
const latenessBounds = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 5] as const;

export interface MonitorDeps extends Omit<RunDeps, 'countdowns'> {
  readonly states: StateKeeper;
}

/**
 * Watches every configured component and knows what there is to know of each. Nothing runs before {@link start};
 * disposing of it calls off whatever runs, within a second and as often as one likes.
 */
export class Monitor implements SnapshotSource, OnDemandProber, AsyncDisposable {
  readonly #deps: WatchDeps;
  readonly #onDemand: OnDemand;
  readonly #diagnoses: DiagnosisLog;
  readonly #rounds: DiagnosisRounds;
  readonly #restless = new RestlessServers();
  readonly #infos: ServerInfos;
  /** Stopped watches whose last run has not ended yet. */
  readonly #leaving = new Set<Promise<void>>();
  #settings: MonitorSettings;
  #watches: ReadonlyMap<string, Watch>;
  #byServer: ReadonlyMap<string, readonly Watch[]>;
  #schedule: Schedule | null = null;
  #config: ConfigStatus;
  #lateness = emptyHistogram(latenessBounds);
  #life: 'new' | 'running' | 'stopped' = 'new';
  #wasReady = false;
  #stopping: Promise<void> | null = null;

  constructor(deps: MonitorDeps, settings: MonitorSettings) {
    const { clock, log, states } = deps;
    const runDeps = { clock, log, countdowns: new Countdowns(clock) };
    this.#infos = new ServerInfos(deps);
    this.#infos.follow(settings.servers, settings.page);
    this.#deps = {
      ...runDeps,
      states,
      queue: new StartQueue(clock),
      references: new References(runDeps),
      onStart: lateMs => {
        this.#lateness = observe(this.#lateness, Math.max(0, lateMs) / 1000);
      },
      onResult: result => this.#infos.take(result),
      onRecorded: result => this.#rounds.note(result, this.#hasFindings(result.server)),
      onImpatience: (watch, delayMs) => this.#schedule?.hasten(watch, delayMs),
    };
    this.#onDemand = new OnDemand(runDeps);
    this.#diagnoses = new DiagnosisLog(log);
    this.#rounds = new DiagnosisRounds(clock, server => this.#diagnose(server));
    this.#settings = settings;
    this.#watches = this.#watchesFor(settings, new Map());
    this.#byServer = byServer(this.#watches);
    this.#config = { lastReloadSuccessful: true, lastSuccessAt: clock.now() };
  }

  /** Begins to watch. */
  start(): void {
    if (this.#life !== 'new') return;
    this.#life = 'running';
    this.#deps.references.replace(this.#settings.references);
    this.#follow([...this.#watches.values()]);
  }

  /**
   * Takes over another configuration. A component that is asked and judged as before keeps its place in the schedule,
   * its results and its counters; one that changed keeps its counters; one that is gone vanishes at once.
   */
  replace(settings: MonitorSettings): void {
    if (this.#life === 'stopped') return;
    const former = this.#watches;
    this.#watches = this.#watchesFor(settings, former);
    this.#byServer = byServer(this.#watches);
    const domains = settings.servers.map(({ domain }) => domain);
    this.#diagnoses.keep(domains);
    this.#restless.keep(domains);
    this.#deps.queue.keep(domains);
    this.#rounds.keep((server, name) => this.#watches.has(componentKey({ server, name })));
    this.#infos.follow(settings.servers, settings.page);
    this.#settings = settings;
    const kept = new Set(this.#watches.values());
    const gone = new Set([...former.values()].filter(watch => !kept.has(watch)));
    for (const watch of gone) this.#dismiss(watch);
    if (this.#life !== 'running') return;
    this.#deps.references.replace(settings.references);
    this.#schedule?.remove(gone);
    const known = new Set(former.values());
    this.#follow([...kept].filter(watch => this.#schedule === null || !known.has(watch)));
  }

  /** The configuration in force came from a load that succeeded just now. */
  reloadSucceeded(): void {
    this.#config = { lastReloadSuccessful: true, lastSuccessAt: this.#deps.clock.now() };
  }

  /** A load failed; what was in force stays so. */
  reloadFailed(): void {
    this.#config = { ...this.#config, lastReloadSuccessful: false };
  }

  /** Whether every component was probed once, or had one interval's time to be. Once true it stays so. */
  isReady(): boolean {
    if (this.#life !== 'running') return false;
    // With `schedule: scrape` nothing happens before somebody asks.
    const now = this.#deps.clock.monotonic();
    this.#wasReady ||=
      this.#settings.schedule === 'scrape' || [...this.#watches.values()].every(watch => watch.isReady(now));
    return this.#wasReady;
  }

  snapshot(): Snapshot {
    const { clock, references, states } = this.#deps;
    const now = clock.monotonic();
    const { isOffline } = references;
    const { diagnosis: rules } = this.#settings;
    const diagnosable = {
      servers: this.#infos.snapshots(),
      components: Array.from(this.#watches.values(), watch => watch.view(now, isOffline)),
      references: references.snapshot(),
    };
    return {
      at: clock.now(),
      ...diagnosable,
      config: this.#config,
      history: states.health(),
      workload: this.#workload(),
      page: this.#settings.page,
      status: once(() => states.status()),
      findings: once(() => diagnoseAll(diagnosable, { rules, ...this.#formerly() })),
    };
  }

  #workload(): Workload {
    const { running, waiting } = this.#deps.queue.load;
    return { inFlight: running, waiting, lateness: this.#lateness };
  }

  async scrape(deadlineMs: number): Promise<Snapshot> {
    if (this.#life === 'running' && this.#settings.schedule === 'scrape' && deadlineMs > 0) {
      await this.#runDue(deadlineMs);
    }
    return this.snapshot();
  }

  async probeNow(server: string, component: string, options: OnDemandOptions): Promise<OnDemandOutcome> {
    const watch = this.#watches.get(componentKey({ server, name: component }));
    if (watch === undefined) return { kind: 'unknown' };
    return await this.#onDemand.probe(watch.entry, this.#settings.evidence, options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#life = 'stopped';
    this.#schedule?.stop();
    this.#rounds.stop();
    for (const watch of this.#watches.values()) this.#dismiss(watch);
    await Promise.all([this.#deps.references.stop(), this.#onDemand.stop(), ...this.#leaving]);
  }

  #watchesFor(
    { components, evidence }: MonitorSettings,
    former: ReadonlyMap<string, Watch>,
  ): Map<string, Watch> {
    const watches = new Map<string, Watch>();
    for (const entry of components) {
      const key = componentKey(entry.component);
      const known = former.get(key);
      if (known?.component.fingerprint === entry.component.fingerprint) {
        known.redefine(entry, evidence);
        watches.set(key, known);
      } else {
        watches.set(key, new Watch(this.#deps, entry, evidence, known));
      }
    }
    return watches;
  }

  /** Puts watches on the schedule that the settings want; all of them are new to it. */
  #follow(watches: readonly Watch[]): void {
    if (this.#settings.schedule === 'scrape') {
      this.#schedule?.stop();
      this.#schedule = null;
    } else {
      this.#schedule ??= new Schedule(this.#deps.clock);
      this.#schedule.add(watches);
    }
  }

  async #runDue(deadlineMs: number): Promise<void> {
    const { clock, references } = this.#deps;
    const now = clock.monotonic();
    // Some time must be left after a probe's timeout to record it, and to ask the references about it.
    const reservedMs = references.isConfigured
      ? Math.min(1000, deadlineMs / 4)
      : Math.min(100, deadlineMs / 10);
    const runs: Promise<unknown>[] = [];
    for (const watch of this.#watches.values()) {
      const isDue = !watch.isYounger(this.#settings.scrapeMinAgeMs, now);
      if (isDue) runs.push(watch.runWithin(deadlineMs - reservedMs));
    }
    if (runs.length > 0) await waitAtMost(clock, deadlineMs, Promise.all(runs));
  }

  #hasFindings(server: string): boolean {
    return (this.#diagnoses.found.get(server)?.length ?? 0) > 0;
  }

  /** While the prober is offline nothing is known of any server, which its references have said already. */
  #diagnose(domain: string): void {
    const { clock, references } = this.#deps;
    if (references.isOffline) return;
    const now = clock.monotonic();
    const watches = this.#byServer.get(domain) ?? [];
    const server = this.#infos.configured(domain);
    const components = watches.map(watch => watch.view(now, false));
    this.#restless.note(domain, pictureOf(components), now);
    const findings = diagnoseAll(
      {
        servers: server === undefined ? [] : [server],
        components,
        references: references.snapshot(),
      },
      { rules: this.#settings.diagnosis, ...this.#formerly() },
    );
    this.#diagnoses.follow(domain, findings.get(domain) ?? []);
  }

  /** What a diagnosis has to know of those before. */
  #formerly(): Pick<DiagnoseOptions, 'former' | 'restless'> {
    return { former: this.#diagnoses.found, restless: this.#restless.domains };
  }

  #dismiss(watch: Watch): void {
    const isGone = watch.stop().finally(() => this.#leaving.delete(isGone));
    this.#leaving.add(isGone);
  }
}

function once<Derived extends object>(derive: () => Derived): () => Derived {
  let derived: Derived | null = null;
  return () => (derived ??= derive());
}

function byServer(watches: ReadonlyMap<string, Watch>): ReadonlyMap<string, readonly Watch[]> {
  return Map.groupBy(watches.values(), ({ component }) => component.server);
}
