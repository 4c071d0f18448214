import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { openHistoryFile, readHistoryFile } from '../../../src/history/sqlite/open.ts';
import {
  hour,
  minute,
  start,
  stretch,
  temporaryDirectory,
  transition,
} from '../../support/history-values.ts';
import { testHistoryStore } from '../contract.ts';

const root = mkdtempSync(join(tmpdir(), 'fedistatus-'));
after(() => rmSync(root, { recursive: true }));
let files = 0;

testHistoryStore('sqlite', () => openHistoryFile(join(root, `${files++}.db`), start).store);

const outage = transition('a.example/api', 'outage', start + minute);
const watched = stretch('a.example/api', start, start + minute);

test('a history is there again after it was closed, with the labels that it had', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'data', 'history.db');
  {
    using store = openHistoryFile(path, start).store;
    store.begin(start);
    store.append([outage], [watched]);
    store.begin(start - hour);
  }
  using store = openHistoryFile(path, start).store;
  assert.deepEqual(
    store.load().transitions.map(({ id, at }) => [id, at]),
    [[outage.id, outage.at - hour - (outage.confirmedAt - start)]],
  );
});

test('files are for the owner alone, whatever the umask says', async () => {
  await using directory = await temporaryDirectory();
  const folder = join(directory.path, 'data');
  using store = openHistoryFile(join(folder, 'history.db'), start).store;
  store.begin(start);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const open = readdirSync(folder).filter(
    name => name !== 'history.db.lock' && (statSync(join(folder, name)).mode & 0o077) !== 0,
  );
  assert.deepEqual(open, []);
});

test('a history in use can be read by others', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  assert.equal(readHistoryFile(path), null);
  using store = openHistoryFile(path, start).store;
  store.begin(start);
  store.append([outage], [watched]);
  assert.deepEqual(readHistoryFile(path), { transitions: [outage], stretches: [watched] });
});
