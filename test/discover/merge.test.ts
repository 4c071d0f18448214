import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toResult } from '../../src/core/result.ts';
import type { Discovery, Fact } from '../../src/discover/discovery.ts';
import type { ServerEntry } from '../../src/discover/entry.ts';
import { mergeEntry } from '../../src/discover/merge.ts';
import { component, failure, observation } from '../support/core-values.ts';

const known: ServerEntry = {
  domain: 'example.social',
  webOrigin: 'https://web.example.social',
  preset: 'mastodon',
  title: 'Example',
  account: 'admin',
  storage: { url: 'https://files.example/check.txt', contentType: null },
  streamingOrigin: 'https://streaming.example.social',
  optional: [],
  absent: [],
};

const bare: ServerEntry = {
  domain: 'example.social',
  webOrigin: null,
  preset: 'fediverse',
  title: null,
  account: null,
  storage: null,
  streamingOrigin: null,
  optional: [],
  absent: [],
};

function fact(name: Fact['name'], isGuess?: true): Fact {
  return { name, value: 'x', from: 'y', ...(isGuess && { isGuess }) };
}

function discovery(entry: ServerEntry, facts: readonly Fact[], down: readonly string[] = []): Discovery {
  const names = ['api', ...entry.absent.map(({ name }) => name)];
  const probed = names.map(name => ({
    result: toResult(
      { ...component(), name },
      down.includes(name) || name !== 'api' ? failure() : observation(),
      { at: 0, durationMs: 0 },
    ),
    target: 'https://example.social/',
  }));
  return { entry, facts, notes: [], probed, statusLink: undefined, requests: 10 };
}

test('a server in trouble, which tells less than it has, changes nothing', () => {
  assert.deepEqual(mergeEntry(known, discovery(bare, [fact('web', true)], ['api'])), known);
});

test('what a server tells counts, if only that something is not elsewhere any more', () => {
  const told = discovery({ ...bare, preset: 'mastodon', account: 'staff' }, [
    fact('software'),
    fact('web'),
    fact('streaming'),
  ]);
  assert.deepEqual(mergeEntry(known, told), {
    ...known,
    account: 'staff',
    webOrigin: null,
    streamingOrigin: null,
  });
});

test('another software is believed once it is told', () => {
  const misskey = { ...bare, preset: 'misskey' };
  assert.equal(mergeEntry(known, discovery(misskey, [fact('software')])).preset, 'misskey');
  assert.equal(mergeEntry(known, discovery(misskey, [])).preset, 'mastodon');
});

test('what a preset leaves to the file stays once it was there, but for another preset', () => {
  const snac = { ...bare, optional: ['api'] };
  assert.deepEqual(mergeEntry(snac, discovery(bare, [fact('software')])).optional, ['api']);
  assert.deepEqual(mergeEntry(bare, discovery(snac, [fact('software')])).optional, ['api']);
  const writefreely = { ...bare, preset: 'writefreely' };
  assert.deepEqual(mergeEntry(snac, discovery(writefreely, [fact('software')])).optional, []);
  assert.deepEqual(mergeEntry(writefreely, discovery(snac, [])).optional, []);
});

test('a picture does not take the place of a check file, a check file that of a picture', () => {
  const picture = { url: 'https://files.example/a.png', contentType: 'image/png' };
  const newer = { url: 'https://files.example/b.png', contentType: 'image/png' };
  const storages = [
    [known.storage, picture, known.storage],
    [picture, known.storage, known.storage],
    [picture, newer, newer],
    [picture, null, picture],
    [null, picture, picture],
  ] as const;
  for (const [former, fresh, expected] of storages) {
    const merged = mergeEntry({ ...known, storage: former }, discovery({ ...bare, storage: fresh }, []));
    assert.deepEqual(merged.storage, expected);
  }
});

test('a component is dropped only while everything else is up, and comes back when it is there', () => {
  const absent = [{ name: 'host_meta', reason: 'status 404' }];
  const without = { ...known, absent };
  assert.deepEqual(mergeEntry(known, discovery(without, [])).absent, absent);
  assert.deepEqual(mergeEntry(known, discovery(without, [], ['api'])).absent, []);
  assert.deepEqual(mergeEntry(without, discovery(without, [], ['api'])).absent, absent);
  assert.deepEqual(mergeEntry(without, discovery(known, [])).absent, []);
});

test('a server that suddenly goes by another name is not taken for it', () => {
  assert.equal(mergeEntry(known, discovery({ ...bare, domain: 'other.social' }, [fact('software')])), known);
});
