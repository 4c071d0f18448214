/** One request of a journey, taken apart: what is the same each time that it is asked. */
import { revealed, type Secret } from '../../core/secret.ts';
import type { ConnectionTarget } from './connection.ts';
import { acceptedCodings } from './content-coding.ts';
import type { WireRequest } from './exchange.ts';
import type { Hop } from './redirect.ts';
import { configuredHost, targetOf } from './target.ts';
import type { HttpRequest } from './types.ts';

/** A hop without its address, which a leg has in parts: to keep both would take twice the memory. */
type AskedHop = Omit<Hop, 'url'>;

/** A hop and where it goes. */
export interface Leg {
  readonly hop: AskedHop;
  readonly target: ConnectionTarget;
  /** Path and query. */
  readonly path: string;
  /** The address for people: no query. */
  readonly shown: string;
  /** Whom to ask, as the header `Host` says it. */
  readonly asked: string | Secret;
  /** The other headers, by lower-case names. The program's own name is missing where none is configured. */
  readonly headers: ReadonlyMap<string, string | Secret>;
}

/** What is offered by ALPN. */
const http2OrLess = ['h2', 'http/1.1'] as const;
const http1Alone = ['http/1.1'] as const;

/** Takes a hop apart. */
export function legOf({ url, ...hop }: Hop, { http2 }: Pick<HttpRequest, 'http2'>): Leg {
  return legTo(url, hop, http2);
}

function legTo(url: URL, hop: AskedHop, http2: boolean): Leg {
  const configured = configuredHost(hop.headers);
  return {
    hop,
    target: targetOf(url, configured, http2 ? http2OrLess : http1Alone),
    path: url.pathname + url.search,
    shown: url.origin + url.pathname,
    asked: configured ?? url.host,
    headers: headersOf(hop),
  };
}

const firstLegs = new WeakMap<HttpRequest, Leg>();

/** The first leg of a request: taken apart once, since a configured request is asked again and again. */
export function firstLegOf(request: HttpRequest): Leg {
  const known = firstLegs.get(request);
  if (known !== undefined) return known;
  const leg = legTo(publicPartOf(request.url), request, request.http2);
  firstLegs.set(request, leg);
  return leg;
}

/** Where a leg goes: scheme, host and port. */
export function originOf({ shown }: Pick<Leg, 'shown'>): string {
  return new URL(shown).origin;
}

/** The path with a query that no cache has seen, which makes it the server that answers. */
export function bustedPath({ path }: Leg): string {
  return `${path}${path.includes('?') ? '&' : '?'}_fedistatus=${Date.now()}`;
}

/** The request as it goes on the wire. Here alone secrets are revealed. */
export function wireRequestOf(
  { hop: { method, body }, asked, headers }: Leg,
  { path, cookie, userAgent }: { readonly path: string; readonly cookie: string; readonly userAgent: string },
): WireRequest {
  const named: (readonly [string, string])[] = [['host', revealed(asked)]];
  let hasCookie = false;
  for (const [name, value] of headers) {
    const text = revealed(value);
    if (name === 'cookie') hasCookie = true;
    named.push([name, name === 'cookie' && cookie !== '' ? `${text}; ${cookie}` : text]);
  }
  if (!headers.has('user-agent')) named.push(['user-agent', userAgent]);
  if (!hasCookie && cookie !== '') named.push(['cookie', cookie]);
  return { method, path, headers: named, body };
}

/** Of all that have no headers of their own. */
const usualHeaders: ReadonlyMap<string, string | Secret> = new Map([
  ['accept', '*/*'],
  ['accept-encoding', acceptedCodings],
]);

function headersOf({ headers }: AskedHop): ReadonlyMap<string, string | Secret> {
  if (headers.length === 0) return usualHeaders;
  const all = new Map(usualHeaders);
  for (const [name, value] of headers) all.set(name.toLowerCase(), value);
  all.delete('host');
  return all;
}

function publicPartOf(text: string): URL {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}
