import type { Express, Request } from 'express';
import type { Snapshot } from '../core/snapshot.ts';
import { isOpen, type LongText, type Publisher, type PublishRequest } from '../publish/publisher.ts';
import type { ServerDeps } from './deps.ts';
import { serve } from './routes.ts';
import { scrapeDeadlineMs } from './scrape-timeout.ts';
import { send, sendText } from './send.ts';

/** Serves a publisher at its path, and what is open below it. */
export function servePublisher(app: Express, publisher: Publisher, deps: ServerDeps): void {
  const { path } = publisher;
  serve(app, isOpen(path) ? `${path}{*rest}` : path, {
    async get(request, response) {
      const deadlineMs = publisher.triggersProbes
        ? scrapeDeadlineMs(request.get('x-prometheus-scrape-timeout-seconds'))
        : 0;
      if (deadlineMs === null) {
        sendText(response, 400, 'X-Prometheus-Scrape-Timeout-Seconds is not a positive number');
        return;
      }
      const snapshot = await takeSnapshot(publisher, deps, deadlineMs);
      const start = performance.now();
      const publication = await publisher.render(snapshot, toPublishRequest(request));
      const tookMs = performance.now() - start;
      const { body } = publication;
      const observe = (moreMs: number): void => deps.selfMetrics.observeRender(path, tookMs + moreMs);
      if (typeof body === 'string') observe(0);
      await send(request, response, {
        ...publication,
        body: typeof body === 'string' ? body : timed(body, observe),
      });
    },
  });
}

/** The same parts; tells in the end how many milliseconds it took to make them, without the time to send them. */
async function* timed(parts: LongText, tell: (ms: number) => void): LongText {
  let ms = 0;
  let start = performance.now();
  for await (const part of parts) {
    ms += performance.now() - start;
    yield part;
    start = performance.now();
  }
  tell(ms + performance.now() - start);
}

async function takeSnapshot(
  { triggersProbes }: Publisher,
  { source }: ServerDeps,
  deadlineMs: number,
): Promise<Snapshot> {
  return triggersProbes ? source.scrape(deadlineMs) : source.snapshot();
}

function toPublishRequest(request: Request): PublishRequest {
  const rest: unknown = request.params['rest'];
  return {
    rest: Array.isArray(rest) ? rest.join('/') : '',
    header: name => request.get(name),
    query: name => {
      const value: unknown = request.query[name];
      return typeof value === 'string' ? value : undefined;
    },
  };
}
