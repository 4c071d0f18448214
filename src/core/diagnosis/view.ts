import type { Result } from '../result.ts';
import type { ComponentSnapshot, ReferenceSnapshot, Snapshot } from '../snapshot.ts';
import { conditionOf } from '../state.ts';
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

/** The part of a snapshot that a diagnosis is read off. */
export type Diagnosable = Pick<Snapshot, 'servers' | 'components' | 'references'>;

/** The views of all servers of a snapshot, in its order. */
export function viewsOf(snapshot: Diagnosable, map: RoleMap = presetRoles): readonly ServerView[] {
  const prober = proberStatus(snapshot.references);
  const byServer = Map.groupBy(snapshot.components, ({ component }) => component.server);
  return snapshot.servers.map(({ domain }) => ({
    domain,
    prober,
    components: (byServer.get(domain) ?? []).map(entry => toView(entry, map)),
  }));
}

function toView(entry: ComponentSnapshot, map: RoleMap): ComponentView {
  const { component } = entry;
  return {
    name: component.name,
    role: roleOf(component, map),
    target: component.target,
    result: confirmedResult(entry),
  };
}

/** A single blip says nothing, nor does a good run before trouble is known to be over. Without states every run counts. */
function confirmedResult({ current, state }: ComponentSnapshot): Result | null {
  if (current === null || state === null) return current;
  return conditionOf(current.verdict.result) === state.confirmed ? current : null;
}

/** What the references say of the prober. */
export function proberStatus(references: readonly Pick<ReferenceSnapshot, 'up'>[]): ProberStatus {
  if (references.some(({ up }) => up === true)) return 'online';
  const isOffline = references.length > 0 && references.every(({ up }) => up === false);
  return isOffline ? 'offline' : 'unknown';
}
