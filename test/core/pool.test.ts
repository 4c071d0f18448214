import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Pool } from '../../src/core/pool.ts';

describe('Pool', () => {
  test('gives the same object for equal values', () => {
    const pool = new Pool<{ readonly text: string }>();
    const first = pool.share('a', { text: 'a' });
    assert.equal(pool.share('a', { text: 'a' }), first);
    assert.deepEqual(pool.share('b', { text: 'b' }), { text: 'b' });
  });

  test('never gives a value for another of the same key', () => {
    const pool = new Pool<{ readonly size: number }>((one, other) => one.size === other.size);
    const sizes = [1, 2, 2, 1].map(size => pool.share('key', { size }).size);
    assert.deepEqual(sizes, [1, 2, 2, 1]);
  });

  test('forgets when too many differ', () => {
    const pool = new Pool<{ readonly index: number }>();
    const first = pool.share('0', { index: 0 });
    for (let index = 1; index < 5000; index += 1) pool.share(String(index), { index });
    assert.notEqual(pool.share('0', { index: 0 }), first);
  });
});
