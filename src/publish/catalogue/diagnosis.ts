/** What the components of a server mean together. */
import type { Labels, Sample } from '../metric-family.ts';
import type { MetricFamily } from './family.ts';

export const diagnosisFamilies: readonly MetricFamily[] = [
  {
    name: 'fedistatus_diagnosis',
    type: 'gauge',
    help: 'A likely cause of what is wrong with the server: 1 for each that was found; absent otherwise.',
    labels: ['server', 'diagnosis'],
    *collect(snapshot): Iterable<Sample> {
      for (const [server, findings] of snapshot.findings()) {
        for (const { id } of findings) {
          const labels: Labels = { server, diagnosis: id };
          yield { labels, value: 1 };
        }
      }
    },
  },
];
