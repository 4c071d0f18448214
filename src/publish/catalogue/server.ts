/** What is known of a server as a whole. */
import { alwaysOne, type MetricFamily } from './family.ts';

export const serverFamilies: readonly MetricFamily[] = [
  {
    name: 'fedistatus_server_info',
    type: 'gauge',
    help: 'Always 1; the labels say which software the server runs, as it said last.',
    labels: ['server', 'software', 'version'],
    collect: ({ servers }) =>
      alwaysOne(
        servers.flatMap(({ domain, running }) =>
          running === undefined ? [] : [{ server: domain, software: running.name, version: running.version }],
        ),
      ),
  },
];
