/** What is known of a server as a whole. */
import type { Labels, Sample } from '../metric-family.ts';
import type { MetricFamily } from './family.ts';

export const serverFamilies: readonly MetricFamily[] = [
  {
    name: 'fedistatus_server_info',
    type: 'gauge',
    help: 'Always 1; the labels say which software the server runs, as it said last.',
    labels: ['server', 'software', 'version'],
    *collect({ servers }): Iterable<Sample> {
      for (const { domain, running } of servers) {
        if (running === undefined) continue;
        const labels: Labels = { server: domain, software: running.name, version: running.version };
        yield { labels, value: 1 };
      }
    },
  },
];
