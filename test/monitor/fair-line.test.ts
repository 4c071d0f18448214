import assert from 'node:assert/strict';
import test from 'node:test';
import { FairLine } from '../../src/monitor/fair-line.ts';

function taken(line: FairLine<string>): readonly string[] {
  const entries: string[] = [];
  for (let entry = line.take(); entry !== undefined; entry = line.take()) entries.push(entry);
  return entries;
}

test('groups take turns, and within a group the first comes first', () => {
  const line = new FairLine<string>(9);
  for (const entry of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) line.join(line.group(entry.charAt(0)), entry);
  assert.equal(line.length, 6);
  assert.deepEqual(taken(line), ['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  assert.equal(line.length, 0);
});

test('a group has no more running than it may, and the next when one of them ends', () => {
  const line = new FairLine<string>(2);
  for (const entry of ['a1', 'a2', 'a3', 'a4']) line.join(line.group('a'), entry);
  assert.deepEqual(taken(line), ['a1', 'a2']);
  line.release(line.group('a'));
  assert.deepEqual(taken(line), ['a3']);
  line.join(line.group('b'), 'b1');
  assert.deepEqual(taken(line), ['b1']);
});

test('the group with the fewest running comes first', () => {
  const line = new FairLine<string>(9);
  for (const entry of ['a1', 'a2', 'a3']) line.join(line.group('a'), entry);
  line.take();
  line.take();
  line.join(line.group('b'), 'b1');
  assert.equal(line.take(), 'b1');
  line.release(line.group('a'));
  line.release(line.group('a'));
  line.join(line.group('b'), 'b2');
  assert.equal(line.take(), 'a3');
});

test("a group of which nothing waits any more is in nobody's way", () => {
  const line = new FairLine<string>(9);
  line.join(line.group('a'), 'a1');
  line.take();
  line.release(line.group('a'));
  line.join(line.group('b'), 'b1');
  assert.equal(line.take(), 'b1');
});

test('keeps the groups of some names, and lets what waits in the others have its turn', () => {
  const line = new FairLine<string>(1);
  const [a, b] = [line.group('a'), line.group('b')];
  for (const entry of ['b1', 'b2']) line.join(b, entry);
  line.keep(['a', 'c']);
  assert.equal(line.group('a'), a);
  assert.notEqual(line.group('b'), b);
  assert.deepEqual(taken(line), ['b1']);
  line.release(b);
  assert.deepEqual([taken(line), line.length], [['b2'], 0]);
});

test('what it takes does not grow with the number of groups', () => {
  const perTake = (groups: number): number => {
    const line = new FairLine<string>(1);
    // All busy, and one more of each waits.
    for (let n = 0; n < groups; n += 1) line.join(line.group(`${n}`), 'runs');
    for (let n = 0; n < groups; n += 1) line.take();
    for (let n = 0; n < groups; n += 1) line.join(line.group(`${n}`), 'waits');
    const began = performance.now();
    for (let n = 0; n < 20_000; n += 1) line.take();
    return performance.now() - began;
  };
  perTake(10);
  assert.ok(perTake(10_000) < 20 * perTake(10) + 20);
});
