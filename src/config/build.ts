import { setImmediate } from 'node:timers/promises';
import { isInShard, type Shard } from '../core/shard.ts';
import type { Preset } from '../preset/preset.ts';
import type { ProbeType } from '../probe/probe-type.ts';
import { checkKeys } from './check-keys.ts';
import { timeMistakes } from './component.ts';
import type { Config, ListenAddress } from './config.ts';
import { buildRules } from './diagnosis.ts';
import type { ConfigPath } from './errors.ts';
import type { Mistake } from './explain.ts';
import { type TopSettings, topKeys } from './keys.ts';
import { buildReferences } from './references.ts';
import { buildServer, placeholderDomain, type ServerResult } from './server.ts';
import { buildShard } from './shard.ts';
import { buildStatus, namesOf, type StatusConfig } from './status.ts';
import { defaultUserAgent } from './user-agent.ts';
import { resolveValues, type Surroundings } from './values.ts';
import { abridged, politenessWarnings } from './warnings.ts';

/** What can be named in a file, and the version that names itself. */
export interface BuildDeps {
  readonly probeTypes: readonly ProbeType[];
  readonly presets: readonly Preset[];
  readonly version: string;
}

export interface BuiltConfig {
  /** Of use only when there are no mistakes. */
  readonly config: Config;
  readonly mistakes: readonly Mistake[];
  /** Places of secrets that the file itself holds. */
  readonly secrets: readonly ConfigPath[];
}

/** Makes a configuration of the values of a file. */
export async function buildConfig(
  value: unknown,
  surroundings: Surroundings,
  deps: BuildDeps,
): Promise<BuiltConfig> {
  const resolved = await resolveValues(topKeys, value, [], surroundings);
  const { data, mistakes, broken } = checkKeys(topKeys, resolved.value, [], { servers: [null] });
  const userAgent = data.user_agent ?? defaultUserAgent(deps.version, data.contact);
  const frame = {
    ...deps,
    surroundings,
    userAgent,
    intervalMs: data.interval,
    timeoutMs: data.timeout,
    confirm: data.confirm,
  };
  const inputs = broken.has('servers') ? [] : data.servers;
  // One after the other: thousands at once would hold what each leaves behind.
  const servers: ServerResult[] = [];
  for (const [index, input] of inputs.entries()) {
    if (index % serversPerTurn === serversPerTurn - 1) await setImmediate();
    servers.push(await buildServer(input, { ...frame, path: ['servers', index] }));
  }
  const references = buildReferences(data.references, deps.probeTypes);
  const { status, mistakes: statusMistakes } = buildStatus(data, { servers, surroundings });
  const shard = buildShard(data.shard, surroundings);
  const diagnosis = buildRules(data.diagnosis, namesOf(servers));
  return {
    config: assemble(data, {
      userAgent,
      references: references.references,
      diagnosis: diagnosis.rules,
      servers: serversOf(shard.shard, servers),
      shard: shard.shard,
      status,
    }),
    mistakes: [
      ...resolved.mistakes,
      ...mistakes,
      ...(broken.has('interval') || broken.has('timeout') ? [] : timeMistakes(frame, [])),
      ...addressMistakes(data),
      ...excerptMistakes(data),
      ...references.mistakes,
      ...statusMistakes,
      ...diagnosis.mistakes,
      ...(broken.has('shard') ? [] : shard.mistakes),
      ...duplicateDomains(servers),
      ...servers.flatMap(server => server.mistakes),
    ],
    secrets: servers.flatMap(({ literalSecrets }) => literalSecrets),
  };
}

/** Servers made before others get their turn: a reload of thousands must not hold up the probes that are running. */
const serversPerTurn = 10;

interface Parts extends Pick<Config, 'userAgent' | 'references' | 'diagnosis' | 'shard'> {
  readonly servers: readonly ServerResult[];
  readonly status: StatusConfig;
}

/** All were checked, so that a list is right or wrong for every exporter that shares it. */
function serversOf(shard: Shard | null, servers: readonly ServerResult[]): readonly ServerResult[] {
  return shard === null ? servers : servers.filter(({ server }) => isInShard(shard, server.domain));
}

function assemble(
  data: TopSettings,
  { userAgent, references, diagnosis, shard, servers, status }: Parts,
): Config {
  return {
    ...status,
    listen: data.listen,
    publicListen: data.public_listen ?? null,
    webConfigFile: data.web_config_file ?? null,
    schedule: data.schedule,
    scrapeMinAgeMs: data.scrape_min_age,
    evidence: { keep: data.evidence.keep, excerptBytes: data.evidence.excerpt },
    references,
    diagnosis,
    userAgent,
    demo: data.demo ?? null,
    shard,
    servers: servers.map(({ server }) => server),
    components: servers.flatMap(({ components }) => components),
    secrets: servers.flatMap(({ secrets }) => secrets),
    warnings: abridged(
      servers.flatMap(({ server, components }) => politenessWarnings(server.domain, components)),
    ),
  };
}

/** Two listeners cannot share one address. */
function addressMistakes(data: TopSettings): readonly Mistake[] {
  const taken = new Map([[keyOf(data.listen), 'listen']]);
  const others = [
    { path: ['public_listen'], address: data.public_listen },
    { path: ['demo', 'listen'], address: data.demo?.listen },
  ];
  return others.flatMap(({ path, address }) => {
    if (address === undefined || address.port === 0) return [];
    const owner = taken.get(keyOf(address));
    taken.set(keyOf(address), owner ?? path.join('.'));
    return owner === undefined
      ? []
      : [{ path, message: `the same address as \`${owner}\``, target: 'value' }];
  });
}

function keyOf({ host, port }: ListenAddress): string {
  return `${host} ${port}`;
}

const largestExcerptBytes = 64 * 1024;

function excerptMistakes({ evidence }: TopSettings): readonly Mistake[] {
  if (evidence.excerpt <= largestExcerptBytes) return [];
  return [{ path: ['evidence', 'excerpt'], message: 'write 64KiB or less', target: 'value' }];
}

function duplicateDomains(servers: readonly ServerResult[]): readonly Mistake[] {
  const first = new Map<string, number>();
  return servers.flatMap(({ server: { domain } }, index) => {
    const known = first.get(domain);
    if (known === undefined) first.set(domain, index);
    if (known === undefined || domain === placeholderDomain) return [];
    const message = `the same domain as servers[${known}]: put its components there`;
    return [{ path: ['servers', index, 'domain'], message, target: 'value' }];
  });
}
