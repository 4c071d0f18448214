import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownTurn } from '../../src/monitor/turn.ts';

test('between two turns everything else that is ready is done', async () => {
  const done: string[] = [];
  const take = async (name: string): Promise<void> => {
    await ownTurn();
    done.push(name);
    setImmediate(() => done.push(`after ${name}`));
  };
  await Promise.all(['one', 'two', 'three'].map(take));
  assert.deepEqual(done, ['one', 'after one', 'two', 'after two', 'three']);
});

test('turns go on after they were all taken', async () => {
  await ownTurn();
  await ownTurn();
});
