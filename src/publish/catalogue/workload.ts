/** How much the exporter has to do: when these grow, its machine is too small for what it watches. */
import type { Workload } from '../../core/snapshot.ts';
import { noLabels, valuesOf } from '../metric-family.ts';
import type { MetricFamily } from './family.ts';
import { giveHistogram } from './histogram.ts';

function ofWorkload(name: string, help: string, read: (workload: Workload) => number): MetricFamily {
  return {
    name,
    type: 'gauge',
    help,
    labels: [],
    collect: ({ workload }) => valuesOf(noLabels, add => add(read(workload))),
  };
}

export const workloadFamilies: readonly MetricFamily[] = [
  ofWorkload('fedistatus_probes_in_flight', 'Probes that are under way.', ({ inFlight }) => inFlight),
  ofWorkload(
    'fedistatus_probes_waiting',
    'Probes that are due and wait for their turn, since others are under way.',
    ({ waiting }) => waiting,
  ),
  {
    name: 'fedistatus_scheduler_lateness_seconds',
    type: 'histogram',
    help: 'Time from the instant that a probe was planned for, a tick of the schedule, to its start.',
    labels: [],
    collect: ({ workload }) => valuesOf(noLabels, add => giveHistogram(workload.lateness, add)),
  },
];
