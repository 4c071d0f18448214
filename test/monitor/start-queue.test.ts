import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StartQueue } from '../../src/monitor/start-queue.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';

/** Tasks that note their start and end when they are told to. */
class Tasks {
  readonly started: string[] = [];
  readonly #queue: StartQueue;
  readonly #ends = new Map<string, () => void>();

  constructor(queue: StartQueue) {
    this.#queue = queue;
  }

  add(group: string, ...names: readonly string[]): void {
    for (const name of names)
      this.#queue.add({ group: this.#queue.group(group), begin: () => this.#begin(name) });
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await settled();
  }

  #begin(name: string): Promise<void> {
    this.started.push(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ends.set(name, resolve);
    return promise;
  }
}

describe('StartQueue', () => {
  test('starts one task at a time, a millisecond apart', async () => {
    const clock = new FakeClock();
    const queue = new StartQueue(clock);
    const tasks = new Tasks(queue);
    tasks.add('group', 'a', 'b', 'c');
    assert.deepEqual(tasks.started, ['a']);
    await clock.advance(1);
    assert.deepEqual(tasks.started, ['a', 'b']);
    await clock.advance(1);
    assert.deepEqual(tasks.started, ['a', 'b', 'c']);
  });

  test('does not wait for the gap once a task has ended', async () => {
    const clock = new FakeClock();
    const queue = new StartQueue(clock);
    const tasks = new Tasks(queue);
    tasks.add('group', 'a', 'b');
    await tasks.end('a');
    assert.deepEqual(tasks.started, ['a', 'b']);
    await tasks.end('b');
    assert.deepEqual(queue.load, { running: 0, waiting: 0 });
    assert.equal(clock.pending, 0);
  });

  test('never runs more than its limit at once', async () => {
    const clock = new FakeClock();
    const queue = new StartQueue(clock, { running: 2 });
    const tasks = new Tasks(queue);
    for (const name of ['a', 'b', 'c']) tasks.add(name, name);
    await clock.advance(1000);
    assert.deepEqual(tasks.started, ['a', 'b']);
    assert.equal(clock.pending, 0, 'it does not look again and again');
    await tasks.end('a');
    await clock.advance(1);
    assert.deepEqual(tasks.started, ['a', 'b', 'c']);
  });

  test('leaves room for other groups when one hangs', async () => {
    const clock = new FakeClock();
    const queue = new StartQueue(clock, { running: 4, runningPerGroup: 3 });
    const tasks = new Tasks(queue);
    tasks.add('hanging', 'h1', 'h2', 'h3', 'h4', 'h5');
    await clock.advance(100);
    assert.deepEqual(tasks.started, ['h1', 'h2', 'h3']);
    tasks.add('healthy', 'healthy');
    await clock.advance(1);
    assert.equal(tasks.started.at(-1), 'healthy');
  });

  test('lets the groups take turns', async () => {
    const clock = new FakeClock();
    const queue = new StartQueue(clock);
    const tasks = new Tasks(queue);
    tasks.add('a', 'a1', 'a2', 'a3');
    tasks.add('b', 'b1', 'b2');
    await clock.advance(10);
    assert.deepEqual(tasks.started, ['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  test('starts none but in the place of another while its tasks keep the process busy', async () => {
    const clock = new FakeClock();
    const queue = new StartQueue(clock);
    const tasks = new Tasks(queue);
    for (const name of ['a', 'b', 'c']) tasks.add(name, name);
    clock.isBusy = true;
    await clock.advance(3);
    assert.deepEqual(tasks.started, ['a']);
    await tasks.end('a');
    assert.deepEqual(tasks.started, ['a', 'b']);
    await clock.advance(3);
    assert.deepEqual(tasks.started, ['a', 'b']);
    clock.isBusy = false;
    await clock.advance(1);
    assert.deepEqual(tasks.started, ['a', 'b', 'c']);
  });

  test('waits for no end while something else keeps the process busy, and starts a few now and then', async () => {
    const clock = new FakeClock();
    const queue = new StartQueue(clock);
    const tasks = new Tasks(queue);
    for (let n = 0; n < 40; n += 1) tasks.add(`server ${n}`, `${n}`);
    clock.isBusy = true;
    const started: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      clock.stall(10);
      await clock.advance(0);
      started.push(tasks.started.length);
    }
    assert.deepEqual(started, [4, 7, 10, 12, 14, 16]);
  });

  test('starts more at once the more wait, so that slow targets hold up nobody', async () => {
    const clock = new FakeClock();
    const queue = new StartQueue(clock);
    const tasks = new Tasks(queue);
    for (let n = 0; n < 900; n += 1) tasks.add(`server ${n}`, `${n}`);
    await clock.advance(350);
    assert.deepEqual(queue.load, { running: 900, waiting: 0 });
  });

  test('does not look again and again for a turn that cannot come', async () => {
    const clock = new FakeClock();
    const queue = new StartQueue(clock, { runningPerGroup: 1 });
    const tasks = new Tasks(queue);
    tasks.add('group', 'a', 'b');
    await clock.advance(5);
    assert.equal(clock.pending, 0);
    await tasks.end('a');
    assert.deepEqual(tasks.started, ['a', 'b']);
  });
});
