import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { type AnnouncementSettings, AnnouncementWatch } from '../../src/config/announcement-watch.ts';
import type { Shard } from '../../src/core/shard.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { second, temporaryDirectory } from '../support/history-values.ts';
import { RecordingLog } from '../support/monitor-fakes.ts';

/** With no shard unless `shard` says so, and nothing watched but one server. */
function inFolder(announcements: string | null, shard: Shard | null = null): AnnouncementSettings {
  const servers = [{ domain: 'a.example', title: null, preset: null, omitted: [] }];
  return { announcements, servers, shard };
}

const good = '---\ntitle: Moving\nfrom: 2026-11-22T03:10:00Z\n---\nWe move.\n';

test('a new file is there within seconds, and the folder is not looked at more often', async () => {
  await using folder = await temporaryDirectory();
  const clock = new FakeClock();
  const watch = new AnnouncementWatch({ clock, log: new RecordingLog() }, inFolder(folder.path));
  const before = watch.current();
  assert.deepEqual(before, []);
  await writeFile(join(folder.path, 'move.md'), good);
  clock.stall(2.9 * second);
  assert.equal(watch.current(), before);
  clock.stall(0.1 * second);
  const after = watch.current();
  assert.deepEqual(
    after.map(({ id }) => id),
    ['move'],
  );
  clock.stall(10 * second);
  assert.equal(watch.current(), after, 'the same while nothing changes');
  watch.follow(inFolder(folder.path));
  assert.equal(watch.current(), after, 'nor does a reload change it');
});

test('a file that is wrong is named once, and the others count', async () => {
  await using folder = await temporaryDirectory();
  const clock = new FakeClock();
  const log = new RecordingLog();
  const watch = new AnnouncementWatch({ clock, log }, inFolder(folder.path));
  await writeFile(join(folder.path, 'move.md'), good);
  await writeFile(join(folder.path, 'bad.md'), good.replace('title', 'titel'));
  for (let count = 0; count < 3; count++) {
    assert.equal(watch.current().length, 1);
    clock.stall(5 * second);
  }
  assert.deepEqual(
    log.lines.map(({ level, message, fields }) => [level, message, fields['file'], fields['line']]),
    [
      ['info', 'announcements read', undefined, undefined],
      ['warn', 'announcement left out', 'bad.md', 2],
      ['warn', 'announcement left out', 'bad.md', 2],
    ],
  );
  await writeFile(join(folder.path, 'bad.md'), `${good}\nand more`);
  clock.stall(5 * second);
  assert.equal(watch.current().length, 2);
});

test('a folder that is not there is said once, and found when it comes', async () => {
  await using folder = await temporaryDirectory();
  const directory = join(folder.path, 'later');
  const clock = new FakeClock();
  const log = new RecordingLog();
  const watch = new AnnouncementWatch({ clock, log }, inFolder(directory));
  for (let count = 0; count < 3; count++) {
    watch.current();
    clock.stall(5 * second);
  }
  assert.deepEqual(log.news, ['announcement left out']);
  await mkdir(directory);
  await writeFile(join(directory, 'move.md'), good);
  assert.equal(watch.current().length, 1);
  await rm(directory, { recursive: true });
  clock.stall(5 * second);
  assert.deepEqual(watch.current(), []);
});

test('another folder is followed at once, and none is nothing', async () => {
  await using folder = await temporaryDirectory();
  await writeFile(join(folder.path, 'move.md'), good);
  const watch = new AnnouncementWatch({ clock: new FakeClock(), log: new RecordingLog() }, inFolder(null));
  assert.deepEqual(watch.current(), []);
  watch.follow(inFolder(folder.path));
  assert.equal(watch.current().length, 1);
  watch.follow(inFolder(null));
  assert.deepEqual(watch.current(), []);
});

test('an announcement of a server that is not watched shows nowhere, which is said unless another may watch it', async () => {
  await using folder = await temporaryDirectory();
  await writeFile(join(folder.path, 'ours.md'), good.replace('title', 'server: a.example\ntitle'));
  await writeFile(join(folder.path, 'typo.md'), good.replace('title', 'server: a.exmaple\ntitle'));
  const newsOf = (shard: Shard | null): readonly unknown[] => {
    const log = new RecordingLog();
    new AnnouncementWatch({ clock: new FakeClock(), log }, inFolder(folder.path, shard)).current();
    return log.lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields['announcement']);
  };
  assert.deepEqual(newsOf(null), ['typo']);
  assert.deepEqual(newsOf({ index: 0, count: 2 }), []);
});
