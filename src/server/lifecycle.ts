import type { Express, Request, Response } from 'express';
import type { ServerDeps } from './deps.ts';
import { serve } from './routes.ts';
import { sendText } from './send.ts';

export const lifecyclePaths = ['/-/healthy', '/-/ready', '/-/reload'] as const;

/** Serves what programs of Prometheus' family have for whoever runs them. */
export function serveLifecycle(app: Express, deps: ServerDeps): void {
  serve(app, '/-/healthy', { get: (_request, response) => sendText(response, 200, 'healthy') });
  serve(app, '/-/ready', {
    get: (_request, response) => {
      if (deps.isReady()) sendText(response, 200, 'ready');
      else sendText(response, 503, 'not ready: waiting for the first probe of every component');
    },
  });
  const reload = (request: Request, response: Response): Promise<void> =>
    handleReload(deps, request, response);
  serve(app, '/-/reload', { post: reload, put: reload });
}

async function handleReload({ reload }: ServerDeps, request: Request, response: Response): Promise<void> {
  if (reload === null) {
    sendText(response, 403, 'reloading over HTTP is not enabled; send SIGHUP instead');
    return;
  }
  // A page on the web must not be able to use the browser of somebody who can reach this port.
  if (request.get('sec-fetch-site') === 'cross-site') {
    sendText(response, 403, 'requests from other sites are refused');
    return;
  }
  const outcome = await reload();
  if (outcome.ok) sendText(response, 200, 'reloaded');
  else
    sendText(
      response,
      500,
      `not reloaded, the configuration from before stays in force:\n${outcome.message}`,
    );
}
