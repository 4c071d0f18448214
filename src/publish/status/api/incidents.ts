import { shortHash } from '../../../core/short-hash.ts';
import type { Condition } from '../../../core/state.ts';
import { announcedAheadMs } from '../../../core/status.ts';
import { localText } from '../../localized.ts';
import { paths } from '../paths.ts';
import type { SiteContext } from '../site-part.ts';
import { incidentTitle, updateStage, updateText } from '../text/incident-words.ts';
import type {
  PublicIncident,
  PublicMaintenance,
  PublicName,
  PublicTrouble,
  PublicUpdate,
} from '../view/public-view.ts';
import { componentId, iso, type Json, pageId } from './statuspage.ts';

/** An incident in Statuspage's shape. */
export function incidentJson(incident: PublicIncident, context: SiteContext): Json {
  const { view, words, links } = context;
  const { id, status, startedAt, endedAt, updatedAt, updates, components, server } = incident;
  const monitoring = updates.findLast(update => updateStage(update) === 'monitoring');
  return {
    id,
    name: incidentTitle(incident, words),
    status,
    created_at: iso(startedAt),
    updated_at: iso(updatedAt),
    monitoring_at: monitoring === undefined ? null : iso(monitoring.at),
    resolved_at: endedAt === null ? null : iso(endedAt),
    impact: impactOf(incident),
    shortlink: links.absolute(paths.incident(id)),
    started_at: iso(startedAt),
    page_id: pageId(view),
    incident_updates: updateList(incident, context),
    components: components.map(trouble => troubledJson(trouble, server.name, context)),
    reminder_intervals: null,
    fedistatus_server: server.name,
    fedistatus_duration_seconds: Math.round(incident.troubleMs / 1000),
  };
}

function impactOf({ severity, components }: PublicIncident): string {
  if (severity !== 'outage') return severity === 'degraded' ? 'minor' : 'none';
  return components.filter(trouble => trouble.severity === 'outage').length > 1 ? 'critical' : 'major';
}

function updateList(incident: PublicIncident, context: SiteContext): readonly Json[] {
  let stage = incident.status;
  // Newest first; one without a stage is in that of the one before it.
  return incident.updates
    .toReversed()
    .map(update => {
      stage = updateStage(update) ?? (update === incident.updates.at(-1) ? 'investigating' : stage);
      return updateJson(incident, update, stage, context);
    })
    .toReversed();
}

function updateJson(
  incident: PublicIncident,
  update: PublicUpdate,
  status: string,
  { words }: SiteContext,
): Json {
  const at = iso(update.at);
  const isFirst = update.kind === 'detected';
  return {
    id: shortHash(`update ${incident.id} ${update.kind} ${isFirst ? '' : update.at}`),
    status,
    body: updateText(update, incident, words),
    incident_id: incident.id,
    created_at: at,
    updated_at: at,
    display_at: at,
    affected_components: isFirst
      ? incident.components.map(({ name, title, severity }) => ({
          code: componentId(incident.server.name, name),
          name: localText(title, words.language),
          old_status: 'operational',
          new_status: statusOfSeverity[severity],
        }))
      : null,
    deliver_notifications: false,
    custom_tweet: null,
    tweet_id: null,
  };
}

const statusOfSeverity: Readonly<Record<Condition, string>> = {
  operational: 'operational',
  degraded: 'degraded_performance',
  outage: 'major_outage',
};

function troubledJson(trouble: PublicTrouble, server: string, context: SiteContext): Json {
  const status = trouble.until === null ? statusOfSeverity[trouble.severity] : 'operational';
  return { ...nameJson(trouble, server, context), status };
}

function nameJson({ name, title }: PublicName, server: string, { view, words }: SiteContext): Json {
  return {
    id: componentId(server, name),
    name: localText(title, words.language),
    group: false,
    page_id: pageId(view),
  };
}

/** Announced work in Statuspage's shape. */
export function maintenanceJson(maintenance: PublicMaintenance, context: SiteContext): Json {
  const { view, words, links } = context;
  const { id, title, status, from, until, server } = maintenance;
  const name = localText(title, words.language);
  // Nobody knows when it was written down. A client that looks for news must not find some each minute.
  const toldSince = from - announcedAheadMs;
  const known = iso(status === 'scheduled' ? toldSince : status === 'completed' ? until : from);
  return {
    id,
    name,
    status,
    created_at: iso(toldSince),
    updated_at: known,
    monitoring_at: null,
    resolved_at: status === 'completed' ? iso(until) : null,
    impact: 'maintenance',
    shortlink: links.absolute(paths.start),
    started_at: iso(from),
    scheduled_for: iso(from),
    scheduled_until: iso(until),
    page_id: pageId(view),
    incident_updates: [
      {
        id: shortHash(`update ${id} ${status}`),
        status,
        body: name,
        incident_id: id,
        created_at: known,
        updated_at: known,
        display_at: known,
        affected_components: null,
        deliver_notifications: false,
        custom_tweet: null,
        tweet_id: null,
      },
    ],
    components: affectedBy(maintenance, context).map(each => nameJson(each, each.server, context)),
    reminder_intervals: null,
    fedistatus_server: server?.name ?? null,
  };
}

function affectedBy(
  { server, components }: PublicMaintenance,
  { view }: SiteContext,
): readonly (PublicName & { readonly server: string })[] {
  const wanted = new Set(components.map(({ name }) => name));
  return view.servers
    .filter(({ domain }) => server === null || server.name === domain)
    .flatMap(({ groups }) => groups.flatMap(group => group.components))
    .filter(({ name }) => wanted.size === 0 || wanted.has(name));
}
