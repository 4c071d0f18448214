import type { Announcement } from '../../../core/announcement.ts';
import type { LocalizedText } from '../../../core/component.ts';
import { concerns, type ScheduledMaintenance } from '../../../core/maintenance.ts';
import type { PageSettings } from '../../../core/page-settings.ts';
import { rollup } from '../../../core/rollup.ts';
import type { ComponentStatus, Status } from '../../../core/status.ts';
import { publicCause } from './cause.ts';
import { toPublicComponent } from './component.ts';
import { toPublicIncident } from './incident.ts';
import { Names } from './names.ts';
import type { PublicSource } from './public-source.ts';
import type {
  Brand,
  PublicComponent,
  PublicGroup,
  PublicMaintenance,
  PublicNotice,
  PublicServer,
  PublicView,
} from './public-view.ts';

const minuteMs = 60_000;

/** What the public may know of a snapshot: of the servers that the page is limited to, if it is. Pure. */
export function buildPublicView(snapshot: PublicSource): PublicView {
  const { page } = snapshot;
  const status = snapshot.status();
  const findings = snapshot.findings();
  const shown = snapshot.servers.filter(({ domain }) => page.servers?.includes(domain) ?? true);
  const domains = new Set(shown.map(({ domain }) => domain));
  const names = new Names({ servers: shown, components: snapshot.components });
  const states = status.components.filter(({ server }) => domains.has(server));
  return {
    at: Math.floor(snapshot.at / minuteMs) * minuteMs,
    silentSince: silentSince(states),
    brand: toBrand(page),
    rollup: rollup(states.map(({ state }) => state)),
    servers: shown.map(({ domain, title }) => {
      const own = states.filter(({ server }) => server === domain);
      const cause = publicCause(findings.get(domain) ?? [], own);
      return { ...toServer(domain, title ?? domain, own, status, names), cause };
    }),
    incidents: status.incidents
      .filter(({ server }) => domains.has(server))
      .map(incident => toPublicIncident(incident, names)),
    notices: status.announcements
      .filter(({ server }) => server === null || domains.has(server))
      .map(notice => toNotice(notice, names)),
    maintenances: status.maintenances
      .filter(scope => states.some(({ server, component }) => concerns(scope, { server, name: component })))
      .map(maintenance => toMaintenance(maintenance, names)),
  };
}

/** A record that nobody continues: nothing is known of now, but something of the past. */
function silentSince(states: readonly ComponentStatus[]): number | null {
  if (states.some(({ confirmed }) => confirmed !== 'unknown')) return null;
  const heard = states.flatMap(({ since, state }) => (since === null || state !== 'unknown' ? [] : [since]));
  return heard.length === 0 ? null : Math.max(...heard);
}

function toBrand({ title, logo, accent, links, publicUrl, timeZone }: PageSettings): Brand {
  return { title, logo, accent, links, publicUrl: publicUrl?.replace(/\/+$/, '') ?? null, timeZone };
}

function toServer(
  domain: string,
  title: LocalizedText,
  own: readonly ComponentStatus[],
  status: Status,
  names: Names,
): Omit<PublicServer, 'cause'> {
  const components = own.map(component => toPublicComponent(component, status.incidents, names));
  return {
    domain,
    title,
    rollup: rollup(own.map(({ state }) => state)),
    groups: inGroups(components, names),
  };
}

/** Groups stand where their first component does. */
function inGroups(components: readonly PublicComponent[], names: Names): readonly PublicGroup[] {
  const groups = new Map<string, { title: LocalizedText | null; components: PublicComponent[] }>();
  for (const component of components) {
    const title = names.groupOf(component.server, component.name);
    const key = JSON.stringify(title);
    const group = groups.get(key) ?? { title, components: [] };
    group.components.push(component);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function toNotice(notice: Announcement, names: Names): PublicNotice {
  const { id, title, server, components, from, until, body, updates } = notice;
  return {
    id,
    title,
    ...names.scope({ server, components }),
    from,
    until,
    body,
    updates: updates.map(update => ({ kind: 'words', ...update })),
  };
}

function toMaintenance(maintenance: ScheduledMaintenance, names: Names): PublicMaintenance {
  const { id, window, title, server, components, from, until, status } = maintenance;
  return { id, window, title, ...names.scope({ server, components }), from, until, status };
}
