/** Child of the kill test: writes transitions as fast as it can and prints the id of each once it is acknowledged. */
import { writeSync } from 'node:fs';
import { toTransition } from '../../src/core/transition.ts';
import { openHistoryFile } from '../../src/history/sqlite/open.ts';
import { start, stretch } from './history-values.ts';

const [path = '', round = '0'] = process.argv.slice(2);
writeSync(1, 'ready\n');
const { store } = openHistoryFile(path, start);
const begun = start + Number(round) * 1_000_000;
store.begin(begun);
for (let count = 0; ; count++) {
  const at = begun + count;
  const owner = { server: 'a.example', component: `component_${count % 7}` };
  const changes = { from: 'operational', to: 'outage', at, confirmedAt: at, reason: 'dns' } as const;
  const transition = toTransition(owner, changes);
  store.append([transition], [stretch(`a.example/${owner.component}`, at, at + 1)]);
  writeSync(1, `${transition.id}\n`);
  if (count % 10 === 0) store.forget([], begun);
}
