import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RefreshLoop } from '../../src/discover/refresh-loop.ts';
import { FakeClock } from '../support/fake-clock.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

interface Setup {
  readonly clock: FakeClock;
  readonly loop: RefreshLoop;
  readonly times: number[];
  readonly settle: () => void;
}

function setup(): Setup {
  const clock = new FakeClock();
  const startedAt = clock.now();
  const times: number[] = [];
  let isSettled = false;
  const loop = new RefreshLoop({
    clock,
    refresh: async () => void times.push(clock.now() - startedAt),
    isSettled: () => isSettled,
  });
  return { clock, loop, times, settle: () => void (isSettled = true) };
}

test('what was discovered is refreshed every day', async () => {
  const { clock, loop, times, settle } = setup();
  settle();
  loop.start({ soon: false });
  await clock.advance(3 * day);
  assert.deepEqual(times, [day, 2 * day, 3 * day]);
});

test('a server that has not answered yet is asked every ten minutes', async () => {
  const { clock, loop, times, settle } = setup();
  loop.start({ soon: false });
  await clock.advance(25 * minute);
  settle();
  await clock.advance(day);
  assert.deepEqual(times, [10 * minute, 20 * minute, 30 * minute]);
});

test('what is known from an earlier start is refreshed at once', async () => {
  const { clock, loop, times, settle } = setup();
  loop.start({ soon: true });
  await clock.advance(1);
  settle();
  assert.deepEqual(times, [0]);
});

test('nothing is refreshed after the end, and no timer is left', async () => {
  const { clock, loop, times } = setup();
  loop.start({ soon: false });
  loop[Symbol.dispose]();
  await clock.advance(2 * day);
  assert.deepEqual(times, []);
  assert.equal(clock.pending, 0);
});
