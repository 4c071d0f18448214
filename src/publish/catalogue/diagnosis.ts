/** What the components of a server mean together. */
import { type MetricFamily, ofEach } from './family.ts';

export const diagnosisFamilies: readonly MetricFamily[] = [
  {
    name: 'fedistatus_diagnosis',
    type: 'gauge',
    help: 'A likely cause of what is wrong with the server: 1 for each that was found; absent otherwise.',
    labels: ['server', 'diagnosis'],
    collect: snapshot =>
      ofEach([...snapshot.findings()], {
        give: ([server, findings], add) => {
          for (const { id } of findings) add({ server, diagnosis: id }, 1);
        },
      }),
  },
];
