import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sleep, systemClock, waitAtMost } from '../../src/monitor/clock.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';

describe('systemClock', () => {
  test('calls back once, and never before the time has passed', async () => {
    for (const delayMs of [0, 1, 3, 7, 12]) {
      const start = systemClock.monotonic();
      const { promise, resolve } = Promise.withResolvers<number>();
      systemClock.after(delayMs, () => resolve(systemClock.monotonic() - start));
      assert.ok((await promise) >= delayMs);
    }
  });

  test('waits for longer than a Node timer can', async () => {
    let called = false;
    const cancel = systemClock.after(2 ** 32, () => {
      called = true;
    });
    await new Promise<void>(resolve => {
      systemClock.after(5, resolve);
    });
    cancel();
    assert.equal(called, false);
  });

  test('does not call back once it was called off', async () => {
    let called = false;
    const cancel = systemClock.after(1, () => {
      called = true;
    });
    cancel();
    await new Promise<void>(resolve => {
      systemClock.after(5, resolve);
    });
    assert.equal(called, false);
  });
});

describe('sleep', () => {
  test('ends early when the signal aborts, and leaves no timer behind', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    let isOver = false;
    const done = sleep(clock, 1000, controller.signal).finally(() => {
      isOver = true;
    });
    await clock.advance(999);
    assert.equal(isOver, false);
    controller.abort();
    await done;
    assert.equal(clock.pending, 0);
    await sleep(clock, 1000, controller.signal);
  });
});

describe('waitAtMost', () => {
  test('ends with the work or with the time, whichever comes first', async () => {
    const clock = new FakeClock();
    await waitAtMost(clock, 1000, Promise.resolve());
    assert.equal(clock.pending, 0);
    let isOver = false;
    void waitAtMost(clock, 1000, new Promise(() => {})).finally(() => {
      isOver = true;
    });
    await clock.advance(999);
    assert.equal(isOver, false);
    await clock.advance(1);
    await settled();
    assert.equal(isOver, true);
  });
});
