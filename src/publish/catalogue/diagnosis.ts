/** What the components of a server mean together. */
import { alwaysOne, type MetricFamily } from './family.ts';

export const diagnosisFamilies: readonly MetricFamily[] = [
  {
    name: 'fedistatus_diagnosis',
    type: 'gauge',
    help: 'A likely cause of what is wrong with the server: 1 for each that was found; absent otherwise.',
    labels: ['server', 'diagnosis'],
    collect: snapshot =>
      alwaysOne(
        Array.from(snapshot.findings(), ([server, findings]) =>
          findings.map(({ id }) => ({ server, diagnosis: id })),
        ).flat(),
      ),
  },
];
