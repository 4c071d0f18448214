import assert from 'node:assert/strict';
import test from 'node:test';
import { stableFraction } from '../../src/monitor/stable-fraction.ts';

// Computed apart, from the published algorithms.
test('the fraction of a text is the same in every version of the program', () => {
  assert.equal(stableFraction('qdon.space/api'), 0xd9770d0e / 2 ** 32);
});

test('texts that are alike are spread evenly', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `server${index}.example/main_page`);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const name of names) {
    const fraction = stableFraction(name);
    assert.ok(fraction >= 0 && fraction < 1);
    const tenth = Math.floor(fraction * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) assert.ok(Math.abs(count - 1000) < 120, tenths.join());
});
