/** What the exporter measures of itself with prom-client: its process, and its own HTTP server. */
import { Counter, Histogram, Registry } from 'prom-client';
import {
  type AddSample,
  type CollectedFamily,
  type Labels,
  type MetricHead,
  type MetricType,
} from './metric-family.ts';
import { measureProcess } from './process-metrics.ts';

/** Counts what the exporter does, and tells it with the state of the process. */
export interface SelfMetrics {
  /** A request to our own server was answered. `handler` is one of its paths, from a closed set. */
  countRequest(handler: string, status: number): void;
  /** A page was rendered, without the time that probes took. */
  observeRender(handler: string, durationMs: number): void;
  /** The public pages were written as files, or could not be. */
  countPublication(this: void, result: 'published' | 'failed'): void;
  collect(): Promise<readonly CollectedFamily[]>;
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

/** Our own metrics of this module; those of Node.js and of the process are prom-client's and vary with its version. */
export const selfMetricHeads: readonly MetricHead[] = [requests, renders, publications];

/** Starts to measure. Each call has counters of its own. */
export function createSelfMetrics(nowMs: () => number = () => performance.now()): SelfMetrics {
  const registry = new Registry();
  measureProcess(registry, nowMs);
  const requestCounter = new Counter({ ...withLabelNames(requests), registers: [registry] });
  const renderHistogram = new Histogram({
    ...withLabelNames(renders),
    registers: [registry],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5],
  });
  const publicationCounter = new Counter({ ...withLabelNames(publications), registers: [registry] });
  for (const result of ['published', 'failed']) publicationCounter.inc({ result }, 0);
  return {
    countPublication: result => publicationCounter.inc({ result }),
    countRequest(handler, status) {
      requestCounter.inc({ handler, code: String(status) });
    },
    observeRender(handler, durationMs) {
      renderHistogram.observe({ handler }, durationMs / 1000);
    },
    async collect() {
      const metrics = await registry.getMetricsAsJSON();
      return metrics.map(toFamily);
    },
  };
}

function withLabelNames({ name, help, labels }: MetricHead): {
  name: string;
  help: string;
  labelNames: string[];
} {
  return { name, help, labelNames: [...labels] };
}

/** The part that we use of what prom-client gives; its own type leaves the names of a histogram's series out. */
interface JsonMetric {
  readonly name: string;
  readonly help: string;
  readonly type: unknown;
  readonly values: readonly JsonValue[];
}

interface JsonValue {
  readonly metricName?: string;
  readonly value: number;
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
}

function toFamily({ name, help, type, values }: JsonMetric): CollectedFamily {
  const measured = values.filter(({ value }) => Number.isFinite(value));
  return {
    name,
    help,
    type: toType(type),
    labels: [],
    things: measured.map(({ labels }) => plainLabels(labels)),
    give(index, add) {
      const value = measured[index];
      if (value !== undefined) giveValue(name, value, add);
    },
  };
}

/** prom-client's own types call it an enum; at run time it is a text. */
function toType(type: unknown): MetricType {
  return type === 'counter' || type === 'histogram' ? type : 'gauge';
}

const suffixes = ['_bucket', '_sum', '_count'] as const;

function giveValue(name: string, { metricName = name, value, labels }: JsonValue, add: AddSample): void {
  const suffix = suffixes.find(candidate => metricName === name + candidate);
  const { le } = labels;
  if (le === undefined) add(value, undefined, suffix);
  else add(value, { name: 'le', value: Number(String(le).replace('+Inf', 'Infinity')) }, suffix);
}

/** All but the bound of a bucket. */
function plainLabels(labels: JsonValue['labels']): Labels {
  const plain: Record<string, string> = {};
  for (const name in labels) if (name !== 'le') plain[name] = String(labels[name]);
  return plain;
}
