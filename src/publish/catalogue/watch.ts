/** What is known of a component whatever its last run said: its counters, its definition, its schedule. */
import type { Component } from '../../core/component.ts';
import { reasons } from '../../core/reason.ts';
import type { ComponentSnapshot } from '../../core/snapshot.ts';
import { plainText } from '../localized.ts';
import type { Labels } from '../metric-family.ts';
import { alwaysOne, type ComponentMetricHead, type MetricFamily, ofComponents } from './family.ts';
import { giveHistogram } from './histogram.ts';

function ofValue(
  head: ComponentMetricHead,
  read: (component: ComponentSnapshot) => number | undefined,
): MetricFamily {
  return ofComponents(head, (component: ComponentSnapshot, add) => {
    const value = read(component);
    if (value !== undefined) add(value);
  });
}

const reasonLabels = reasons.map(reason => ({ reason, extra: { name: 'reason', value: reason } }));

const info: MetricFamily = {
  name: 'fedistatus_component_info',
  type: 'gauge',
  help: 'Always 1; the labels say what the component is.',
  labels: ['server', 'component', 'title', 'type', 'url'],
  collect: ({ components }) => alwaysOne(components.map(({ component }) => infoLabels(component))),
};

function infoLabels({ server, name, title, type, target }: Component): Labels {
  return { server, component: name, title: plainText(title), type, url: target };
}

export const watchFamilies: readonly MetricFamily[] = [
  ofValue(
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
    ({ counts: { failures } }: ComponentSnapshot, add) => {
      for (const { reason, extra } of reasonLabels) add(failures[reason], extra);
    },
  ),
  ofComponents(
    {
      name: 'fedistatus_probe_duration_seconds',
      type: 'histogram',
      help: 'Durations of finished probes, whatever came of them.',
    },
    ({ counts }: ComponentSnapshot, add) => giveHistogram(counts.duration, add),
  ),
  ofValue(
    {
      name: 'fedistatus_missed_probes_total',
      type: 'counter',
      help: 'Probes that were due and did not start, because the one before was still going or the exporter was late.',
    },
    ({ counts }) => counts.missed,
  ),
  ofValue(
    {
      name: 'fedistatus_internal_failures_total',
      type: 'counter',
      help: 'Finished probes that said nothing about the target, through the fault of the exporter or of its host.',
    },
    ({ counts }) => counts.internal,
  ),
  ofValue(
    {
      name: 'fedistatus_last_probe_timestamp_seconds',
      type: 'gauge',
      help: 'When the last finished probe began, in Unix time; absent before the first.',
    },
    ({ last }) => (last === null ? undefined : last.at / 1000),
  ),
  ofValue(
    {
      name: 'fedistatus_probe_interval_seconds',
      type: 'gauge',
      help: 'Time between the starts of two probes, as configured.',
    },
    ({ component }) => component.intervalMs / 1000,
  ),
  info,
];
