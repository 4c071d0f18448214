import { isAbsolute, join } from 'node:path';
import type { Config, HistoryConfig } from './config.ts';
import type { Mistake } from './explain.ts';
import type { TopSettings } from './keys.ts';
import { type KnownNames, noSuch, planMaintenance } from './plan.ts';
import type { ServerResult } from './server.ts';
import type { HistoryKeys } from './status-keys.ts';
import type { Surroundings } from './values.ts';

/** The part of a configuration that is about states and what is told of them. */
export type StatusConfig = Pick<Config, 'history' | 'maintenance' | 'page' | 'publish' | 'announcements'>;

export interface StatusFrame {
  readonly servers: readonly ServerResult[];
  readonly surroundings: Pick<Surroundings, 'env' | 'folder'>;
}

/** Reads what is about states and what is told of them; the servers are known by then. */
export function buildStatus(
  data: TopSettings,
  { servers, surroundings }: StatusFrame,
): { readonly status: StatusConfig; readonly mistakes: readonly Mistake[] } {
  const { page, publish } = data;
  const names = namesOf(servers);
  const plan = planMaintenance(data.maintenance, { names, timeZone: page.timeZone });
  return {
    status: {
      history: toHistory(data.history, surroundings),
      maintenance: plan.windows,
      page,
      publish: publish === undefined ? null : { directory: publish.directory, everyMs: publish.every },
      announcements: data.announcements ?? null,
    },
    mistakes: [...plan.mistakes, ...(names === null ? [] : pageMistakes(page.servers ?? [], names))],
  };
}

/** What windows, rules and the page may speak of; null: not known, since the servers have mistakes of their own. */
export function namesOf(servers: readonly ServerResult[]): KnownNames | null {
  if (servers.length === 0 || servers.some(({ mistakes }) => mistakes.length > 0)) return null;
  return new Map(
    servers.map(({ server, components }) => [
      server.domain,
      components.map(({ component }) => component.name),
    ]),
  );
}

function pageMistakes(domains: readonly string[], names: KnownNames): readonly Mistake[] {
  return domains.flatMap((domain, index) => {
    if (names.has(domain)) return [];
    const message = noSuch('server', domain, [...names.keys()]);
    return [{ path: ['page', 'servers', index], message, target: 'value' as const }];
  });
}

/** A container or a service has one place to write to, wherever its configuration lies. */
const dataDirectoryVariable = 'FEDISTATUS_DATA_DIRECTORY';

/** The folder for what the program keeps: absolute. `folder` is that of the configuration. */
export function dataDirectory({ env, folder }: StatusFrame['surroundings']): string {
  const named = env[dataDirectoryVariable];
  const directory = named === undefined || named === '' ? 'data' : named;
  return isAbsolute(directory) ? directory : join(folder, directory);
}

function toHistory(keys: HistoryKeys, surroundings: StatusFrame['surroundings']): HistoryConfig {
  if (keys === 'memory') return { path: null, retentionMs: defaultRetentionMs };
  const standard = join(dataDirectory(surroundings), 'history.db');
  return { path: keys.path ?? standard, retentionMs: keys.retention };
}

const defaultRetentionMs = 400 * 86_400_000;
