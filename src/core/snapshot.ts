import type { Component, LocalizedText } from './component.ts';
import type { Finding } from './diagnosis/finding.ts';
import type { SoftwareFacts } from './diagnosis/software.ts';
import type { HistoryHealth } from './history-health.ts';
import type { PageSettings } from './page-settings.ts';
import type { Reason } from './reason.ts';
import type { Result } from './result.ts';
import type { RunningSoftware } from './server-info.ts';
import type { CurrentState } from './state-keeper.ts';
import type { Status } from './status.ts';

/** Everything that an output may show, at one instant. Outputs are projections of it and keep nothing themselves. */
export interface Snapshot {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly servers: readonly ServerSnapshot[];
  readonly components: readonly ComponentSnapshot[];
  readonly references: readonly ReferenceSnapshot[];
  readonly config: ConfigStatus;
  readonly history: HistoryHealth;
  readonly workload: Workload;
  readonly page: PageSettings;
  /** States, incidents and uptime, from the history. Derived when first asked for, then kept with the snapshot. */
  status(): Status;
  /** Likely causes of confirmed trouble by domain, best first. Derived when first asked for, like the status. */
  findings(): ReadonlyMap<string, readonly Finding[]>;
}

/** How much the prober itself has to do: whether its machine is large enough. */
export interface Workload {
  /** Probes under way. */
  readonly inFlight: number;
  /** Probes that are due, and whose turn has not come. */
  readonly waiting: number;
  /** How late probes started after the instant they were planned for, since the process began. */
  readonly lateness: Histogram;
}

/** An address that tells whether the prober itself is online. */
export interface ReferenceSnapshot {
  /** As the configuration writes it: metric label `reference`. */
  readonly name: string;
  /** null: not asked yet. */
  readonly up: boolean | null;
}

/** One fediverse server. */
export interface ServerSnapshot {
  readonly domain: string;
  readonly title: LocalizedText | null;
  /** What its preset says of its software; absent: nothing. */
  readonly software?: SoftwareFacts;
  /** What it runs, as it said last; absent before it did. */
  readonly running?: RunningSoftware;
}

/** One component: its definition, its last result and what was counted since the start. */
export interface ComponentSnapshot {
  readonly component: Component;
  /** null: not probed yet, not probed for three intervals, or nothing could be learnt about the target. */
  readonly current: Result | null;
  /** The last run whatever became of it, for debug views; null before the first. */
  readonly last: Result | null;
  /** The debounced state, as of this instant; null: it has none. */
  readonly state: CurrentState | null;
  /** Failed runs, newest first, bounded. */
  readonly failures: readonly Result[];
  readonly counts: RunCounts;
}

/** Counters since the process began to watch this component. They survive a reload that leaves it unchanged. */
export interface RunCounts {
  /** Finished runs that said something about the target. */
  readonly probes: number;
  readonly failures: Readonly<Record<Reason, number>>;
  /** Runs that were due and did not start, because the one before was still going or the process was late. */
  readonly missed: number;
  /** Finished runs that said nothing about the target, through our own fault. */
  readonly internal: number;
  readonly duration: Histogram;
}

/** Durations of something. */
export interface Histogram {
  /** Upper bounds in seconds, ascending, without the infinite one. */
  readonly bounds: readonly number[];
  /** Observations in each bucket alone (not cumulative); one more than there are bounds. */
  readonly buckets: readonly number[];
  /** Sum of all observations, in seconds. */
  readonly sum: number;
}

/** How the configuration in force came about. */
export interface ConfigStatus {
  /** Whether the last attempt to load it succeeded. */
  readonly lastReloadSuccessful: boolean;
  /** Epoch milliseconds of the last success. */
  readonly lastSuccessAt: number;
}

/** Where outputs get their snapshots from. */
export interface SnapshotSource {
  /** What is known now. Synchronous and free of side effects. */
  snapshot(): Snapshot;
  /**
   * With `schedule: scrape`, probes what is due and waits for it, at most until `deadlineMs` from now; with `timer`
   * the same as {@link snapshot}. Never rejects for a target's failure.
   */
  scrape(deadlineMs: number): Promise<Snapshot>;
}

/** Probing one configured component now, outside its schedule. Changes neither counters nor what others see. */
export interface OnDemandProber {
  probeNow(server: string, component: string, options: OnDemandOptions): Promise<OnDemandOutcome>;
}

export interface OnDemandOptions {
  /** At most the component's own timeout is used. */
  readonly timeoutMs: number;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export type OnDemandOutcome =
  | { readonly kind: 'result'; readonly result: Result; readonly component: Component }
  /** No such server or component is configured. */
  | { readonly kind: 'unknown' }
  /** Too many probes are under way already. */
  | { readonly kind: 'busy' }
  /** The caller went away. */
  | { readonly kind: 'aborted' };
