import assert from 'node:assert/strict';
import { closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import { type History, openHistory } from '../../src/history/history.ts';
import { openHistoryFile, readHistoryFile } from '../../src/history/sqlite/open.ts';
import { HistoryInUse } from '../../src/history/store.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  day,
  hour,
  minute,
  second,
  start,
  stretch,
  temporaryDirectory,
  transition,
} from '../support/history-values.ts';
import { RecordingLog } from '../support/monitor-fakes.ts';

const retentionMs = 400 * day;
const outage = transition('a.example/api', 'outage', start);
const recovery = transition('a.example/api', 'operational', start + minute);

/** After all that the tests write. */
const now = start + day;

interface Setup {
  readonly history: History;
  readonly clock: FakeClock;
  readonly log: RecordingLog;
}

function opened(path: string | null): Setup {
  const clock = new FakeClock(now);
  const log = new RecordingLog();
  return { history: openHistory({ path, retentionMs }, { clock, log }), clock, log };
}

test('a transition is in the file when the call returns; stretches follow within seconds', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  const { history, clock } = opened(path);
  using _history = history;
  const watched = stretch('a.example/api', start, start + second);
  history.record([outage], []);
  assert.deepEqual(readHistoryFile(path)?.transitions, [outage]);
  history.cover([watched]);
  assert.deepEqual(readHistoryFile(path)?.stretches, []);
  assert.deepEqual(history.read().stretches, [watched], 'shown at once');
  await clock.advance(5 * second);
  assert.deepEqual(readHistoryFile(path)?.stretches, [watched]);
});

test('transitions that come together are written together, and told once they are in the file', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  const { history, clock } = opened(path);
  using _history = history;
  const inFile: number[] = [];
  const note = (): unknown => inFile.push(readHistoryFile(path)?.transitions.length ?? 0);
  history.enter([outage], [], note);
  history.enter([recovery], [], note);
  assert.deepEqual(inFile, []);
  await clock.advance(100);
  assert.deepEqual(inFile, [2, 2]);
});

test('what waits to be written together is written at once before it is shown', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  const { history } = opened(path);
  using _history = history;
  history.enter([outage], [], () => {});
  assert.deepEqual(readHistoryFile(path)?.transitions, []);
  history.settle();
  assert.deepEqual(readHistoryFile(path)?.transitions, [outage]);
});

test('what waits is written when the history is closed, and the next one goes on from it', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  const watched = stretch('a.example/api', start, start + second);
  {
    const { history } = opened(path);
    using _history = history;
    history.record([outage], []);
    history.cover([watched]);
  }
  const { history, clock } = opened(path);
  using _history = history;
  assert.deepEqual(history.read(), { transitions: [outage], stretches: [watched] });
  assert.ok(clock.pending > 0);
  history[Symbol.dispose]();
  assert.equal(clock.pending, 0, 'no timer is left behind');
});

test('without a file everything works but lasts no longer than the process', () => {
  const { history } = opened(null);
  using _history = history;
  history.record([outage], []);
  history.begin(start);
  assert.equal(history.read().transitions[0]?.at, start - day);
  assert.deepEqual(history.health(), { path: null, setAside: null, writeErrors: 0, pending: 0, dropped: 0 });
});

test('a directory that cannot be made is no reason to stop, and is used once it can be', async () => {
  await using directory = await temporaryDirectory();
  const folder = join(directory.path, 'data');
  writeFileSync(folder, 'in the way');
  const path = join(folder, 'history.db');
  const { history, clock, log } = opened(path);
  using _history = history;
  history.record([outage], [stretch('a.example/api', start, start + second)]);
  assert.deepEqual(history.read().transitions, [outage]);
  assert.deepEqual(log.news, ['history cannot be written, it goes on in memory'], 'said once');
  const { writeErrors, pending, path: inUse } = history.health();
  assert.ok(writeErrors > 0);
  assert.deepEqual([pending, inUse], [1, null]);
  rmSync(folder);
  await clock.advance(minute);
  assert.equal(log.news.at(-1), 'history is written again');
  assert.equal(history.health().pending, 0);
  assert.deepEqual(readHistoryFile(path), history.read());
});

test('what could not be written until the end is no silent loss', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  const { history, log } = opened(path);
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  history.record([outage, recovery], []);
  history[Symbol.dispose]();
  other.close();
  assert.deepEqual(log.news, [
    'history cannot be written, it goes on in memory',
    'history ends before all of it was written',
  ]);
  assert.equal(log.lines.at(-1)?.fields['changes'], 2);
});

test('an old history that could not be read at the start is joined with the new one', async () => {
  await using directory = await temporaryDirectory();
  const folder = join(directory.path, 'data');
  const path = join(folder, 'history.db');
  {
    const { history } = opened(path);
    using _history = history;
    history.record([outage], []);
  }
  const elsewhere = join(directory.path, 'elsewhere');
  renameSync(folder, elsewhere);
  writeFileSync(folder, 'in the way');
  const { history, clock } = opened(path);
  using _history = history;
  await clock.advance(minute);
  history.record([recovery], []);
  rmSync(folder);
  renameSync(elsewhere, folder);
  await clock.advance(2 * minute);
  assert.deepEqual(
    history.read().transitions.map(({ id }) => id),
    [outage.id, recovery.id],
  );
  assert.deepEqual(readHistoryFile(path)?.transitions, history.read().transitions);
});

test('a file that is damaged while it is used is set aside, and nothing is lost', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  const { history, clock, log } = opened(path);
  using _history = history;
  history.record([outage], [stretch('a.example/api', start, start + second)]);
  new DatabaseSync(path).exec('DROP TABLE stretch; DROP TABLE transition');
  history.record([recovery], []);
  assert.equal(history.health().pending, 2);
  await clock.advance(minute);
  assert.match(history.health().setAside?.path ?? '', /\.corrupt-/);
  assert.ok(log.news.includes('history set aside'));
  const kept = readHistoryFile(path);
  assert.deepEqual(
    kept?.transitions.map(({ id }) => id),
    [outage.id, recovery.id],
  );
  assert.deepEqual(kept?.stretches, [stretch('a.example/api', start, start + second)]);
});

test('damage that nobody noticed while the file was used is mended from memory at the end', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  const { history, log } = opened(path);
  history.record([outage], [stretch('a.example/api', start, start + second)]);
  const file = openSync(path, 'r+');
  writeSync(file, 'nothing like SQLite', 0);
  closeSync(file);
  history.record([recovery], []);
  history[Symbol.dispose]();
  assert.deepEqual(log.news, ['history set aside']);
  assert.deepEqual(
    readHistoryFile(path)?.transitions.map(({ id }) => id),
    [outage.id, recovery.id],
  );
});

test('a file that is deleted while it is used is written anew from memory, within seconds or at the end', async () => {
  await using directory = await temporaryDirectory();
  const folder = join(directory.path, 'data');
  const path = join(folder, 'history.db');
  const { history, clock, log } = opened(path);
  history.record([outage], [stretch('a.example/api', start, start + second)]);
  rmSync(folder, { recursive: true });
  history.cover([stretch('a.example/api', start, start + minute)]);
  await clock.advance(5 * second);
  const expected = history.read();
  assert.deepEqual(readHistoryFile(path), expected);
  assert.deepEqual(log.news, ['history file is gone, it is written anew']);
  rmSync(folder, { recursive: true });
  history[Symbol.dispose]();
  assert.deepEqual(readHistoryFile(path), expected);
  assert.equal(history.health().pending, 0);
});

test('a damaged file at the start is named in log and health', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  writeFileSync(path, 'rubbish');
  const { history, log } = opened(path);
  using _history = history;
  assert.deepEqual(log.news, ['history set aside']);
  assert.equal(history.health().setAside?.path, `${path}.corrupt-20261123T030400Z`);
  assert.equal(history.health().path, path);
});

test('a history that another process uses is refused at the start', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  using _store = openHistoryFile(path, start).store;
  assert.throws(() => opened(path), HistoryInUse);
});

test('a writer that is in the way for a while delays the writing, and nothing else', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  const { history, clock } = opened(path);
  using _history = history;
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  const before = performance.now();
  history.record([outage], []);
  assert.ok(performance.now() - before < 500, 'it does not wait');
  assert.equal(history.health().pending, 1);
  other.exec('COMMIT');
  other.close();
  await clock.advance(second);
  assert.equal(history.health().pending, 0);
  assert.deepEqual(readHistoryFile(path)?.transitions, [outage]);
});

test('old transitions are dropped in small portions, those still in force stay', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  const { history, clock } = opened(path);
  using _history = history;
  const many = Array.from({ length: 1200 }, (_, index) =>
    transition('a.example/api', index % 2 === 0 ? 'outage' : 'operational', start + index * minute),
  );
  const lasting = transition('a.example/pages', 'outage', start);
  history.record([...many, lasting], [stretch('a.example/api', start, start + day)]);
  clock.jump(retentionMs + 2 * day);
  await clock.advance(5 * second);
  assert.equal(readHistoryFile(path)?.transitions.length, 701);
  await clock.advance(hour);
  assert.deepEqual(readHistoryFile(path), { transitions: [many.at(-1), lasting], stretches: [] });
  assert.deepEqual(history.read(), readHistoryFile(path));
});
