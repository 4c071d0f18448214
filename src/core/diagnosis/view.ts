import { isJson } from '../answer-headers.ts';
import type { Component } from '../component.ts';
import type { Result } from '../result.ts';
import type { ReferenceSnapshot, Snapshot } from '../snapshot.ts';
import { hasMark, isWeb } from './facts.ts';
import { pictureOf } from './picture.ts';
import { type Role, roleOf } from './role.ts';
import type { SoftwareFacts } from './software.ts';

/** All that a diagnosis of one server looks at. */
export interface ServerView {
  readonly domain: string;
  /** Absent: nothing is known of it. */
  readonly software?: SoftwareFacts;
  readonly components: readonly ComponentView[];
  readonly prober: ProberStatus;
  /** Whether the picture is complete after the last change; absent: all were asked at once. */
  readonly isSettled?: boolean;
  /** Names of components that are known to have failed, and have not been asked since others recovered. */
  readonly unsure?: ReadonlySet<string>;
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

/** The views of all servers of a snapshot, in its order. `restless`: domains whose picture does not settle. */
export function viewsOf(
  snapshot: Diagnosable,
  restless: ReadonlySet<string> = new Set(),
): readonly ServerView[] {
  const prober = proberStatus(snapshot.references);
  const byServer = Map.groupBy(snapshot.components, ({ component }) => component.server);
  return snapshot.servers.map(({ domain, software }) => {
    const entries = byServer.get(domain) ?? [];
    const picture = pictureOf(entries, restless.has(domain));
    const components = entries.map(entry => viewOf(entry.component, picture.resultOf(entry), { software }));
    const { isSettled } = picture;
    const unsure = new Set(entries.filter(picture.isUnsure).map(({ component }) => component.name));
    return { domain, ...(software && { software }), prober, components, isSettled, unsure };
  });
}

/** The view of one component. */
export function viewOf(
  { name, type, target }: Pick<Component, 'name' | 'type' | 'target'>,
  result: Result | null,
  { software }: { readonly software: SoftwareFacts | undefined },
): ComponentView {
  const view = { name, role: roleOf({ name, type }), target, result };
  return software === undefined ? view : attributed(view);
}

/**
 * Only Mastodon leaves marks on its answers by which it can be told from a proxy in front of it. Other software is known
 * by what a proxy does not say by itself: an error 500, which nginx and its like pass on but hardly ever make, JSON, or
 * the mark of a program, unless it speaks for another (502, 504): proxies can be told to leave one, too. One that looks
 * like that of Mastodon's streaming server is its own.
 */
function attributed(view: ComponentView): ComponentView {
  const { result } = view;
  const http = result?.outcome.http;
  if (!result || http === undefined || !isWeb(view) || http.answeredBy === 'cdn') return view;
  const isGateway = http.status === 502 || http.status === 504;
  const isMarked = hasMark(view) && !isGateway;
  if (http.status !== 500 && !isJson(http.headers) && !isMarked) return view;
  const outcome = { ...result.outcome, http: { ...http, answeredBy: 'application' as const } };
  return { ...view, result: { ...result, outcome } };
}

/** What the references say of the prober. */
export function proberStatus(references: readonly Pick<ReferenceSnapshot, 'up'>[]): ProberStatus {
  if (references.some(({ up }) => up === true)) return 'online';
  const isOffline = references.length > 0 && references.every(({ up }) => up === false);
  return isOffline ? 'offline' : 'unknown';
}
