import type { Incident } from '../../../core/incident.ts';
import type { ComponentStatus } from '../../../core/status.ts';
import { type DayBar, type TimeKind, type TimeShares } from '../../../core/uptime.ts';
import type { Names } from './names.ts';
import { type PublicReason, publicReason } from './public-reason.ts';
import type { PublicComponent, PublicDay } from './public-view.ts';

/** A row of the page. */
export function toPublicComponent(
  status: ComponentStatus,
  incidents: readonly Incident[],
  names: Names,
): PublicComponent {
  const { server, component, state, since, uptime, bars } = status;
  return {
    server,
    ...names.component(server, component),
    state,
    since,
    reason: reasonNow(status, incidents, names),
    uptime,
    days: bars.map(toDay),
  };
}

/** The reason stands with the open incident, so that row and incident never contradict each other. */
function reasonNow(
  { server, component, state }: ComponentStatus,
  incidents: readonly Incident[],
  names: Names,
): PublicReason | null {
  if (state !== 'degraded' && state !== 'outage') return null;
  for (const incident of incidents) {
    if (!incident.open || incident.server !== server) continue;
    const trouble = incident.components.find(each => each.component === component && each.until === null);
    // What began as an outage and is merely slow by now is not slow because of the outage's reason.
    if (trouble?.severity === state)
      return publicReason(trouble.reason, state, names.hasExpired(server, component));
  }
  return null;
}

function toDay({ day, shares }: DayBar): PublicDay {
  return { date: day.date, kind: kindOf(shares), shares };
}

/** From what must be seen to what need not. */
const prominence: readonly TimeKind[] = ['outage', 'degraded', 'maintenance', 'operational', 'no_data'];

function kindOf(shares: TimeShares): TimeKind {
  return prominence.find(kind => shares[kind] > 0) ?? 'no_data';
}
