import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteCollector } from '../../../src/probe/transport/byte-collector.ts';

for (const sizes of [
  [],
  [0],
  [5],
  [4096, 1],
  [1, 4096, 100_000, 3],
  Array.from({ length: 50_000 }, () => 1),
]) {
  test(`${sizes.length} pieces come out as they went in`, () => {
    const pieces = sizes.map((size, index) => Buffer.alloc(size, index % 251));
    const collector = new ByteCollector();
    for (const piece of pieces) collector.add(piece);
    assert.deepEqual(collector.bytes(), Buffer.concat(pieces));
  });
}

test('a piece after the first is copied, so that nothing else of its segment is kept', () => {
  const segment = Buffer.from('one two');
  const collector = new ByteCollector();
  collector.add(Buffer.from('zero '));
  collector.add(segment.subarray(0, 3));
  segment.fill('x');
  assert.equal(collector.bytes().toString(), 'zero one');
});

test('the segment of the first piece stays as it was', () => {
  const segment = Buffer.from('one two');
  const collector = new ByteCollector();
  collector.add(segment.subarray(0, 3));
  collector.add(Buffer.from(' more'));
  assert.equal(segment.toString(), 'one two');
});
