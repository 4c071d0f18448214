import { documentOf } from '../core/assertion/json-document.ts';
import type { Clock } from '../core/clock.ts';
import { presetRoles } from '../core/diagnosis/role.ts';
import type { Log } from '../core/log.ts';
import type { PageSettings } from '../core/page-settings.ts';
import type { Result } from '../core/result.ts';
import { type RunningSoftware, readServerInfo, type ServerInfo } from '../core/server-info.ts';
import type { ServerSnapshot } from '../core/snapshot.ts';
import { compareStatusLink, type StatusLink, statusLinkSetting } from '../core/status-link.ts';
import type { MonitoredServer } from './settings.ts';

/** A version that changes more often than this is none: each would be a series of its own. Milliseconds. */
const steadyMs = 3_600_000;

/** The components whose answers tell of their server, with their roles. Every result is looked up here: in an object it would take far longer. */
const telling = new Map(
  Object.entries(presetRoles).filter(([, role]) => role === 'api' || role === 'nodeinfo'),
);

interface Known {
  readonly software: RunningSoftware | null;
  /** Monotonic. */
  readonly since: number;
  /** From NodeInfo, which counts more than the version in an API. */
  readonly isNodeinfo: boolean;
  readonly link: StatusLink['kind'] | null;
}

/**
 * What servers say of themselves in answers that came anyway: their software, for the metrics, and their link to a
 * status page, which is compared with ours and told of in the log when that changes.
 */
export class ServerInfos {
  readonly #deps: { readonly clock: Clock; readonly log: Log };
  readonly #known = new Map<string, Known>();
  #servers: ReadonlyMap<string, MonitoredServer> = new Map();
  /** null: to be made anew. */
  #snapshots: readonly ServerSnapshot[] | null = null;
  #page: Pick<PageSettings, 'publicUrl' | 'servers'> = { publicUrl: null, servers: null };

  constructor(deps: { readonly clock: Clock; readonly log: Log }) {
    this.#deps = deps;
  }

  /** Takes over other servers, and another page; forgets those that are gone. */
  follow(servers: readonly MonitoredServer[], page: PageSettings): void {
    this.#servers = new Map(servers.map(server => [server.domain, server]));
    this.#page = page;
    for (const domain of this.#known.keys()) if (!this.#servers.has(domain)) this.#known.delete(domain);
    this.#snapshots = null;
  }

  /** One server as it is configured. */
  configured(domain: string): MonitoredServer | undefined {
    return this.#servers.get(domain);
  }

  /** The servers, with what is known of their software. The same array for as long as nothing changes. */
  snapshots(): readonly ServerSnapshot[] {
    this.#snapshots ??= [...this.#servers.values()].map(({ domain, title, software }) => {
      const running = this.#known.get(domain)?.software ?? null;
      return { domain, title, ...(software && { software }), ...(running && { running }) };
    });
    return this.#snapshots;
  }

  /** Reads a result that still has its body. */
  take(result: Result): void {
    const { server, component, outcome, verdict } = result;
    const role = telling.get(component);
    if (role === undefined || outcome.kind !== 'observation') return;
    if (verdict.result !== 'pass' && verdict.result !== 'warn') return;
    const info = readServerInfo(documentOf(outcome)?.value);
    this.#learnSoftware(server, info, role === 'nodeinfo');
    if (info.statusLink !== undefined) this.#learnLink(server, info.statusLink);
  }

  #learnSoftware(server: string, info: ServerInfo, isNodeinfo: boolean): void {
    const known = this.#of(server);
    if (known.isNodeinfo && !isNodeinfo) return;
    const name = info.software ?? this.#servers.get(server)?.preset ?? null;
    if (name === null || info.version === null) return;
    const isSame = known.software?.name === name && known.software.version === info.version;
    const now = this.#deps.clock.monotonic();
    const isTooSoon =
      known.software !== null && now - known.since < steadyMs && known.isNodeinfo === isNodeinfo;
    if (isSame || isTooSoon) return;
    this.#known.set(server, { ...known, software: { name, version: info.version }, since: now, isNodeinfo });
    this.#snapshots = null;
  }

  #learnLink(server: string, link: string | null): void {
    const { publicUrl, servers } = this.#page;
    if (publicUrl === null || servers?.includes(server) === false) return;
    const compared = compareStatusLink(link, publicUrl);
    const known = this.#of(server);
    if (compared.kind === known.link) return;
    this.#known.set(server, { ...known, link: compared.kind });
    const fields = { server, page: publicUrl, setting: statusLinkSetting };
    const { log } = this.#deps;
    if (compared.kind === 'other') {
      log.warn({ ...fields, link: compared.link }, 'the server links to another status page than ours');
    } else if (compared.kind === 'unset') {
      log.info(fields, 'the server does not link to our status page');
    } else if (known.link !== null) {
      log.info({ server, page: publicUrl }, 'the server links to our status page');
    }
  }

  #of(server: string): Known {
    return this.#known.get(server) ?? { software: null, since: -Infinity, isNodeinfo: false, link: null };
  }
}
