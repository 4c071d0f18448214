import type { Result } from '../result.ts';
import type { ReferenceSnapshot, Snapshot } from '../snapshot.ts';
import { presetRoles, type Role, type RoleMap, roleOf } from './role.ts';

/** All that a diagnosis of one server looks at. */
export interface ServerView {
  readonly domain: string;
  readonly components: readonly ComponentView[];
  readonly prober: ProberStatus;
}

/** One component, as far as rules look at it. */
export interface ComponentView {
  /** Unique within the server. */
  readonly name: string;
  /** null: nothing is known of its part; it counts for its host. */
  readonly role: Role | null;
  /** URL, or host and port. */
  readonly target: string;
  /** null: nothing is known now. Rules take a result for what it says: blips are to be kept out before. */
  readonly result: Result | null;
}

/** What the references say of the prober itself; `unknown` without any, or before the first answers. */
export type ProberStatus = 'online' | 'offline' | 'unknown';

/** The views of all servers of a snapshot, in its order. */
export function viewsOf(snapshot: Snapshot, map: RoleMap = presetRoles): readonly ServerView[] {
  const prober = proberStatus(snapshot.references);
  return snapshot.servers.map(({ domain }) => ({
    domain,
    prober,
    components: snapshot.components
      .filter(({ component }) => component.server === domain)
      .map(({ component, current }) => ({
        name: component.name,
        role: roleOf(component, map),
        target: component.target,
        result: current,
      })),
  }));
}

function proberStatus(references: readonly ReferenceSnapshot[]): ProberStatus {
  if (references.some(({ up }) => up === true)) return 'online';
  const isOffline = references.length > 0 && references.every(({ up }) => up === false);
  return isOffline ? 'offline' : 'unknown';
}
