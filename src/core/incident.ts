/**
 * Incidents are read off the transitions each time and stored nowhere. Components of one server that are out of order
 * together, or that began to be within a short while, make one incident: they mostly have one cause.
 */
import type { LocalizedText } from './component.ts';
import type { Impairment } from './impairment.ts';
import type { Reason } from './reason.ts';
import { union } from './span.ts';
import { type Condition, worse } from './state.ts';

/** How far a person has come with an incident; Statuspage's words. */
export const incidentStatuses = ['investigating', 'identified', 'monitoring', 'resolved'] as const;

export type IncidentStatus = (typeof incidentStatuses)[number];

/** A sysop's words at one time. */
export interface IncidentUpdate {
  readonly at: number;
  /** null: words without a stage. */
  readonly status: IncidentStatus | null;
  /** Plain text or Markdown, as written. */
  readonly body: string;
}

export interface IncidentComponent {
  readonly component: string;
  readonly severity: Condition;
  /** When it first was as bad as that. */
  readonly worstFrom: number;
  readonly from: number;
  readonly until: number | null;
  readonly reason: Reason | null;
}

export interface Incident {
  /** The same from the first confirmation on, however the incident grows. */
  readonly id: string;
  readonly server: string;
  /** null: nobody named it. */
  readonly title: LocalizedText | null;
  /** The daemon alone opens and closes: open while a component is out of order. */
  readonly open: boolean;
  readonly severity: Condition;
  readonly startedAt: number;
  /** null while open. */
  readonly endedAt: number | null;
  /** How long any of its components was seen out of order, in milliseconds: no silence counts. */
  readonly troubleMs: number;
  /** In the order in which they were found; a component that failed twice is listed once. */
  readonly components: readonly IncidentComponent[];
  /** Newest first. */
  readonly updates: readonly IncidentUpdate[];
  /** Ids of the announcements that these words are from. */
  readonly announcements: readonly string[];
}

/** Components that begin to fail within this long of each other belong together. Milliseconds. */
const beginWithinMs = 5 * 60_000;

/**
 * Groups the impairments of any number of servers into incidents, newest first. Only what was known when an impairment
 * was noticed decides where it goes, so that no incident changes its identity or splits when more becomes known.
 */
export function groupIncidents(impairments: readonly Impairment[]): readonly Incident[] {
  const groups: Impairment[][] = [];
  const newest = new Map<string, Impairment[]>();
  for (const impairment of impairments.toSorted(byNotice)) {
    const group = newest.get(impairment.server);
    if (group !== undefined && belongs(impairment, group)) {
      group.push(impairment);
    } else {
      const begun = [impairment];
      groups.push(begun);
      newest.set(impairment.server, begun);
    }
  }
  return groups.map(toIncident).toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1));
}

function byNotice(a: Impairment, b: Impairment): number {
  return a.noticedAt - b.noticedAt || a.from - b.from || (a.id < b.id ? -1 : 1);
}

function belongs(impairment: Impairment, group: readonly Impairment[]): boolean {
  return group.some(
    member =>
      member.closedAt === null ||
      member.closedAt >= impairment.noticedAt ||
      (member.until ?? 0) >= impairment.from ||
      Math.abs(impairment.from - member.from) <= beginWithinMs,
  );
}

function toIncident(group: readonly Impairment[]): Incident {
  const [first] = group;
  if (first === undefined) throw new TypeError('an incident has at least one impairment');
  const open = group.some(({ until }) => until === null);
  return {
    id: first.id,
    server: first.server,
    title: null,
    open,
    severity: group.reduce<Condition>((worst, { severity }) => worse(worst, severity), 'operational'),
    startedAt: Math.min(...group.map(({ from }) => from)),
    endedAt: open ? null : Math.max(...group.map(({ until }) => until ?? 0)),
    troubleMs: union(group.flatMap(({ trouble }) => trouble)).reduce(
      (total, { from, until }) => total + until - from,
      0,
    ),
    components: perComponent(group),
    updates: [],
    announcements: [],
  };
}

function perComponent(group: readonly Impairment[]): readonly IncidentComponent[] {
  const merged = new Map<string, IncidentComponent>();
  for (const { component, severity, worstFrom, from, until, reason } of group) {
    const known = merged.get(component);
    if (known === undefined) {
      merged.set(component, { component, severity, worstFrom, from, until, reason });
      continue;
    }
    const worst = worse(known.severity, severity);
    merged.set(component, {
      component,
      severity: worst,
      worstFrom: worst === known.severity ? known.worstFrom : worstFrom,
      from: Math.min(known.from, from),
      until: known.until === null || until === null ? null : Math.max(known.until, until),
      reason: worst === known.severity ? known.reason : reason,
    });
  }
  return [...merged.values()];
}
