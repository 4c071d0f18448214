import type { LocalizedText } from './component.ts';
import type { Incident, IncidentStatus, IncidentUpdate } from './incident.ts';

/** What a sysop wrote: about an incident that the daemon found, about one that it cannot see, or simply news. */
export interface Announcement {
  /** Stable: the file's name. */
  readonly id: string;
  readonly title: LocalizedText;
  /** null: every server. */
  readonly server: string | null;
  /** null: no component in particular. */
  readonly components: readonly string[] | null;
  /** The incident that it speaks of, by id; null: found by server and time, if there is one. */
  readonly incident: string | null;
  readonly from: number;
  /** null: until further notice. */
  readonly until: number | null;
  /** Words before the first update; may be empty. Markdown. */
  readonly body: string;
  /** Newest first. */
  readonly updates: readonly IncidentUpdate[];
}

export interface Annotated {
  readonly incidents: readonly Incident[];
  /** Announcements that speak of no known incident, newest first. */
  readonly announcements: readonly Announcement[];
}

/**
 * Puts a sysop's words to the incidents that they speak of: the one with the given id, else the first of the same
 * server that the announcement's time overlaps (and that touches one of its components, if it names any). What is
 * announced for after `now` is no word about an incident that lasts.
 */
export function annotate(
  incidents: readonly Incident[],
  announcements: readonly Announcement[],
  now: number,
): Annotated {
  const words = new Map<string, Announcement[]>();
  const rest: Announcement[] = [];
  for (const announcement of announcements.toSorted((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))) {
    const incident = subjectOf(announcement, incidents, now);
    if (incident === undefined) rest.push(announcement);
    else words.set(incident.id, [...(words.get(incident.id) ?? []), announcement]);
  }
  return {
    incidents: incidents.map(incident => withWords(incident, words.get(incident.id) ?? [])),
    announcements: rest.toReversed(),
  };
}

/** The last stage that a person named; null: none yet. */
export function statusInWords(updates: readonly IncidentUpdate[]): IncidentStatus | null {
  return updates.find(({ status }) => status !== null)?.status ?? null;
}

function subjectOf(
  announcement: Announcement,
  incidents: readonly Incident[],
  now: number,
): Incident | undefined {
  if (announcement.incident !== null) return incidents.find(({ id }) => id === announcement.incident);
  // Without an end, a moment is meant: news of today are not words about all that follows.
  const until = announcement.until ?? announcement.from;
  return incidents
    .filter(
      ({ server, startedAt, endedAt, components }) =>
        (announcement.server === null || announcement.server === server) &&
        startedAt <= until &&
        (endedAt ?? now) >= announcement.from &&
        (announcement.components?.some(name => components.some(({ component }) => component === name)) ??
          true),
    )
    .toSorted((a, b) => a.startedAt - b.startedAt)[0];
}

function withWords(incident: Incident, words: readonly Announcement[]): Incident {
  const [first] = words;
  if (first === undefined) return incident;
  const updates = words.flatMap(({ body, from, updates: later }) =>
    body === '' ? later : [...later, { at: from, status: null, body }],
  );
  return {
    ...incident,
    title: first.title,
    updates: updates.toSorted((a, b) => b.at - a.at),
    announcements: words.map(({ id }) => id),
  };
}
