import { type Fault, replacing } from '../../fault.ts';
import type { Mastodon } from '../mastodon.ts';
import { json, middlewareAnswer } from '../rails.ts';

export function rateLimited({ rateLimit }: Mastodon): Fault {
  return replacing(
    {
      id: 'rate_limited',
      summary: 'The monitor has used up its 300 requests in five minutes: 429 below /api, and nowhere else.',
      diagnosis: 'rate_limited',
      layer: 'program',
    },
    ({ part }, { path }) => part === 'application' && path.startsWith('/api/'),
    () => middlewareAnswer(429, json, JSON.stringify({ error: 'Too many requests' }), rateLimit.exhausted()),
  );
}
