/** The way Rails answers behind nginx: which headers are on all of its answers, and how it words its own errors. */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import {
  type DemoAnswer,
  type DemoRequest,
  type HeaderList,
  type HttpAnswer,
  httpAnswer,
  wantsJson,
} from '../message.ts';
import { nginxServer } from '../nginx.ts';
import type { Mastodon } from './mastodon.ts';
import { type Traits } from './traits.ts';

const transportSecurity: HeaderList = [['Strict-Transport-Security', 'max-age=63072000; includeSubDomains']];

/** Rails' own line where a controller says nothing about caches. */
export const uncached: string = 'max-age=0, private, must-revalidate';

export const html: string = 'text/html; charset=utf-8';
export const json: string = 'application/json; charset=utf-8';

export interface ControllerAnswer {
  readonly status?: number;
  readonly type: string;
  readonly cache: string;
  readonly vary?: string | null;
  readonly headers?: HeaderList;
  readonly body: string;
}

/** An answer of one of Mastodon's controllers. */
export function controllerAnswer(
  { traits }: { readonly traits: Traits },
  answer: ControllerAnswer,
): HttpAnswer {
  const { status = 200, type, cache, vary = null, headers = [], body } = answer;
  const isEmpty = body === '';
  return httpAnswer(
    status,
    [
      ['Server', 'Mastodon'],
      ...(isEmpty ? [] : [['Content-Type', type] as const]),
      ...traits.securityHeaders,
      ['Cache-Control', cache],
      ...(vary === null ? [] : [['Vary', vary] as const]),
      ...headers,
      ...(status === 200 && !isEmpty ? [['ETag', weakTag(body)] as const] : []),
      ...middlewareHeaders(),
    ],
    body,
  );
}

/** A controller's answer below /api: JSON, counted by the throttle. */
export function apiAnswer(
  mastodon: Mastodon,
  document: unknown,
  answer: { readonly status?: number; readonly cache: string; readonly headers?: HeaderList },
): HttpAnswer {
  return controllerAnswer(mastodon, {
    ...answer,
    type: json,
    vary: mastodon.traits.pageVary === null ? null : 'Origin',
    headers: [...(answer.headers ?? []), ...mastodon.rateLimit.count()],
    body: JSON.stringify(document),
  });
}

/** A redirect by a controller or by the routes. */
export function redirectAnswer(
  mastodon: Mastodon,
  status: 301 | 302,
  path: string,
  headers: HeaderList = [],
): HttpAnswer {
  const location = new URL(path, mastodon.site.webOrigin).href;
  const body = `<html><body>You are being <a href="${location}">redirected</a>.</body></html>`;
  return controllerAnswer(mastodon, {
    status,
    type: html,
    cache: 'no-cache',
    headers: [['Location', location], ...headers],
    body,
  });
}

/** An answer with a status and nothing else, cached for three minutes. */
export function emptyAnswer(mastodon: Mastodon, status: number): HttpAnswer {
  return controllerAnswer(mastodon, { status, type: html, cache: 'max-age=180, public', body: '' });
}

/** 404 for a path or a thing that is not there. */
export function notFound(mastodon: Mastodon, request: DemoRequest): HttpAnswer {
  return errorAnswer(mastodon, request, 404, 'Not Found', "The page you are looking for isn't here.");
}

/** An error that a controller tells in the client's language. */
export function errorAnswer(
  mastodon: Mastodon,
  request: DemoRequest,
  status: number,
  error: string,
  sentence: string,
): HttpAnswer {
  const asJson = wantsJson(request);
  return controllerAnswer(mastodon, {
    status,
    type: asJson ? json : html,
    cache: 'max-age=180, public',
    body: asJson ? JSON.stringify({ error }) : errorPage(sentence),
  });
}

/**
 * What Rails sends when a controller throws (ActionDispatch::PublicExceptions): no header of a controller is left, the
 * marks of the middleware are.
 */
export function crash(errors: 'html' | 'json'): DemoAnswer {
  return errors === 'json'
    ? middlewareAnswer(500, json, JSON.stringify({ status: 500, error: 'Internal Server Error' }))
    : middlewareAnswer(500, html, errorPage("We're sorry, but something went wrong on our end."));
}

/** An answer that was made before any controller was asked. nginx signs it, for want of a `Server` header. */
export function middlewareAnswer(
  status: number,
  type: string,
  body: string,
  headers: HeaderList = [],
): HttpAnswer {
  return httpAnswer(
    status,
    [...nginxServer, ['Content-Type', type], ...headers, ...middlewareHeaders()],
    body,
  );
}

/** What Rails' HostAuthorization sends for a `Host` that is not its own: before any header is added, and empty. */
export function foreignHostAnswer(): HttpAnswer {
  return httpAnswer(403, [...nginxServer, ['Content-Type', 'text/html; charset=UTF-8']]);
}

function middlewareHeaders(): HeaderList {
  return [
    ['X-Request-Id', randomUUID()],
    ['X-Runtime', (randomInt(4_000, 60_000) / 1e6).toFixed(6)],
    ...transportSecurity,
  ];
}

function errorPage(sentence: string): string {
  return `<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>${sentence}</title></head>
<body class='error'><div class='dialog'><div class='dialog__message'><h1>${sentence}</h1></div></div></body></html>\n`;
}

function weakTag(body: string): string {
  return `W/"${createHash('md5').update(body).digest('hex')}"`;
}
