/**
 * What differs between versions of Mastodon, as data: each trait is a list of "since version … this". Read from the
 * sources of 2.9.2 to 4.8.0-alpha (config/routes.rb, the controllers and serializers, streaming/index.js).
 */
import type { HeaderList } from '../message.ts';

export interface Traits {
  /** Complete: `4.5.3`. */
  readonly version: string;
  /** `rendered`: pages made on the server. `shell`: an empty page that JavaScript fills. */
  readonly pages: 'rendered' | 'shell';
  /** Whether the pages carry the initial state as JSON. */
  readonly initialState: boolean;
  readonly aboutCache: string;
  readonly profileCache: string;
  readonly pageVary: string | null;
  /** Whether /about asks PostgreSQL. */
  readonly aboutNeedsDatabase: boolean;
  /** Body of /health; null: there is no such route. */
  readonly health: string | null;
  readonly instanceV2: boolean;
  readonly instanceCache: string;
  readonly instanceV1Deprecated: boolean;
  /** Value of `api_versions.mastodon`; null: there is no such key. */
  readonly apiVersion: number | null;
  /** Status of the instance API for strangers in limited federation mode. */
  readonly limitedInstanceStatus: 200 | 401;
  /** Whether visitors of a limited server are turned away from /about. */
  readonly limitedAboutHidden: boolean;
  readonly timelineCache: string;
  readonly accountLookup: boolean;
  readonly nodeinfo: boolean;
  readonly instanceActor: boolean;
  /** Whether new accounts have numbers in their ids. */
  readonly numericActors: boolean;
  readonly hostMetaJson: boolean;
  /** Whether the link of host-meta has a `type`. */
  readonly hostMetaType: boolean;
  /** Status of webfinger for a resource that is missing or unreadable. */
  readonly badResourceStatus: 400 | 404;
  readonly webfingerLinks: 'ostatus' | 'plain' | 'avatar';
  readonly streamingHealthCache: string | null;
  /** A WebSocket without token: accepted, refused with a text, or refused with `X-Error-Message`. */
  readonly anonymousWebSocket: 'open' | 'text' | 'header';
  /** Whether a request for no channel is told so (400), or asked for its token first (401). */
  readonly unknownChannel: boolean;
  /** How the streaming server words an error: with the class of JavaScript's in front, or without. */
  readonly errorPrefix: string;
  /** Whether Rails answers requests for streaming that reach it with a redirect to the streaming server. */
  readonly streamingRedirect: boolean;
  /** Whether Rails refuses foreign `Host` headers. */
  readonly hostCheck: boolean;
  readonly securityHeaders: HeaderList;
  /** Path of the script of the pages. */
  readonly script: string;
}

/** Newest first; the last entry is for everything older. */
type History<Value> = readonly (readonly [since: string, value: Value])[];

const day = 86_400;

const common: HeaderList = [
  ['X-Frame-Options', 'DENY'],
  ['X-Content-Type-Options', 'nosniff'],
];

/** The last release of each line that is known here. */
const releases: Readonly<Record<string, string>> = {
  '2.9': '2.9.2',
  '3.5': '3.5.3',
  '4.5': '4.5.3',
};

/** Versions that have been compared with the sources point by point. */
export const comparedVersions: readonly string[] = Object.keys(releases);

/** `4.5` → `4.5.3`, `4.2` → `4.2.0`, `4.1.1` as it is; null when it is no version from 2.9 on. */
export function completeVersion(version: string): string | null {
  const match = /^(\d+)\.(\d+)(?:\.(\d+)(?:[-+][\w.+-]+)?)?$/.exec(version);
  if (match === null || isOlder(version, '2.9')) return null;
  return match[3] === undefined ? (releases[version] ?? `${version}.0`) : version;
}

/** What a version does. It must be complete. */
export function traitsOf(version: string): Traits {
  const since = <Value>(...history: History<Value>): Value => at(version, history);
  return {
    version,
    pages: since(['4.0', 'shell'], ['0', 'rendered']),
    initialState: since(['3.5', true], ['0', false]),
    aboutCache: since(['4.2', swr(15, day)], ['0', 'max-age=0, public']),
    profileCache: since(['4.2', swr(15, 3600)], ['0', 'max-age=0, public']),
    pageVary: since(['4.2', 'Accept, Accept-Language, Cookie, Origin'], ['0', null]),
    aboutNeedsDatabase: since(['4.4', true], ['4.0', false], ['0', true]),
    health: since(['3.4', 'OK'], ['3.0', 'success'], ['0', null]),
    instanceV2: since(['4.0', true], ['0', false]),
    instanceCache: since(
      ['4.2', swr(300, day)],
      ['3.0', 'max-age=180, public'],
      ['0', 'max-age=300, public'],
    ),
    instanceV1Deprecated: since(['4.4', true], ['0', false]),
    apiVersion: since(['4.8', 11], ['4.5', 7], ['4.4', 6], ['4.3', 2], ['0', null]),
    limitedInstanceStatus: since(['4.4', 200], ['3.0', 401], ['0', 200]),
    limitedAboutHidden: since(['4.0', false], ['3.0', true], ['0', false]),
    timelineCache: since(['4.2', swr(15, 3600)], ['0', 'private, no-store']),
    accountLookup: since(['3.4', true], ['0', false]),
    nodeinfo: since(['3.0', true], ['0', false]),
    instanceActor: since(['3.0', true], ['0', false]),
    numericActors: since(['4.5', true], ['0', false]),
    hostMetaJson: since(['4.4', true], ['0', false]),
    hostMetaType: since(['4.0', false], ['0', true]),
    badResourceStatus: since(['3.5', 400], ['0', 404]),
    webfingerLinks: since(['4.2', 'avatar'], ['3.0', 'plain'], ['0', 'ostatus']),
    streamingHealthCache: since(['4.4', 'private, no-store'], ['0', null]),
    anonymousWebSocket: since(['4.3', 'header'], ['4.2', 'text'], ['3.3', 'open'], ['0', 'text']),
    unknownChannel: since(['4.2', true], ['0', false]),
    errorPrefix: since(['4.3', ''], ['0', 'Error: ']),
    streamingRedirect: since(['4.1.1', true], ['0', false]),
    hostCheck: since(['3.4.1', true], ['0', false]),
    securityHeaders: since(
      ['4.2', [...common, ['X-XSS-Protection', '0'], ['Referrer-Policy', 'same-origin']]],
      ['3.5', [...common, ['X-XSS-Protection', '0'], ['Permissions-Policy', 'interest-cohort=()']]],
      ['0', [...common, ['X-XSS-Protection', '1; mode=block']]],
    ),
    script: since(
      ['4.4', '/packs/assets/application-C0FfeE42.js'],
      ['0', '/packs/js/common-c0ffee42c0ffee42c0ff.js'],
    ),
  };
}

/** A cache line that allows old copies while the server is slow, and for `onErrorSeconds` while it fails. */
function swr(seconds: number, onErrorSeconds: number): string {
  return `max-age=${seconds}, public, stale-while-revalidate=30, stale-if-error=${onErrorSeconds}`;
}

function at<Value>(version: string, history: History<Value>): Value {
  const entry = history.find(([since]) => !isOlder(version, since)) ?? history.at(-1);
  if (entry === undefined) throw new Error('a trait without any value');
  return entry[1];
}

function isOlder(version: string, than: string): boolean {
  const numbers = (text: string): readonly number[] => text.split(/[-+]/, 1).join('').split('.').map(Number);
  const [left, right] = [numbers(version), numbers(than)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
