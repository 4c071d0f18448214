/** The configuration as it would be written, built and run once as the daemon builds and runs it. */
import type { ConfiguredComponent } from '../config/config.ts';
import { type LoadDeps, loadConfig } from '../config/load.ts';
import { toResult } from '../core/result.ts';
import type { Asker } from './asker.ts';
import type { ProbedComponent } from './discovery.ts';
import { type ServerEntry } from './entry.ts';
import { writeServers } from './write.ts';

export type BuildDeps = Pick<LoadDeps, 'probeTypes' | 'presets' | 'version'>;

/** Builds the components that an entry stands for. Rejects with a `ConfigError` when it stands for nothing valid. */
export async function buildComponents(
  entry: ServerEntry,
  deps: BuildDeps,
): Promise<readonly ConfiguredComponent[]> {
  const { components } = await loadConfig(writeServers([entry]), 'discovered.yaml', {
    ...deps,
    env: {},
    readFile: () => Promise.reject(new Error('a discovered configuration names no files')),
  });
  return components;
}

export interface RehearsalDeps {
  readonly asker: Asker;
  readonly userAgent: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Probes each component once, all at the same time. */
export async function probeEach(
  components: readonly ConfiguredComponent[],
  { asker, userAgent, now }: RehearsalDeps,
): Promise<readonly ProbedComponent[]> {
  return await Promise.all(
    components.map(async ({ component, prepared }) => {
      const at = now();
      const outcome = await asker.run(prepared.start({ userAgent }), component.timeoutMs);
      asker.count(outcome, prepared.requests);
      const result = toResult(component, outcome, { at, durationMs: now() - at });
      return { result, target: component.target };
    }),
  );
}
