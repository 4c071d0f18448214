import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { WebSecuritySource } from '../core/web-security.ts';
import { isOpen, type Publisher } from '../publish/publisher.ts';
import { requireUser } from './basic-auth.ts';
import type { ServerDeps } from './deps.ts';
import { lifecyclePaths, serveLifecycle } from './lifecycle.ts';
import { probePath, serveProbe } from './probe.ts';
import { servePublisher } from './publications.ts';
import { sendText } from './send.ts';

/** Everything: for whoever runs the exporter, and for Prometheus. Asks for a password where there are users. */
export function createOperatorApp(deps: ServerDeps, security: WebSecuritySource): Express {
  const app = createBareApp();
  const handlers = [...deps.publishers.map(({ path }) => path), ...lifecyclePaths, probePath];
  app.use(countRequests(deps, handlers), setHeaders(security), requireUser(security));
  for (const publisher of deps.publishers) servePublisher(app, publisher, deps);
  serveLifecycle(app, deps);
  serveProbe(app, deps);
  return finish(app, deps);
}

/** The public pages alone, for the outside world. */
export function createPublicApp(deps: ServerDeps, security: WebSecuritySource): Express {
  const app = createBareApp();
  const publishers = deps.publishers.filter(isPublic);
  app.use(
    countRequests(
      deps,
      publishers.map(({ path }) => path),
    ),
    setHeaders(security),
  );
  for (const publisher of publishers) servePublisher(app, publisher, deps);
  return finish(app, deps);
}

function isPublic({ audience }: Publisher): boolean {
  return audience === 'public';
}

function createBareApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  // A hash of every answer would cost more than a scraper that never asks for one could save.
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.set('query parser', 'simple');
  return app;
}

function finish(app: Express, { log }: ServerDeps): Express {
  app.use((_request, response) => sendText(response, 404, 'not found'));
  // Express knows an error handler by its four parameters.
  const onError: ErrorRequestHandler = (error: unknown, request, response, _next) => {
    const status = statusOf(error);
    if (status >= 500) log.error({ err: error, path: request.path }, 'a request failed');
    if (response.headersSent) response.destroy();
    else sendText(response, status, status >= 500 ? 'internal error' : 'bad request');
  };
  app.use(onError);
  return app;
}

/** The status of an error that Express itself raised about the request, else 500. */
function statusOf(error: unknown): number {
  if (!(error instanceof Error) || !('status' in error)) return 500;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** Counts what was answered, under a closed set of paths: visitors must not be able to make up label values. */
function countRequests({ selfMetrics }: ServerDeps, handlers: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const handler =
      handlers.find(path => (isOpen(path) ? request.path.startsWith(path) : request.path === path)) ??
      'other';
    response.once('finish', () => selfMetrics.countRequest(handler, response.statusCode));
    next();
  };
}

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // A copy of a page like /metrics is wrong as soon as it is made.
  'Cache-Control': 'no-store',
};

function setHeaders(security: WebSecuritySource): RequestHandler {
  return (_request, response, next) => {
    for (const [name, value] of Object.entries({ ...headers, ...security.current().headers })) {
      response.setHeader(name, value);
    }
    next();
  };
}
