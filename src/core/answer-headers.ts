import type { AnsweredBy, CacheStatus, Headers } from './outcome.ts';

/** The first value of a header, or an empty text. */
export function headerValue(headers: Headers, name: string): string {
  return headers.get(name)?.[0] ?? '';
}

/**
 * Which program produced an answer. Rails stamps `X-Runtime` and `X-Request-Id` on all it sends, its own errors
 * included; Mastodon's streaming server (Node.js) stamps only the latter, always a UUID, which those of other software
 * (GoToSocial, Pleroma, a proxy) are not; a proxy that answers for a dead upstream has neither. Behind a proxy an answer
 * bears its name whoever made it, but what it makes by itself is never JSON.
 */
export function answeredBy(status: number, headers: Headers): AnsweredBy {
  const server = headerValue(headers, 'server');
  if (headers.has('x-runtime') || /^Mastodon\b/i.test(server)) return 'application';
  if (headers.has('x-error-message') || uuid.test(headerValue(headers, 'x-request-id'))) return 'streaming';
  if (/^cloudflare\b/i.test(server)) return status >= 520 || headers.has('cf-mitigated') ? 'cdn' : 'unknown';
  if (status >= 400 && proxies.test(server) && !isJson(headers)) return 'proxy';
  return 'unknown';
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const proxies = /^(?:nginx|openresty|caddy|apache|haproxy|envoy|traefik)\b/i;

/** Whether an answer says that it is JSON of any kind (RFC 6839 §3.1). */
export function isJson(headers: Headers): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(headerValue(headers, 'content-type'));
}

const stale = /\b(?:stale|updating|refresh fail hit)\b/;
const hit = /\b(?:hit|revalidated|refreshhit|originshieldhit)\b/;
const miss = /\b(?:miss|expired|bypass|refreshmiss)\b/;

const statusHeaders = ['x-cached', 'x-cache-status', 'cf-cache-status', 'x-cache', 'cache-status'] as const;

/**
 * What the caches on the way say of an answer: nginx's `X-Cached` and `X-Cache-Status` (names of Mastodon's own
 * configurations), `CF-Cache-Status`, `X-Cache` (CloudFront, Fastly, Varnish, Squid, Akamai), `Cache-Status` (RFC 9211)
 * and `Age` (RFC 9111 §5.1). The worst word of all of them wins, since one stale copy on the way is enough to hide an
 * outage.
 */
export function cacheStatus(headers: Headers): CacheStatus {
  if (!statusHeaders.some(name => headers.has(name)) && !headers.has('age')) return 'none';
  const words = statusHeaders.flatMap(name => headers.get(name) ?? []).map(plainWords);
  if (words.some(word => stale.test(word))) return 'stale';
  if (words.some(word => hit.test(word))) return 'hit';
  if (Number.parseInt(headerValue(headers, 'age'), 10) > 0) return 'hit';
  if (words.some(word => miss.test(word))) return 'miss';
  return 'none';
}

/** One spelling for all dialects: `TCP_HIT` is `tcp hit`. */
function plainWords(value: string): string {
  // RFC 9211 §2.2: `fwd=stale` says that a stale copy was *not* used.
  const words = value.toLowerCase().replace(/\bfwd=[\w-]+/g, 'miss');
  return words.split(',').some(isStaleHit) ? 'stale' : words.replaceAll('_', ' ');
}

/** RFC 9211 §2.4: a hit with a negative lifetime was stale when it was served. */
function isStaleHit(cache: string): boolean {
  const parameters = cache.search(/\bhit;/);
  return parameters !== -1 && /\bttl=-\d/.test(cache.slice(parameters));
}
