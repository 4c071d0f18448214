/**
 * All that the public may know, and nothing else: no type here has a place for a target's address, a header, a
 * credential or the text of an error. Page, JSON, feed and badges are made from this alone.
 */
import type { LocalizedText } from '../../../core/component.ts';
import type { IncidentStatus } from '../../../core/incident.ts';
import type { Rollup } from '../../../core/rollup.ts';
import type { Condition, State } from '../../../core/state.ts';
import type { TimeKind, TimeShares } from '../../../core/uptime.ts';
import type { PublicReason } from './public-reason.ts';

/** The public status at one minute. Instants are epoch milliseconds. */
export interface PublicView {
  /** The full minute that this speaks of, so that what does not change reads the same for a while. */
  readonly at: number;
  /** The last moment of which anything is known, when that is not now any more; null: up to date. */
  readonly silentSince: number | null;
  readonly brand: Brand;
  readonly rollup: Rollup;
  readonly servers: readonly PublicServer[];
  /** Newest first. */
  readonly incidents: readonly PublicIncident[];
  /** A sysop's news that speak of no incident, newest first. */
  readonly notices: readonly PublicNotice[];
  /** Ascending. */
  readonly maintenances: readonly PublicMaintenance[];
}

/** How the page looks, as the configuration says; all of it is meant for visitors. */
export interface Brand {
  /** null: the title of the only server, or a word for several. */
  readonly title: LocalizedText | null;
  readonly logo: string | null;
  /** `#rrggbb`; null: the default. */
  readonly accent: string | null;
  readonly links: readonly { readonly title: LocalizedText; readonly url: string }[];
  /** Without a slash at the end; null: not known. */
  readonly publicUrl: string | null;
  /** Of the days and of the times in words. */
  readonly timeZone: string;
}

export interface PublicServer {
  readonly domain: string;
  readonly title: LocalizedText;
  readonly rollup: Rollup;
  /** Why something is out of order, in a sentence for everybody; null: nothing is, or nobody knows. */
  readonly cause: LocalizedText | null;
  readonly groups: readonly PublicGroup[];
}

/** Components that belong together, in the order of the configuration. */
export interface PublicGroup {
  /** null: they have no group. */
  readonly title: LocalizedText | null;
  readonly components: readonly PublicComponent[];
}

export interface PublicComponent {
  readonly server: string;
  readonly name: string;
  readonly title: LocalizedText;
  readonly state: State;
  /** null: never heard of. */
  readonly since: number | null;
  /** Why, while it is out of order. */
  readonly reason: PublicReason | null;
  /** 0 to 1; null: nothing was watched. */
  readonly uptime: number | null;
  /** Oldest first. */
  readonly days: readonly PublicDay[];
}

/** One bar. */
export interface PublicDay {
  /** `2026-11-22`. */
  readonly date: string;
  /** What it shows as: the worst that was confirmed on it, whatever it lasted. */
  readonly kind: TimeKind;
  /** Confirmed milliseconds of each kind. */
  readonly shares: TimeShares;
}

export interface PublicIncident {
  readonly id: string;
  readonly server: PublicName;
  /** A sysop's; null: nobody named it. */
  readonly title: LocalizedText | null;
  readonly open: boolean;
  readonly status: IncidentStatus;
  readonly severity: Condition;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** When something was last said of it, or a component of it failed or became worse. */
  readonly updatedAt: number;
  readonly troubleMs: number;
  readonly components: readonly PublicTrouble[];
  /** Newest first, never empty. */
  readonly updates: readonly PublicUpdate[];
  /** Ids of the announcements that speak of it. */
  readonly announcements: readonly string[];
}

/** Something with a name that programs know and one that people know. */
export interface PublicName {
  readonly name: string;
  readonly title: LocalizedText;
}

export interface PublicTrouble extends PublicName {
  readonly severity: Condition;
  readonly from: number;
  readonly until: number | null;
  readonly reason: PublicReason | null;
}

/** What was said of an incident: by a sysop, or by the daemon when it began and ended. */
export type PublicUpdate =
  | {
      readonly kind: 'words';
      readonly at: number;
      readonly status: IncidentStatus | null;
      readonly body: string;
    }
  | { readonly kind: 'detected' | 'resolved'; readonly at: number };

export interface PublicNotice {
  readonly id: string;
  readonly title: LocalizedText;
  /** null: all of them. */
  readonly server: PublicName | null;
  readonly components: readonly PublicName[];
  readonly from: number;
  readonly until: number | null;
  readonly body: string;
  /** Newest first. */
  readonly updates: readonly Extract<PublicUpdate, { kind: 'words' }>[];
}

export interface PublicMaintenance {
  readonly id: string;
  /** The same for every occurrence of work that comes again. */
  readonly window: string;
  readonly title: LocalizedText;
  /** null: all of them. */
  readonly server: PublicName | null;
  /** Empty: all of them. */
  readonly components: readonly PublicName[];
  readonly from: number;
  readonly until: number;
  readonly status: 'scheduled' | 'in_progress' | 'completed';
}
