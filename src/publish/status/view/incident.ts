import { statusInWords } from '../../../core/announcement.ts';
import type { Incident, IncidentStatus } from '../../../core/incident.ts';
import type { Names } from './names.ts';
import { publicReason } from './public-reason.ts';
import type { PublicIncident, PublicUpdate } from './public-view.ts';

/** An incident with the daemon's own words added to the sysop's. */
export function toPublicIncident(incident: Incident, names: Names): PublicIncident {
  const { id, server, title, open, severity, startedAt, endedAt, troubleMs, components, announcements } =
    incident;
  const updates = updatesOf(incident);
  return {
    id,
    server: names.server(server),
    title,
    open,
    status: statusOf(incident),
    severity,
    startedAt,
    endedAt,
    updatedAt: Math.max(...updates.map(({ at }) => at), ...components.map(({ worstFrom }) => worstFrom)),
    troubleMs,
    components: components.map(trouble => ({
      ...names.component(server, trouble.component),
      severity: trouble.severity,
      from: trouble.from,
      until: trouble.until,
      reason: publicReason(
        trouble.reason,
        trouble.severity,
        trouble.until === null && names.hasExpired(server, trouble.component),
      ),
    })),
    updates,
    announcements,
  };
}

/** The daemon alone opens and closes: words that call it resolved too early mean that somebody watches it. */
function statusOf({ open, updates }: Incident): IncidentStatus {
  if (!open) return 'resolved';
  const inWords = statusInWords(updates) ?? 'investigating';
  return inWords === 'resolved' ? 'monitoring' : inWords;
}

function updatesOf({ updates, startedAt, endedAt }: Incident): readonly PublicUpdate[] {
  const own: PublicUpdate[] = [{ kind: 'detected', at: startedAt }];
  if (endedAt !== null) own.push({ kind: 'resolved', at: endedAt });
  const words = updates.map((update): PublicUpdate => ({ kind: 'words', ...update }));
  return [...words, ...own].toSorted((a, b) => b.at - a.at);
}
