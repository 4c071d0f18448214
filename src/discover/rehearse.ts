/** The configuration as it would be written, built and run once as the daemon builds and runs it. */
import type { ConfiguredComponent } from '../config/config.ts';
import { type LoadDeps, loadConfig } from '../config/load.ts';
import type { Clock } from '../core/clock.ts';
import { type Result, toResult } from '../core/result.ts';
import { describeFailure, isAbsent } from './absence.ts';
import type { Asker } from './asker.ts';
import type { ProbedComponent } from './discovery.ts';
import { type ServerEntry } from './entry.ts';
import { objectionTo, webOriginOf } from './reach.ts';
import type { ChosenPreset } from './software.ts';
import type { StreamingFacts } from './streaming.ts';
import type { Survey } from './survey.ts';
import { writeServers } from './write.ts';

export type BuildDeps = Pick<LoadDeps, 'probeTypes' | 'presets' | 'version'>;

export interface RehearsalDeps extends BuildDeps, ProbeDeps {
  /** The domain that discovery began with. */
  readonly home: string;
}

/** What is to be written after all, and what its probes said. */
export interface Rehearsed {
  readonly entry: ServerEntry;
  /** Those that are left out come last. */
  readonly probed: readonly ProbedComponent[];
  /** Where streaming turned out to be; null: where it was thought to be. */
  readonly streaming: StreamingFacts | null;
}

/** Runs what would be written, and changes it where the answers say how. */
export async function rehearse(entry: ServerEntry, survey: Survey, deps: RehearsalDeps): Promise<Rehearsed> {
  const probed = await probeEach(await buildComponents(entry, deps), deps);
  const streamingOrigin = streamingRedirect(probed, entry, survey.web.value, deps.home);
  if (streamingOrigin === null) return { ...withoutAbsent(entry, probed, survey.chosen), streaming: null };
  const moved = { ...entry, streamingOrigin };
  const components = await buildComponents(moved, deps);
  const again = await probeEach(
    components.filter(({ component }) => /^streaming(?:_|$)/.test(component.name)),
    deps,
  );
  const byName = new Map(again.map(one => [one.result.component, one]));
  const now = probed.map(one => byName.get(one.result.component) ?? one);
  const origin = { value: streamingOrigin, from: 'the redirect of the streaming API' };
  return { ...withoutAbsent(moved, now, survey.chosen), streaming: { origin, refused: [] } };
}

/** A server whose API is closed may still redirect to where its streaming is. null: it does not. */
function streamingRedirect(
  probed: readonly ProbedComponent[],
  { streamingOrigin }: ServerEntry,
  webOrigin: string,
  home: string,
): string | null {
  const streaming = probed.find(({ result }) => result.component === 'streaming');
  const http = streaming?.result.outcome.http;
  if (streamingOrigin !== null || http === undefined || http.status < 301 || http.status > 308) return null;
  const origin = webOriginOf(http.headers.get('location')?.[0]);
  const isElsewhere = origin !== null && origin !== webOrigin;
  return isElsewhere && objectionTo(origin, home) === null ? origin : null;
}

/** A component that not every server of this software has is left out where it is not there. */
function withoutAbsent(
  entry: ServerEntry,
  probed: readonly ProbedComponent[],
  { preset, isGeneric }: ChosenPreset,
): Omit<Rehearsed, 'streaming'> {
  const mayLack = new Set(preset.discovery?.mayLack);
  const isOptional = ({ component, type }: Result): boolean =>
    isGeneric || mayLack.has(component) || (type === 'activitypub' && entry.account === null);
  const isOut = ({ result }: ProbedComponent): boolean => isOptional(result) && isAbsent(result);
  const out = probed.filter(isOut);
  // A configuration without anything to watch is none.
  if (out.length === probed.length) return { entry, probed };
  const absent = out.map(({ result }) => ({ name: result.component, reason: describeFailure(result) }));
  return { entry: { ...entry, absent }, probed: [...probed.filter(one => !isOut(one)), ...out] };
}

/** Builds the components that an entry stands for. Rejects with a `ConfigError` when it stands for nothing valid. */
async function buildComponents(entry: ServerEntry, deps: BuildDeps): Promise<readonly ConfiguredComponent[]> {
  const { components } = await loadConfig(writeServers([entry]), 'discovered.yaml', {
    ...deps,
    env: {},
    readFile: () => Promise.reject(new Error('a discovered configuration names no files')),
  });
  return components;
}

interface ProbeDeps {
  readonly asker: Asker;
  readonly userAgent: string;
  readonly clock: Clock;
}

/** Probes each component once, all at the same time. */
async function probeEach(
  components: readonly ConfiguredComponent[],
  { asker, userAgent, clock }: ProbeDeps,
): Promise<readonly ProbedComponent[]> {
  return await Promise.all(
    components.map(async ({ component, prepared }) => {
      const at = clock.now();
      const outcome = await asker.run(prepared.start({ userAgent }), component.timeoutMs);
      asker.count(outcome, prepared.requests);
      const result = toResult(component, outcome, { at, durationMs: clock.now() - at });
      return { result, target: component.target };
    }),
  );
}
