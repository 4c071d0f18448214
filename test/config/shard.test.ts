import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shardOf } from '../../src/core/shard.ts';
import { loadConfigText, mistakesIn } from '../support/load-config-text.ts';

const domains = Array.from({ length: 40 }, (_, index) => `server${index}.example`);
const servers = `servers:\n${domains.map(domain => `  - { domain: ${domain}, preset: mastodon }\n`).join('')}`;

test('without a shard every server is watched', async () => {
  const { shard, servers: watched } = await loadConfigText(servers);
  assert.equal(shard, null);
  assert.equal(watched.length, domains.length);
});

test('the parts of a list together are the whole list, and none has a server of another', async () => {
  const parts = await Promise.all(
    [0, 1, 2].map(async index => await loadConfigText(`shard: { index: ${index}, count: 3 }\n${servers}`)),
  );
  const watched = parts.map(part => part.servers.map(({ domain }) => domain));
  assert.deepEqual(watched.flat().sort(), domains.toSorted());
  for (const [index, part] of watched.entries()) {
    assert.ok(part.length > 0 && part.every(domain => shardOf(domain, 3) === index));
  }
  for (const { components, servers: own } of parts) {
    const names = new Set(own.map(({ domain }) => domain));
    assert.ok(components.length > 0 && components.every(({ component }) => names.has(component.server)));
  }
});

test('a pod of a StatefulSet takes its part from its own name', async () => {
  const env = { FEDISTATUS_SHARD_INDEX: 'fedistatus-2', FEDISTATUS_SHARD_COUNT: '3' };
  assert.deepEqual((await loadConfigText(servers, { env })).shard, { index: 2, count: 3 });
});

test('the environment goes before the file, key by key', async () => {
  const env = { FEDISTATUS_SHARD_INDEX: '1' };
  const { shard } = await loadConfigText(`shard: { index: 0, count: 5 }\n${servers}`, { env });
  assert.deepEqual(shard, { index: 1, count: 5 });
});

test('an empty variable counts as none', async () => {
  const env = { FEDISTATUS_SHARD_INDEX: '', FEDISTATUS_SHARD_COUNT: '' };
  assert.equal((await loadConfigText(servers, { env })).shard, null);
});

const refused = [
  { index: '1', message: '`count` is missing, here and in FEDISTATUS_SHARD_COUNT' },
  { count: '3', message: '`index` is missing, here and in FEDISTATUS_SHARD_INDEX' },
  {
    index: 'two',
    count: '3',
    message: 'FEDISTATUS_SHARD_INDEX: write a number from 0, or a name that ends in one',
  },
  { index: '0', count: 'many', message: 'FEDISTATUS_SHARD_COUNT: write a number' },
  { index: '0', count: '0', message: 'write a `count` from 1 to 10000' },
  { index: '3', count: '3', message: 'the index 3 is not below the count 3: the first part is 0' },
];

for (const { index, count, message } of refused) {
  test(`the variables ${index ?? '-'} and ${count ?? '-'} are refused`, async () => {
    const env = { FEDISTATUS_SHARD_INDEX: index, FEDISTATUS_SHARD_COUNT: count };
    const [mistake, ...others] = await mistakesIn(servers, { env });
    assert.deepEqual(others, []);
    assert.match(mistake ?? '', new RegExp(`shard: ${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
  });
}

test('a mistake in a server of another part is a mistake all the same', async () => {
  const text = `shard: { index: 0, count: 1000 }\n${servers}  - { domain: b.example, preset: mastodonn }\n`;
  assert.equal((await mistakesIn(text)).length, 1);
});
