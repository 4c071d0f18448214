/** What rules ask about a server as a whole. */
import {
  cacheOf,
  hasFailed,
  hasRole,
  hasStatus,
  isApplicationStatus,
  isFederation,
  isStreaming,
  isTemplateKnown,
  isUp,
  isUpAtOrigin,
  isUpInFull,
  isWeb,
  isWebProcess,
  placeOf,
  statusOf,
} from './facts.ts';
import { type Confidence, confidences } from './finding.ts';
import { hostOf } from './host.ts';
import { databaseRoles, type Role, siteRoles } from './role.ts';
import type { SoftwareFacts } from './software.ts';
import type { ComponentView, ProberStatus, ServerView } from './view.ts';

/** One server while it is diagnosed. Rules contrast what fails with what demonstrably works, never with silence. */
export interface Scene {
  readonly domain: string;
  /** undefined: nothing is known of it, and it is taken for Mastodon. */
  readonly software: SoftwareFacts | undefined;
  readonly prober: ProberStatus;
  /** Sorted by name, so that no rule can depend on the order of the configuration. */
  readonly all: readonly ComponentView[];
  /** Those that work. */
  readonly up: readonly ComponentView[];
  /** The failures that no earlier rule explained. */
  readonly open: readonly ComponentView[];
}

export function sceneOf({ domain, software, prober, components }: ServerView): Scene {
  const all = components.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { domain, software, prober, all, up: all.filter(isUp), open: all.filter(hasFailed) };
}

/** The same server with these failures accounted for. */
export function explained(scene: Scene, by: readonly ComponentView[]): Scene {
  return { ...scene, open: scene.open.filter(component => !by.includes(component)) };
}

/** Whether the configuration has a component of one of these roles, whatever is known of it. */
export function isConfigured({ all }: Scene, ...roles: readonly Role[]): boolean {
  return all.some(component => hasRole(component, roles));
}

/** Whether a component of one of these roles works. */
export function isRoleUp({ up }: Scene, ...roles: readonly Role[]): boolean {
  return up.some(component => hasRole(component, roles));
}

/** Whether something of the web site answers right, whoever answers. */
export function isWebUp({ up }: Scene): boolean {
  return up.some(isWeb);
}

/**
 * Whether something on the host of a component works that is neither a file nor a visitor's copy, nor what a maintenance
 * page may spare.
 */
export function isPlaceOpen({ up }: Scene, component: ComponentView): boolean {
  const place = placeOf(component);
  return (
    place !== null && up.some(other => placeOf(other) === place && isLive(other) && other.role !== 'health')
  );
}

/** Answered for this request: files and copies outlive what made them. */
export function isLive({ role }: ComponentView): boolean {
  return role !== 'assets' && role !== 'edge';
}

/** The web process lives: something that only it can answer is right. */
export function isWebProcessUp({ up }: Scene): boolean {
  return up.some(component => isWebProcess(component) && isUpAtOrigin(component));
}

/** The web process can read its database. */
export function isDatabaseUp(scene: Scene): boolean {
  const wasRead = scene.up.some(component => readsDatabase(scene, component) && isUpInFull(component));
  return wasRead || scene.all.some(component => hasSearched(scene, component));
}

/** Mastodon says that it has no such account, or no more: it has looked for it. */
function hasSearched({ software }: Scene, component: ComponentView): boolean {
  const isFresh = cacheOf(component) !== 'hit' && cacheOf(component) !== 'stale';
  return (
    software === undefined &&
    component.role === 'webfinger' &&
    isFresh &&
    isApplicationStatus(component, 404, 410)
  );
}

/** A good answer of it had to be read from the database. */
export function readsDatabase({ software }: Scene, component: ComponentView): boolean {
  if (component.role === 'webfinger' && software?.keepsWebfinger === true) return false;
  return hasRole(component, databaseRoles);
}

/** The streaming API lives and dies with the web process. */
export function sharesProcess({ software }: Scene, component: ComponentView): boolean {
  return isStreaming(component) && software?.streaming === 'web process';
}

/** A page that a program of its own makes, which asks the web process: they fail apart, and the one with the other. */
export function isMadeApart({ software }: Scene, component: ComponentView): boolean {
  return software?.pages !== undefined && hasRole(component, ['page', 'profile', 'edge']);
}

/**
 * A 404 of webfinger is about the account, and not about the way there: host-meta led on; or another document below
 * /.well-known is right, and the page of the account does not speak against it.
 */
export function isAboutAccount(scene: Scene, component: ComponentView): boolean {
  if (isTemplateKnown(component)) return true;
  if (isRoleUp(scene, 'profile')) return false;
  const place = placeOf(component);
  return scene.up.some(
    other => hasRole(other, ['host_meta', 'nodeinfo']) && isUpAtOrigin(other) && placeOf(other) === place,
  );
}

/** Open failures of such pages, which are no wonder while the web process is in trouble. */
export function pagesDragged(scene: Scene): readonly ComponentView[] {
  return scene.open.filter(component => isMadeApart(scene, component) && hasStatus(component, 500));
}

/** The application that the server runs, for a sentence. */
export function applicationName({ software }: Scene): string {
  return software?.title ?? 'Rails';
}

/** A role that speaks for a cause when it works (`certain`), says little when it is not watched, and nothing else. */
export function witness(scene: Scene, ...roles: readonly Role[]): Confidence {
  if (isRoleUp(scene, ...roles)) return 'certain';
  return isConfigured(scene, ...roles) ? 'possible' : 'likely';
}

/** The least of some confidences: a chain is as strong as its weakest link. */
export function weakest(...links: readonly Confidence[]): Confidence {
  return confidences[Math.min(...links.map(link => confidences.indexOf(link)))] ?? 'possible';
}

/** The confidence that so many like failures give: two for `likely`, three for `certain` unless told otherwise. */
export function byCount(count: number, certain = 3): Confidence {
  if (count >= certain) return 'certain';
  return count >= 2 ? 'likely' : 'possible';
}

/** Failures by the host that decided them. Those of an unknown one are left out. */
export function byPlace(components: readonly ComponentView[]): ReadonlyMap<string, readonly ComponentView[]> {
  const groups = new Map<string, ComponentView[]>();
  for (const component of components) {
    const place = placeOf(component);
    if (place !== null) groups.set(place, [...(groups.get(place) ?? []), component]);
  }
  return groups;
}

/** Whether the site itself, pages or API, answers right. */
export function isSiteUp({ up }: Scene): boolean {
  return up.some(component => hasRole(component, siteRoles));
}

/** The same, and by no cache. */
export function isSiteUpAtOrigin({ up }: Scene): boolean {
  return up.some(component => hasRole(component, siteRoles) && isUpAtOrigin(component));
}

/** On a domain of its own that has nothing but federation: the bare one of a split pair. */
export function isBareDomain({ all }: Scene, component: ComponentView): boolean {
  const place = placeOf(component);
  if (!isFederation(component) || place === null) return false;
  const others = all.filter(other => !isFederation(other));
  return others.some(isWebProcess) && others.every(other => hostOf(other.target) !== place);
}

/** The bare domain's web server answers wrong while the site is well: that is no trouble of the site's host. */
export function isBareDomainTrouble(scene: Scene, component: ComponentView): boolean {
  return isSiteUp(scene) && statusOf(component) !== undefined && isBareDomain(scene, component);
}

/** A symptom of a whole host. */
export interface HostSymptom {
  /** Whether a failure shows it. */
  readonly shows: (component: ComponentView) => boolean;
  /** Whether a component that works on the same host rules it out. */
  readonly contradicts: (component: ComponentView) => boolean;
  /** How many failures of one host it takes; 1 unless given. */
  readonly atLeast?: number;
}

/** The open failures of those hosts that show a symptom with nothing against it. */
export function afflicted(
  scene: Scene,
  { shows, contradicts, atLeast = 1 }: HostSymptom,
): readonly ComponentView[] {
  const shown = scene.open.filter(component => shows(component) && !isBareDomainTrouble(scene, component));
  const cleared = new Set(scene.up.filter(contradicts).map(placeOf));
  return [...byPlace(shown)]
    .filter(([place, group]) => group.length >= atLeast && !cleared.has(place))
    .flatMap(([, group]) => group);
}

/** The hosts of some components, sorted. */
export function placesOf(components: readonly ComponentView[]): readonly string[] {
  const places = components.map(placeOf).filter(place => place !== null);
  return [...new Set(places)].sort();
}

/** The hosts of some components, for a sentence. */
export function namedPlaces(components: readonly ComponentView[]): string {
  return placesOf(components).join(', ') || 'an unknown host';
}
