import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { Chain, type Linked } from '../../src/monitor/chain.ts';

interface Item extends Linked<Item> {
  readonly name: number;
}

function items(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, name) => ({ name, chain: null, previous: null, next: null }));
}

function namesIn(chain: Chain<Item>): readonly number[] {
  const names: number[] = [];
  for (let item = chain.first; item !== null; item = item.next) names.push(item.name);
  return names;
}

test('holds what a set would hold, in the same order', () => {
  const steps = fc.array(fc.record({ name: fc.nat(5), isIn: fc.boolean() }));
  fc.assert(
    fc.property(steps, changes => {
      const all = items(6);
      const chain = new Chain<Item>();
      const set = new Set<number>();
      for (const { name, isIn } of changes) {
        const item = all[name] ?? assert.fail();
        if (isIn) chain.add(item);
        else chain.delete(item);
        if (isIn) set.add(name);
        else set.delete(name);
        assert.deepEqual(namesIn(chain), [...set]);
      }
    }),
  );
});

test('leaves alone what is in another chain', () => {
  const [one, other] = [new Chain<Item>(), new Chain<Item>()];
  const [item = assert.fail()] = items(1);
  one.add(item);
  other.delete(item);
  assert.deepEqual([namesIn(one), namesIn(other)], [[0], []]);
});
