import type { LocalizedText } from './component.ts';
import { type Span, union } from './span.ts';

/** Announced work, once or again and again. What it covers is no downtime. The configuration makes these. */
export interface MaintenanceWindow {
  /** Stable across restarts while its definition stays the same. */
  readonly id: string;
  readonly title: LocalizedText;
  /** null: every server. */
  readonly server: string | null;
  /** Names of components; null: every one. */
  readonly components: readonly string[] | null;
  /** Whether it comes again and again. Such work is announced beforehand; what is done once may be told afterwards. */
  readonly recurs: boolean;
  /** The occurrence that is under way; null: none. */
  activeAt(now: number): Span | null;
  /** The occurrences that overlap a span, ascending, whole. */
  between(span: Span): readonly Span[];
}

/** The part of a window that says whom it concerns. */
export type MaintenanceScope = Pick<MaintenanceWindow, 'server' | 'components'>;

/** Whether a window concerns a component. */
export function concerns(
  { server, components }: MaintenanceScope,
  owner: { server: string; name: string },
): boolean {
  return (
    (server === null || server === owner.server) && (components === null || components.includes(owner.name))
  );
}

/** The occurrence that a component is in now, the one that ends last if there are several; null: none. */
export function activeMaintenance(
  windows: readonly MaintenanceWindow[],
  owner: { server: string; name: string },
  now: number,
): Span | null {
  let longest: Span | null = null;
  for (const window of windows) {
    const active = concerns(window, owner) ? window.activeAt(now) : null;
    if (active !== null && (longest === null || active.until > longest.until)) longest = active;
  }
  return longest;
}

/**
 * The maintenance of one component in a span, as far as the windows tell. Of what recurs they tell nothing until
 * `recordedUntil`: what was maintenance then is in the history, and what is announced today must not rewrite it.
 */
export function maintenanceSpans(
  windows: readonly MaintenanceWindow[],
  owner: { server: string; name: string },
  { from, until }: Span,
  recordedUntil: number,
): readonly Span[] {
  const unrecorded = Math.max(from, recordedUntil);
  const concerned = windows.filter(window => concerns(window, owner));
  return union(
    concerned.flatMap(window => window.between({ from: window.recurs ? unrecorded : from, until })),
  );
}

/** One occurrence, with what to call it and whom it concerns. */
export interface ScheduledMaintenance extends MaintenanceScope, Span {
  /** Stable: of the window and its beginning. */
  readonly id: string;
  /** Of the window, which may come again and again. */
  readonly window: string;
  readonly title: LocalizedText;
  readonly status: 'scheduled' | 'in_progress' | 'completed';
}

/** What is announced from `pastMs` ago to `horizonMs` ahead, ascending. */
export function scheduledMaintenances(
  windows: readonly MaintenanceWindow[],
  now: number,
  { pastMs, horizonMs }: { readonly pastMs: number; readonly horizonMs: number },
): readonly ScheduledMaintenance[] {
  return windows
    .flatMap(window =>
      window.between({ from: now - pastMs, until: now + horizonMs }).map(({ from, until }) => ({
        id: `${window.id}-${from.toString(36)}`,
        window: window.id,
        title: window.title,
        server: window.server,
        components: window.components,
        from,
        until,
        status: statusAt({ from, until }, now),
      })),
    )
    .toSorted((a, b) => a.from - b.from);
}

function statusAt({ from, until }: Span, now: number): ScheduledMaintenance['status'] {
  if (now < from) return 'scheduled';
  return now < until ? 'in_progress' : 'completed';
}
