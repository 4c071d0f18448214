/** Everything that the status page, its JSON, its feed and its badges say, derived in one place from one record. */
import { type Annotated, type Announcement, annotate } from './announcement.ts';
import type { CalendarDay } from './calendar.ts';
import { ownerKey } from './component.ts';
import { byOwner, type HistoryRecord } from './history-record.ts';
import { type Impairment, impairments } from './impairment.ts';
import { groupIncidents } from './incident.ts';
import {
  activeMaintenance,
  type MaintenanceWindow,
  maintenanceSpans,
  type ScheduledMaintenance,
  scheduledMaintenances,
} from './maintenance.ts';
import { clip, type Span, union } from './span.ts';
import { type ConfirmedState, displayedState, type State } from './state.ts';
import type { StretchKind } from './stretch.ts';
import type { Transition } from './transition.ts';
import {
  type ClassifiedSpan,
  type ComponentHistory,
  classify,
  type DayBar,
  dayBars,
  type TimeShares,
  totalShares,
  uptime,
} from './uptime.ts';

/** A component as far as its status is concerned. */
export interface StatusOwner {
  readonly server: string;
  readonly name: string;
  /** How long after its last result a component still counts as watched. Milliseconds: three intervals. */
  readonly staleAfterMs: number;
}

export interface StatusInput {
  readonly now: number;
  /** The configured components, in the order of the page. */
  readonly owners: readonly StatusOwner[];
  /** The history of at least the given days. */
  readonly record: HistoryRecord;
  readonly windows: readonly MaintenanceWindow[];
  readonly announcements: readonly Announcement[];
  /** Ascending, up to today. */
  readonly days: readonly CalendarDay[];
}

export interface ComponentStatus {
  readonly server: string;
  readonly component: string;
  readonly state: State;
  /** What the probes say, whatever maintenance covers. */
  readonly confirmed: ConfirmedState;
  /** Since when it is in `state`; null: never heard of. */
  readonly since: number | null;
  /** One for each day. */
  readonly bars: readonly DayBar[];
  readonly shares: TimeShares;
  /** 0 to 1 over all the days; null: nothing was watched. */
  readonly uptime: number | null;
}

export interface Status extends Annotated {
  readonly at: number;
  readonly components: readonly ComponentStatus[];
  /** Announced work of the last week and the next month, ascending. */
  readonly maintenances: readonly ScheduledMaintenance[];
}

const dayMs = 86_400_000;

/** How long before its beginning work is told of, in milliseconds. */
export const announcedAheadMs: number = 30 * dayMs;

const announced = { pastMs: 7 * dayMs, horizonMs: announcedAheadMs } as const;

/** Derives the status of everything. Pure; 90 days of 200 components take some 20 ms. */
export function deriveStatus(input: StatusInput): Status {
  const parts = byOwner(input.record);
  const components: ComponentStatus[] = [];
  const found: Impairment[] = [];
  for (const owner of input.owners) {
    const part = parts.get(ownerKey(owner.server, owner.name)) ?? { transitions: [], stretches: [] };
    const known = knownOf(owner, part, input);
    components.push(componentStatus(owner, known, input));
    found.push(...impairments(known.changes, known.spans, known.maintenance, input.now));
  }
  const configured = new Set(input.owners.map(({ server, name }) => ownerKey(server, name)));
  for (const [key, part] of parts) {
    if (!configured.has(key)) found.push(...retiredImpairments(part));
  }
  return {
    at: input.now,
    ...annotate(groupIncidents(found), input.announcements, input.now),
    components,
    maintenances: scheduledMaintenances(input.windows, input.now, announced),
  };
}

/** What is known of a component, and how recent that is. */
interface Known extends ComponentHistory {
  readonly changes: readonly Transition[];
  /** The last moment of which anything is known; null: none. */
  readonly heardUntil: number | null;
  /** Whether the next result is not overdue. A record that nobody continues says nothing of now. */
  readonly isCurrent: boolean;
  /** All of its time, from the first day or its first transition on. */
  readonly spans: readonly ClassifiedSpan[];
}

function knownOf(owner: StatusOwner, part: HistoryRecord, { now, windows, days }: StatusInput): Known {
  const changes = part.transitions.filter(({ at }) => at <= now);
  const range: Span = { from: Math.min(days[0]?.from ?? now, changes[0]?.at ?? now), until: now };
  const watched = spansOf('watched', part, range);
  const heardUntil = watched.at(-1)?.until ?? null;
  const isCurrent =
    heardUntil !== null && now - heardUntil <= owner.staleAfterMs && changes.at(-1)?.to !== 'unknown';
  const history: ComponentHistory = {
    changes,
    // The time since the last result counts as watched: the next one is not due yet, or is on its way.
    watched: isCurrent ? union([...watched, { from: heardUntil, until: now }]) : watched,
    maintenance: union([
      ...spansOf('maintenance', part, range),
      ...maintenanceSpans(windows, owner, range, heardUntil ?? now),
    ]),
  };
  return { ...history, changes, heardUntil, isCurrent, spans: classify(history, range) };
}

function spansOf(kind: StretchKind, { stretches }: HistoryRecord, range: Span): readonly Span[] {
  const spans: Span[] = [];
  for (const stretch of stretches) {
    const part = stretch.kind === kind ? clip(stretch, range) : null;
    if (part !== null) spans.push(part);
  }
  return union(spans);
}

function componentStatus(owner: StatusOwner, known: Known, input: StatusInput): ComponentStatus {
  const { now, windows, days } = input;
  const bars = dayBars(known.spans, days);
  const shares = totalShares(bars.map(bar => bar.shares));
  const last = known.changes.at(-1);
  const isKnown = last !== undefined && (known.isCurrent || last.to === 'unknown');
  const confirmed = isKnown ? last.to : 'unknown';
  const maintenance = activeMaintenance(windows, owner, now);
  return {
    server: owner.server,
    component: owner.name,
    state: displayedState(confirmed, maintenance !== null),
    confirmed,
    since: maintenance?.from ?? (isKnown ? last.at : known.heardUntil),
    bars,
    shares,
    uptime: uptime(shares),
  };
}

/** Of a component that is no longer configured: whatever it had ended when nobody watched it any more. */
function retiredImpairments(record: HistoryRecord): readonly Impairment[] {
  const always: Span = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
  const watched = spansOf('watched', record, always);
  const maintenance = spansOf('maintenance', record, always);
  const begin = record.transitions[0]?.at ?? 0;
  const end = Math.max(begin, watched.at(-1)?.until ?? 0, record.transitions.at(-1)?.at ?? 0);
  const spans = classify({ changes: record.transitions, watched, maintenance }, { from: begin, until: end });
  return impairments(record.transitions, spans, maintenance, end).map(impairment => ({
    ...impairment,
    until: impairment.until ?? end,
    closedAt: impairment.closedAt ?? end,
  }));
}
