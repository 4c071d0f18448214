/** What is known of a component whatever its last run said: its counters, its definition, its schedule. */
import { reasons } from '../../core/reason.ts';
import type { ComponentSnapshot, Histogram } from '../../core/snapshot.ts';
import { plainText } from '../localized.ts';
import type { Labels, Sample } from '../metric-family.ts';
import { type ComponentMetricHead, type MetricFamily, ofComponents, oncePerComponent } from './family.ts';

function ofEach(
  head: ComponentMetricHead,
  read: (component: ComponentSnapshot) => number | undefined,
): MetricFamily {
  return ofComponents(head, (component: ComponentSnapshot, labels) => {
    const value = read(component);
    return value === undefined ? [] : [{ labels, value }];
  });
}

function* histogramSamples(labels: Labels, { bounds, buckets, sum }: Histogram): Iterable<Sample> {
  let count = 0;
  for (const [index, bucket] of buckets.entries()) {
    count += bucket;
    const bound = bounds[index] ?? Number.POSITIVE_INFINITY;
    yield { labels, suffix: '_bucket', extra: { name: 'le', value: bound }, value: count };
  }
  yield { labels, suffix: '_sum', value: sum };
  yield { labels, suffix: '_count', value: count };
}

const infoLabels = oncePerComponent(component => ({
  server: component.server,
  component: component.name,
  title: plainText(component.title),
  type: component.type,
  url: component.target,
}));

const info = ofComponents(
  {
    name: 'fedistatus_component_info',
    type: 'gauge',
    help: 'Always 1; the labels say what the component is.',
    extraLabels: ['title', 'type', 'url'],
  },
  ({ component }: ComponentSnapshot) => [{ labels: infoLabels(component), value: 1 }],
);

export const watchFamilies: readonly MetricFamily[] = [
  ofEach(
    {
      name: 'fedistatus_probes_total',
      type: 'counter',
      help: 'Finished probes that said something about the target.',
    },
    ({ counts }) => counts.probes,
  ),
  ofComponents(
    {
      name: 'fedistatus_probe_failures_total',
      type: 'counter',
      help: 'Failed probes by reason.',
      extraLabels: ['reason'],
    },
    ({ counts }: ComponentSnapshot, labels) =>
      reasons.map(reason => ({
        labels,
        extra: { name: 'reason', value: reason },
        value: counts.failures[reason],
      })),
  ),
  ofComponents(
    {
      name: 'fedistatus_probe_duration_seconds',
      type: 'histogram',
      help: 'Durations of finished probes, whatever came of them.',
    },
    ({ counts }: ComponentSnapshot, labels) => histogramSamples(labels, counts.duration),
  ),
  ofEach(
    {
      name: 'fedistatus_missed_probes_total',
      type: 'counter',
      help: 'Probes that were due and did not start, because the one before was still going or the exporter was late.',
    },
    ({ counts }) => counts.missed,
  ),
  ofEach(
    {
      name: 'fedistatus_internal_failures_total',
      type: 'counter',
      help: 'Finished probes that said nothing about the target, through the fault of the exporter or of its host.',
    },
    ({ counts }) => counts.internal,
  ),
  ofEach(
    {
      name: 'fedistatus_last_probe_timestamp_seconds',
      type: 'gauge',
      help: 'When the last finished probe began, in Unix time; absent before the first.',
    },
    ({ last }) => (last === null ? undefined : last.at / 1000),
  ),
  ofEach(
    {
      name: 'fedistatus_probe_interval_seconds',
      type: 'gauge',
      help: 'Time between the starts of two probes, as configured.',
    },
    ({ component }) => component.intervalMs / 1000,
  ),
  info,
];
