import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import type { HistoryRecord } from '../../../src/core/history-record.ts';
import { openHistoryFile } from '../../../src/history/sqlite/open.ts';
import {
  minute,
  second,
  start,
  stretch,
  temporaryDirectory,
  transition,
} from '../../support/history-values.ts';
import { startProgram } from '../../support/real-programs.ts';
import { skipUnlessRoot } from '../../support/small-disk.ts';

/** A history with some content, closed. */
function writeHistory(path: string, changes = 60): void {
  using store = openHistoryFile(path, start).store;
  store.begin(start);
  for (let index = 0; index < changes; index++) {
    const at = start + index * minute;
    const owner = `server-${index % 7}.example/component_${index % 5}`;
    store.append(
      [transition(owner, index % 2 === 0 ? 'outage' : 'operational', at)],
      [stretch(owner, at, at + 30 * second)],
    );
  }
}

const damages: readonly (readonly [what: string, damage: (path: string) => void])[] = [
  ['is empty', path => truncateSync(path, 0)],
  ['is text', path => writeFileSync(path, 'these are not the bytes that you are looking for\n'.repeat(200))],
  ['is zeros', path => writeFileSync(path, Buffer.alloc(8192))],
  ['is cut in half', path => truncateSync(path, Math.floor(readFileSync(path).length / 2))],
  [
    'has every 512th byte flipped',
    path =>
      writeFileSync(
        path,
        flipped(readFileSync(path), index => index % 512 === 0),
      ),
  ],
  [
    "is another program's database",
    path => {
      writeFileSync(path, '');
      new DatabaseSync(path).exec('CREATE TABLE t (a)');
    },
  ],
  ['has lost a table', path => new DatabaseSync(path).exec('DROP TABLE stretch')],
  [
    'has a value that nobody wrote',
    path => new DatabaseSync(path).exec('UPDATE transition SET at = at + 1 WHERE seq = 3'),
  ],
];

for (const [what, damage] of damages) {
  test(`a file that ${what} is set aside and named, and a fresh one begun`, async () => {
    await using directory = await temporaryDirectory();
    const path = join(directory.path, 'history.db');
    writeHistory(path);
    damage(path);
    const content = readFileSync(path);
    const opened = openHistoryFile(path, start);
    using store = opened.store;
    assert.equal(opened.path, path);
    assert.equal(opened.setAside?.path, `${path}.corrupt-20261122T030400Z`);
    assert.notEqual(opened.setAside.why, '');
    assert.deepEqual(readFileSync(opened.setAside.path), content, 'nothing of it is lost');
    assert.deepEqual(store.load(), { transitions: [], stretches: [] });
    store.begin(start);
    store.append([transition('a.example/api', 'outage', start)], []);
  });
}

test('whatever byte is flipped, the file is set aside or says exactly what was written', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  writeHistory(path);
  // The copy is compact: nearly every byte of it means something.
  const compact = join(directory.path, 'compact.db');
  const truth = backUp(path, compact);
  const bytes = readFileSync(compact);
  let aside = 0;
  let count = 0;
  for (let index = 0; index < bytes.length; index += 512) {
    const damaged = join(directory.path, `${index}.db`);
    // Not the first byte of each sector: another one in each.
    const place = index + ((count++ * 37) % 512);
    writeFileSync(
      damaged,
      flipped(bytes, other => other === place),
    );
    const opened = openHistoryFile(damaged, start);
    using store = opened.store;
    if (opened.setAside === null) assert.deepEqual(store.load(), truth, `byte ${place}`);
    else aside++;
  }
  assert.ok(aside > count / 4, `${aside} of ${count} set aside`);
});

test('a file set aside twice in a second keeps both', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  for (let round = 0; round < 2; round++) {
    writeFileSync(path, 'rubbish');
    openHistoryFile(path, start).store[Symbol.dispose]();
  }
  const names = readdirSync(directory.path).filter(name => name.includes('corrupt'));
  assert.deepEqual(names.toSorted(), [
    'history.db.corrupt-20261122T030400Z',
    'history.db.corrupt-20261122T030400Z-2',
  ]);
});

test('a file of a newer version is left as it is, and another is used beside it, each time the same', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  writeHistory(path);
  new DatabaseSync(path).exec('PRAGMA user_version = 99');
  const before = readFileSync(path);
  const outage = transition('a.example/api', 'outage', start);
  {
    const opened = openHistoryFile(path, start);
    using store = opened.store;
    assert.equal(opened.path, join(directory.path, 'history.schema-1.db'));
    assert.deepEqual(opened.setAside, { path, why: 'written by a newer fedistatus; left as it is' });
    store.begin(start);
    store.append([outage], []);
  }
  assert.deepEqual(readFileSync(path), before);
  using store = openHistoryFile(path, start).store;
  assert.deepEqual(store.load().transitions, [outage]);
});

test('of a folder that cannot be written, the error names the folder and the reason', async () => {
  await using directory = await temporaryDirectory();
  chmodSync(directory.path, 0o555);
  const opening = `
    import { openHistoryFile } from ${JSON.stringify(import.meta.resolve('../../../src/history/sqlite/open.ts'))};
    openHistoryFile(process.argv[1], ${start});`;
  const args = ['--input-type=module', '-e', opening, join(directory.path, 'history.db')];
  await using child = startProgram(process.execPath, args, { uid: 65534 });
  assert.equal(await child.ended, 1);
  assert.match(child.output(), /EACCES: permission denied, access '[^']+'/);
});

test('a folder in the place of the file is named, and not touched', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history');
  mkdirSync(path, 0o755);
  assert.throws(() => openHistoryFile(path, start), { message: `${path} is a folder: name a file in it` });
  assert.equal(statSync(path).mode & 0o777, 0o755);
  assert.deepEqual(readdirSync(directory.path), ['history']);
});

test('a file that was made read-only is written nevertheless, if it is ours', {
  skip: skipUnlessRoot,
}, async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  writeHistory(path);
  chmodSync(path, 0o444);
  for (const ours of [directory.path, path, `${path}.lock`]) chownSync(ours, 65534, 65534);
  const opening = `
    import { openHistoryFile } from ${JSON.stringify(import.meta.resolve('../../../src/history/sqlite/open.ts'))};
    openHistoryFile(process.argv[1], ${start}).store.begin(${start});`;
  const args = ['--input-type=module', '-e', opening, path];
  await using child = startProgram(process.execPath, args, { uid: 65534 });
  assert.equal(await child.ended, 0, child.output());
});

test('a start that died half-way leaves nothing that the next one stumbles over', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  writeFileSync(`${path}.new`, 'half a history');
  const opened = openHistoryFile(path, start);
  using _store = opened.store;
  assert.equal(opened.setAside, null);
  assert.ok(!existsSync(`${path}.new`));
});

test('a copy of the files taken during writes opens', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  using store = openHistoryFile(path, start).store;
  store.begin(start);
  const outage = transition('a.example/api', 'outage', start);
  store.append([outage], []);
  const copy = join(directory.path, 'copy.db');
  for (const suffix of ['', '-wal']) copyFileSync(`${path}${suffix}`, `${copy}${suffix}`);
  const opened = openHistoryFile(copy, start);
  using copied = opened.store;
  assert.equal(opened.setAside, null);
  assert.deepEqual(copied.load().transitions, [outage]);
});

function backUp(path: string, copy: string): HistoryRecord {
  using store = openHistoryFile(path, start).store;
  const database = new DatabaseSync(path, { readOnly: true });
  database.prepare('VACUUM INTO ?').run(copy);
  database.close();
  return store.load();
}

function flipped(bytes: Buffer, isHit: (index: number) => boolean): Buffer {
  return Buffer.from(bytes.map((byte, index) => (isHit(index) ? byte ^ 0xff : byte)));
}
