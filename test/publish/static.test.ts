import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { publishTo } from '../../src/publish/static.ts';
import { settled } from '../support/fake-clock.ts';
import { minute, temporaryDirectory } from '../support/history-values.ts';
import { siteOf } from '../support/public-site.ts';
import {
  pageInstant as at,
  calmStory,
  eventfulStory,
  severalServersStory,
  tell,
} from '../support/status-values.ts';

const options = { staleAfterMs: 900_000 };
const manifest = '.fedistatus-files.json';

async function filesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .toSorted();
}

test('the site is there as files, each page the index of its folder, in both languages', async () => {
  await using folder = await temporaryDirectory();
  const directory = join(folder.path, 'not/yet/there');
  const snapshot = tell(severalServersStory());
  const published = await publishTo(directory, snapshot, options);
  const expected = [...siteOf(snapshot).keys(), manifest].toSorted();
  assert.deepEqual(await filesIn(directory), expected);
  assert.deepEqual(published, { written: expected.length - 1, unchanged: 0, removed: 0 });
  for (const path of [
    'index.html',
    'ko/index.html',
    'servers/photos.example/index.html',
    'badge/social.example/api.svg',
  ]) {
    assert.ok(expected.includes(path), path);
  }
  const page = await readFile(join(directory, 'ko/index.html'), 'utf8');
  assert.match(page, /<html lang="ko">/);
});

test('the web server may read it, whoever that is, and whatever the umask says', async () => {
  await using folder = await temporaryDirectory();
  const site = join(folder.path, 'a/site');
  const former = process.umask(0o077);
  try {
    await publishTo(site, tell(severalServersStory()), options);
  } finally {
    process.umask(former);
  }
  const modeOf = async (path: string): Promise<string> =>
    ((await stat(join(site, path))).mode & 0o777).toString(8);
  assert.equal(await modeOf('index.html'), '644');
  for (const path of ['..', '.', 'incidents', 'badge', 'badge/social.example', 'ko/servers/photos.example']) {
    assert.equal(await modeOf(path), '755', path);
  }
});

test('what has not changed is left alone, so that copies of it stay good', async () => {
  await using folder = await temporaryDirectory();
  await publishTo(folder.path, tell(eventfulStory()), options);
  const again = await publishTo(folder.path, tell(eventfulStory()), options);
  assert.equal(again.written, 0);
  const later = await publishTo(folder.path, tell({ ...eventfulStory(), at: at + 5 * minute }), options);
  assert.ok(later.written > 0 && later.unchanged > later.written, JSON.stringify(later));
});

test('what is no longer published is removed with its empty folders, and nothing else is touched', async () => {
  await using folder = await temporaryDirectory();
  const { path } = folder;
  await mkdir(join(path, 'servers/mine'), { recursive: true });
  await writeFile(join(path, 'CNAME'), 'status.example');
  await writeFile(join(path, 'servers/mine/notes.txt'), 'mine');
  await publishTo(path, tell(severalServersStory()), options);
  const calm = tell(calmStory());
  const { removed } = await publishTo(path, calm, options);
  assert.ok(removed > 10, String(removed));
  assert.deepEqual(
    await filesIn(path),
    [...siteOf(calm).keys(), manifest, 'CNAME', 'servers/mine/notes.txt'].toSorted(),
  );
  assert.deepEqual((await readdir(join(path, 'servers'))).toSorted(), ['mine', 'social.example']);
});

test('a list of files that somebody else has written removes nothing outside', async () => {
  await using folder = await temporaryDirectory();
  const directory = join(folder.path, 'site');
  await mkdir(directory);
  const outside = join(folder.path, 'precious.txt');
  await writeFile(outside, 'precious');
  for (const text of [
    JSON.stringify(['../precious.txt', outside, 'a/../../precious.txt', '.', '', 7, '..']),
    '{"no":"list"}',
    'not JSON',
  ]) {
    await writeFile(join(directory, manifest), text);
    await publishTo(directory, tell(calmStory()), options);
    assert.equal(await readFile(outside, 'utf8'), 'precious');
  }
});

test('a reader never sees half a file: it is replaced as a whole, and no draft is left', async () => {
  await using folder = await temporaryDirectory();
  const page = join(folder.path, 'index.html');
  await publishTo(folder.path, tell(eventfulStory()), options);
  const done = new AbortController();
  const whole = /^<!DOCTYPE html>[^]*<\/html>\n$/;
  const reading = (async () => {
    let reads = 0;
    while (!done.signal.aborted) {
      assert.match(await readFile(page, 'utf8'), whole);
      reads += 1;
    }
    return reads;
  })();
  for (let round = 1; round <= 5; round++) {
    await publishTo(folder.path, tell({ ...eventfulStory(), at: at + round * minute }), options);
  }
  done.abort();
  assert.ok((await reading) > 5);
  assert.deepEqual(
    (await filesIn(folder.path)).filter(name => name.endsWith('.new')),
    [],
  );
});

test('a file in the way of a folder is an error that names it, and what was there still serves', async () => {
  await using folder = await temporaryDirectory();
  await writeFile(join(folder.path, 'api'), 'in the way');
  await assert.rejects(publishTo(folder.path, tell(calmStory()), options), /api/);
  await rm(join(folder.path, 'api'));
  await publishTo(folder.path, tell(calmStory()), options);
});

test('an interrupted publication is finished by the next one', async () => {
  await using folder = await temporaryDirectory();
  await publishTo(folder.path, tell(severalServersStory()), options);
  await rm(join(folder.path, 'index.html'));
  await mkdir(join(folder.path, 'index.html'));
  await assert.rejects(publishTo(folder.path, tell(calmStory()), options));
  await rm(join(folder.path, 'index.html'), { recursive: true });
  await publishTo(folder.path, tell(calmStory()), options);
  const left = await filesIn(folder.path);
  assert.ok(!left.some(path => path.includes('photos.example')), left.join());
});

test('a publication that is told to stop writes no further file, and the next one completes it', async () => {
  await using folder = await temporaryDirectory();
  const stop = new AbortController();
  const publishing = publishTo(folder.path, tell(severalServersStory()), { ...options, signal: stop.signal });
  while ((await filesIn(folder.path)).length < 3) await settled();
  stop.abort();
  await assert.rejects(publishing, { name: 'AbortError' });
  const calm = tell(calmStory());
  await publishTo(folder.path, calm, options);
  assert.deepEqual(await filesIn(folder.path), [...siteOf(calm).keys(), manifest].toSorted());
});

test('a draft that a killed publication left is removed, and none that may be written now or is not ours', async () => {
  await using folder = await temporaryDirectory();
  const [left, current] = ['.fedistatus-1.new', '.fedistatus-2.new'];
  const others = ['.fedistatus-1.new.bak', '.fedistatus-x.new', 'index.html.1.new'];
  for (const name of [left, current, ...others]) await writeFile(join(folder.path, name), 'half');
  const before = new Date(Date.now() - 2 * minute);
  for (const name of [left, ...others]) await utimes(join(folder.path, name), before, before);
  const calm = tell(calmStory());
  await publishTo(folder.path, calm, options);
  assert.deepEqual(
    await filesIn(folder.path),
    [...siteOf(calm).keys(), manifest, current, ...others].toSorted(),
  );
});

test('a directory that is a symbolic link is followed, as a sysop means it', async () => {
  await using folder = await temporaryDirectory();
  const real = join(folder.path, 'real');
  await mkdir(real);
  await symlink(real, join(folder.path, 'link'));
  await publishTo(join(folder.path, 'link'), tell(calmStory()), options);
  assert.ok((await filesIn(real)).includes('index.html'));
  await chmod(real, 0o755);
});
