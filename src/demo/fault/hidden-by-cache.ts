import { type Fault, inPlaceOfApplication } from '../fault.ts';
import type { DemoAnswer, DemoRequest, HttpAnswer } from '../message.ts';
import { nginxError } from '../nginx.ts';

/** Parameters that visitors and other servers send, so that the cache knows the address. */
const everyday: ReadonlySet<string> = new Set([
  'resource',
  'local',
  'remote',
  'limit',
  'acct',
  'instance_actor',
]);

/**
 * `proxy_cache_use_stale` of Mastodon's nginx configuration while the web process is dead: whatever was public and asked
 * for before comes from the cache, anything else is 502.
 */
export const hiddenByCache: Fault = {
  id: 'hidden_by_cache',
  summary:
    'The web process is dead, but the proxy serves old copies of all public pages; an unknown query gets 502.',
  diagnosis: 'hidden_by_cache',
  layer: 'cache',
  intercept: (visit, next) =>
    inPlaceOfApplication(visit, next, async request => {
      const answer = await next(request);
      return isKnownToCache(request) && isPublicCopy(answer) ? asStaleCopy(answer) : nginxError(502);
    }),
};

function isKnownToCache({ query }: DemoRequest): boolean {
  return [...query.keys()].every(name => everyday.has(name));
}

function isPublicCopy(answer: DemoAnswer): answer is HttpAnswer {
  if (answer.kind !== 'http') return false;
  const control = answer.headers.find(([name]) => name.toLowerCase() === 'cache-control')?.[1] ?? '';
  return (
    [200, 301, 302].includes(answer.status) && /\bpublic\b/.test(control) && !/\bmax-age=0\b/.test(control)
  );
}

function asStaleCopy(answer: HttpAnswer): HttpAnswer {
  return { ...answer, headers: [...answer.headers, ['X-Cached', 'STALE']] };
}
