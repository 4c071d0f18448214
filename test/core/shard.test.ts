import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInShard, jumpHash, shardOf } from '../../src/core/shard.ts';

/** Names as alike as a hoster's: the worst case for a hash. */
const domains = Array.from({ length: 100_000 }, (_, index) => `server${index}.example.social`);

test('every server belongs to exactly one exporter', () => {
  for (const domain of domains.slice(0, 1000)) {
    const owners = Array.from({ length: 7 }, (_, index) => isInShard({ index, count: 7 }, domain));
    assert.equal(owners.filter(Boolean).length, 1, domain);
  }
});

for (const count of [2, 3, 10, 100]) {
  test(`${count} exporters get shares of ${domains.length} servers that differ by chance alone`, () => {
    const sizes = sizesOf(count);
    const mean = domains.length / count;
    // Five standard deviations of a fair draw.
    const allowed = 5 * Math.sqrt(mean * (1 - 1 / count));
    for (const [index, size] of sizes.entries()) {
      assert.ok(Math.abs(size - mean) < allowed, `part ${index} of ${count} has ${size} servers`);
    }
  });

  test(`with one exporter more than ${count}, servers move to the new one alone, and no more than its share`, () => {
    const moved = domains.filter(domain => shardOf(domain, count) !== shardOf(domain, count + 1));
    assert.ok(moved.every(domain => shardOf(domain, count + 1) === count));
    const share = domains.length / (count + 1);
    assert.ok(Math.abs(moved.length - share) < 5 * Math.sqrt(share), `${moved.length} servers moved`);
  });
}

test('of a million components on a hundred exporters, the largest part is an eighth above its share at most', () => {
  // Ten components to a server.
  assert.ok(Math.max(...sizesOf(100)) * 10 <= 11_250);
});

test('the parts are the same on every machine and in every version', () => {
  const names = ['mastodon.social', 'qdon.space', 'planet.moe', 'a.example'];
  assert.deepEqual(
    names.map(name => shardOf(name, 10)),
    [5, 7, 4, 3],
  );
});

test('the hash is the one of the paper', () => {
  const cases = [
    { key: 1n, count: 1, bucket: 0 },
    { key: 42n, count: 57, bucket: 43 },
    { key: 0xdead10ccn, count: 666, bucket: 361 },
    { key: 256n, count: 1024, bucket: 520 },
  ];
  for (const { key, count, bucket } of cases) assert.equal(jumpHash(key, count), bucket);
});

test('a list that is not shared has one part', () => {
  assert.ok(domains.slice(0, 100).every(domain => shardOf(domain, 1) === 0));
});

function sizesOf(count: number): readonly number[] {
  const sizes = Array.from({ length: count }, () => 0);
  for (const domain of domains) {
    const part = shardOf(domain, count);
    sizes[part] = (sizes[part] ?? 0) + 1;
  }
  return sizes;
}
