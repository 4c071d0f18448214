import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn } from '../../src/monitor/turn.ts';

test('between two turns everything else that is ready is done', async () => {
  const done: string[] = [];
  const take = (name: string): Promise<void> =>
    inTurn(() => {
      done.push(name);
      setImmediate(() => done.push(`after ${name}`));
    });
  await Promise.all(['one', 'two', 'three'].map(take));
  assert.deepEqual(done, ['one', 'after one', 'two', 'after two', 'three']);
});

test('after a long piece of work the others have as long', async () => {
  const busyMs = 20;
  const ends: number[] = [];
  const begins: number[] = [];
  const work = (): void => {
    begins.push(performance.now());
    while (performance.now() - (begins.at(-1) ?? 0) < busyMs);
    ends.push(performance.now());
  };
  await Promise.all([inTurn(work), inTurn(work)]);
  const pauseMs = (begins[1] ?? 0) - (ends[0] ?? 0);
  assert.ok(pauseMs >= busyMs - 2, `${pauseMs} ms`);
});

test('turns go on after they were all taken, and after one that failed', async () => {
  await inTurn(() => {});
  await assert.rejects(
    inTurn(() => {
      throw new Error('a bug');
    }),
    /a bug/,
  );
  assert.equal(await inTurn(() => 'on'), 'on');
});
