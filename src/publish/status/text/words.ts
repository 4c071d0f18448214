import type { IncidentStatus } from '../../../core/incident.ts';
import type { Rollup } from '../../../core/rollup.ts';
import type { Condition, State } from '../../../core/state.ts';
import type { TimeKind } from '../../../core/uptime.ts';
import type { PublicReason } from '../view/public-reason.ts';
import type { PublicMaintenance } from '../view/public-view.ts';

/** Everything that the public outputs say, in one language. A new language is one file and a line in its index. */
export interface Words {
  /** BCP 47, as `lang=` and as key of texts in the configuration. */
  readonly language: string;
  /** Of dates and numbers. */
  readonly locale: string;
  /** The language's own name. */
  readonly name: string;

  readonly states: Readonly<Record<State, string>>;
  readonly kinds: Readonly<Record<TimeKind, string>>;
  readonly reasons: Readonly<Record<PublicReason, string>>;
  readonly stages: Readonly<Record<IncidentStatus, string>>;
  readonly maintenanceStages: Readonly<Record<PublicMaintenance['status'], string>>;

  /** The one sentence that comes first. */
  overall(rollup: Rollup): string;
  /** How many components are in each state, those without any left out. */
  counts(counts: Rollup['counts']): string;
  siteTitle(server: string): string;
  readonly siteTitleOfSeveral: string;
  /** A name for an incident that nobody named. */
  incidentTitle(severity: Condition, components: readonly string[]): string;
  detected(troubles: readonly TroubleWords[]): string;
  resolved(duration: string): string;

  list(items: readonly string[]): string;
  duration(ms: number): string;
  /** A share from 0 to 1, never rounded up to all. */
  percent(share: number): string;
  uptime(percent: string): string;
  readonly noUptime: string;
  since(time: string): string;
  /** Both instants in full. */
  span(from: string, until: string): string;
  lasted(duration: string): string;
  /** What a reader who cannot see the bars is told of a component. */
  barSummary(summary: BarSummary): string;
  /** One day with trouble. */
  dayNote(date: string, notes: readonly { readonly kind: TimeKind; readonly duration: string }[]): string;
  daysAgo(days: number): string;
  readonly today: string;

  asOf(time: string): string;
  silentSince(time: string): string;
  /** Of a page that its reader has, or that somebody should have replaced. */
  oldPage(time: string): string;
  readonly reload: string;

  readonly skip: string;
  readonly languages: string;
  readonly links: string;
  readonly legend: string;
  readonly servers: string;
  readonly components: string;
  readonly otherComponents: string;
  readonly openIncidents: string;
  readonly pastIncidents: string;
  readonly allIncidents: string;
  noIncidents(days: number): string;
  readonly ongoing: string;
  readonly announcements: string;
  readonly maintenance: string;
  readonly plannedMaintenance: string;
  readonly everything: string;
  readonly affected: string;
  readonly updates: string;
  readonly back: string;
  readonly feed: string;
  readonly api: string;
  readonly madeBy: string;
}

export interface TroubleWords {
  readonly components: string;
  readonly state: string;
  readonly reason: string | null;
}

export interface BarSummary {
  readonly days: number;
  readonly outageDays: number;
  readonly outage: string;
  readonly degradedDays: number;
  readonly degraded: string;
  readonly noDataDays: number;
}
