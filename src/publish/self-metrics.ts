/** What the exporter measures of itself: its process, and its own HTTP server. */
import { emptyHistogram, observe } from '../core/histogram.ts';
import { giveHistogram } from './catalogue/histogram.ts';
import type { AddSample, CollectedFamily, MetricHead } from './metric-family.ts';
import { watchProcess } from './process-metrics.ts';
import { Tally } from './tally.ts';

/** Counts what the exporter does, and tells it with the state of the process. */
export interface SelfMetrics {
  /** A request to our own server was answered. `handler` is one of its paths, from a closed set. */
  countRequest(handler: string, status: number): void;
  /** A page was rendered, without the time that probes took. */
  observeRender(handler: string, durationMs: number): void;
  /** The public pages were written as files, or could not be. */
  countPublication(this: void, result: 'published' | 'failed'): void;
  collect(): readonly CollectedFamily[];
}

const requests = {
  name: 'fedistatus_web_requests_total',
  type: 'counter',
  help: 'Requests to the HTTP server of the exporter, by handler and status code.',
  labels: ['handler', 'code'],
} as const;

const renders = {
  name: 'fedistatus_web_render_duration_seconds',
  type: 'histogram',
  help: 'Time that it took to render a page of the exporter, without waiting for probes.',
  labels: ['handler'],
} as const;

const publications = {
  name: 'fedistatus_publications_total',
  type: 'counter',
  help: 'Times that the public pages were written as files (published), or could not be (failed).',
  labels: ['result'],
} as const;

/** Our own metrics of this module; what else there is of the process varies with the version of Node.js. */
export const selfMetricHeads: readonly MetricHead[] = [requests, renders, publications];

/** Seconds. */
const renderBounds = [0.001, 0.005, 0.025, 0.1, 0.5] as const;

/** Starts to measure. Each call has counters of its own. */
export function createSelfMetrics(): SelfMetrics {
  const requestCounts = new Tally<number>(0, giveCount);
  const renderTimes = new Tally(emptyHistogram(renderBounds), giveHistogram);
  const publicationCounts = new Tally<number>(0, giveCount);
  const collectProcess = watchProcess();
  for (const result of ['published', 'failed']) publicationCounts.update({ result }, count => count);
  return {
    countPublication: result => publicationCounts.update({ result }, oneMore),
    countRequest: (handler, status) => requestCounts.update({ handler, code: String(status) }, oneMore),
    observeRender: (handler, durationMs) =>
      renderTimes.update({ handler }, times => observe(times, durationMs / 1000)),
    collect: () => [
      ...collectProcess(),
      { ...requests, ...requestCounts.values() },
      { ...renders, ...renderTimes.values() },
      { ...publications, ...publicationCounts.values() },
    ],
  };
}

function oneMore(count: number): number {
  return count + 1;
}

function giveCount(count: number, add: AddSample): void {
  add(count);
}
