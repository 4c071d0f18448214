import type { Result } from '../result.ts';
import type { ReferenceSnapshot, Snapshot } from '../snapshot.ts';
import { pictureOf } from './picture.ts';
import { presetRoles, type Role, type RoleMap, roleOf } from './role.ts';

/** All that a diagnosis of one server looks at. */
export interface ServerView {
  readonly domain: string;
  readonly components: readonly ComponentView[];
  readonly prober: ProberStatus;
  /** Whether the picture is complete after the last change; absent: all were asked at once. */
  readonly isSettled?: boolean;
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

/** The part of a snapshot that a diagnosis is read off. */
export type Diagnosable = Pick<Snapshot, 'servers' | 'components' | 'references'>;

/** The views of all servers of a snapshot, in its order. */
export function viewsOf(snapshot: Diagnosable, map: RoleMap = presetRoles): readonly ServerView[] {
  const prober = proberStatus(snapshot.references);
  const byServer = Map.groupBy(snapshot.components, ({ component }) => component.server);
  return snapshot.servers.map(({ domain }) => {
    const entries = byServer.get(domain) ?? [];
    const picture = pictureOf(entries);
    const components = entries.map(entry => ({
      name: entry.component.name,
      role: roleOf(entry.component, map),
      target: entry.component.target,
      result: picture.resultOf(entry),
    }));
    return { domain, prober, components, isSettled: picture.isSettled };
  });
}

/** What the references say of the prober. */
export function proberStatus(references: readonly Pick<ReferenceSnapshot, 'up'>[]): ProberStatus {
  if (references.some(({ up }) => up === true)) return 'online';
  const isOffline = references.length > 0 && references.every(({ up }) => up === false);
  return isOffline ? 'offline' : 'unknown';
}
