import type { Express, Request, Response } from 'express';
import { publishProbeResult } from '../publish/probe-result.ts';
import type { ServerDeps } from './deps.ts';
import { serve } from './routes.ts';
import { scrapeDeadlineMs } from './scrape-timeout.ts';
import { send, sendText } from './send.ts';

export const probePath = '/probe';

/** When to come again after all places were taken: a probe seldom takes longer. */
const retryAfterSeconds = 10;

/** Serves probes on demand of configured components, and of nothing else: this is no open proxy. */
export function serveProbe(app: Express, deps: ServerDeps): void {
  serve(app, probePath, { get: (request, response) => handleProbe(deps, request, response) });
}

async function handleProbe({ onDemand }: ServerDeps, request: Request, response: Response): Promise<void> {
  const { server, component } = request.query;
  if (typeof server !== 'string' || typeof component !== 'string') {
    sendText(response, 400, 'say what to probe, each once: /probe?server=…&component=…');
    return;
  }
  const timeoutMs = scrapeDeadlineMs(request.get('x-prometheus-scrape-timeout-seconds'));
  if (timeoutMs === null) {
    sendText(response, 400, 'X-Prometheus-Scrape-Timeout-Seconds is not a positive number');
    return;
  }
  const outcome = await onDemand.probeNow(server, component, { timeoutMs, signal: goneSignal(response) });
  switch (outcome.kind) {
    case 'result':
      await send(
        request,
        response,
        await publishProbeResult(outcome.component, outcome.result, request.get('accept')),
      );
      return;
    case 'unknown':
      // blackbox_exporter says 400 of an unknown module, too.
      sendText(response, 400, 'no such server and component in the configuration');
      return;
    case 'busy':
      response.setHeader('Retry-After', retryAfterSeconds);
      sendText(response, 503, 'too many probes at once, try again later');
      return;
    case 'aborted':
      response.destroy();
      return;
    default:
      outcome satisfies never;
  }
}

/** Aborts when the reader goes away before its answer was sent. */
function goneSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('the reader went away'));
  });
  return controller.signal;
}
