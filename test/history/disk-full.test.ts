import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { openHistory } from '../../src/history/history.ts';
import { openHistoryFile, readHistoryFile } from '../../src/history/sqlite/open.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { day, minute, second, start, stretch, transition } from '../support/history-values.ts';
import { RecordingLog } from '../support/monitor-fakes.ts';
import { skipUnlessRoot, smallDisk } from '../support/small-disk.ts';

/** After all that the tests write. */
const now = start + day;

test('a full disk stops nothing, loses nothing, and heals by itself', { skip: skipUnlessRoot }, async () => {
  await using disk = await smallDisk('2m');
  const path = join(disk.path, 'history.db');
  const clock = new FakeClock(now);
  const log = new RecordingLog();
  using history = openHistory({ path, retentionMs: 400 * day }, { clock, log });
  history.record([transition('a.example/api', 'outage', start)], []);
  disk.fill();

  let written = 1;
  for (; history.health().pending === 0 && written < 20_000; written++) recordOne(written);
  assert.ok(written > 500, `the reserve took ${written} transitions`);
  assert.ok(written < 20_000, 'the disk was full in the end');
  for (let more = 0; more < 50; more++) recordOne(written++);
  const { writeErrors, pending } = history.health();
  assert.ok(writeErrors > 0);
  assert.ok(pending >= 50);
  assert.equal(history.read().transitions.length, written, 'all of it is shown');
  await clock.advance(10 * minute);
  assert.ok(history.health().pending >= 50, 'still full');

  disk.free();
  await clock.advance(minute);
  assert.equal(history.health().pending, 0);
  assert.deepEqual(log.news, ['history cannot be written, it goes on in memory', 'history is written again']);
  const kept = readHistoryFile(path);
  assert.equal(kept?.transitions.length, written);
  assert.deepEqual(kept, history.read());

  function recordOne(index: number): void {
    const at = start + index * second;
    const to = index % 2 === 0 ? 'outage' : 'operational';
    history.record([transition('a.example/api', to, at)], [stretch('a.example/api', at, at + second)]);
  }
});

test('what is old can be dropped on a full disk', { skip: skipUnlessRoot }, async () => {
  await using disk = await smallDisk('2m');
  using store = openHistoryFile(join(disk.path, 'history.db'), start).store;
  store.begin(start);
  const many = Array.from({ length: 500 }, (_, index) =>
    transition('a.example/api', 'outage', start + index * minute),
  );
  store.append(many, []);
  disk.fill();
  store.forget(
    many.map(({ id }) => id),
    start,
  );
  assert.deepEqual(store.load().transitions, []);
});

test('a disk that is full at the start is no reason to stop', { skip: skipUnlessRoot }, async () => {
  await using disk = await smallDisk('2m');
  disk.fill();
  const clock = new FakeClock(now);
  const path = join(disk.path, 'history.db');
  using history = openHistory({ path, retentionMs: 400 * day }, { clock, log: new RecordingLog() });
  const outage = transition('a.example/api', 'outage', start);
  history.record([outage], []);
  assert.deepEqual(history.read().transitions, [outage]);
  disk.free();
  await clock.advance(minute);
  assert.deepEqual(readHistoryFile(path)?.transitions, [outage]);
});
