import type { Log } from '../core/log.ts';
import type { OnDemandProber, SnapshotSource } from '../core/snapshot.ts';
import type { Publisher } from '../publish/publisher.ts';
import type { SelfMetrics } from '../publish/self-metrics.ts';

/** What the HTTP server needs of the rest of the program. */
export interface ServerDeps {
  readonly source: SnapshotSource;
  readonly onDemand: OnDemandProber;
  readonly publishers: readonly Publisher[];
  readonly selfMetrics: Pick<SelfMetrics, 'countRequest' | 'observeRender'>;
  readonly log: Log;
  /** Whether every component was probed once, or had the time to be. */
  readonly isReady: () => boolean;
  /** Reloads the configuration; null: not over HTTP. */
  readonly reload: (() => Promise<ReloadOutcome>) | null;
}

export type ReloadOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };
