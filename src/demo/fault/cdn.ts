import { randomBytes } from 'node:crypto';
import { type Fault, replacing } from '../fault.ts';
import { type HeaderList, httpAnswer } from '../message.ts';
import { isOnWebServer } from '../route.ts';

/** Cloudflare's own answer for an origin that refuses connections. */
export const cdnCannotReachOrigin: Fault = replacing(
  {
    id: 'cdn_cannot_reach_origin',
    summary: 'A CDN in front of the web server answers 521, because the origin refuses its connections.',
    diagnosis: 'cdn_cannot_reach_origin',
    layer: 'outside',
  },
  isOnWebServer,
  () => httpAnswer(521, [...cloudflare(), ['Content-Type', 'text/plain; charset=UTF-8']], 'error code: 521'),
);

/** A page that only a browser with JavaScript gets past. */
export const challengedByBotProtection: Fault = replacing(
  {
    id: 'challenged_by_bot_protection',
    summary: 'A CDN in front of the web server answers 403 with a challenge that only a browser can solve.',
    diagnosis: 'challenged_by_bot_protection',
    layer: 'outside',
  },
  isOnWebServer,
  () =>
    httpAnswer(
      403,
      [...cloudflare(), ['Content-Type', 'text/html; charset=UTF-8'], ['cf-mitigated', 'challenge']],
      '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body></body></html>',
    ),
);

function cloudflare(): HeaderList {
  return [
    ['Server', 'cloudflare'],
    ['CF-RAY', `${randomBytes(8).toString('hex')}-ICN`],
  ];
}
