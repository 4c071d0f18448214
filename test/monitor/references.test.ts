import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Countdowns } from '../../src/monitor/countdowns.ts';
import { References } from '../../src/monitor/references.ts';
import type { MonitoredReference } from '../../src/monitor/settings.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { FakeTarget, RecordingLog } from '../support/monitor-fakes.ts';

interface Setting {
  readonly clock: FakeClock;
  readonly log: RecordingLog;
  readonly references: References;
  readonly targets: readonly [FakeTarget, FakeTarget];
  readonly all: readonly MonitoredReference[];
}

function setting(): Setting {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const targets = [new FakeTarget(clock), new FakeTarget(clock)] as const;
  const all = targets.map(({ start }, index) => ({ name: `https://r${index}.example`, start }));
  const references = new References({ clock, log, countdowns: new Countdowns(clock) });
  return { clock, log, references, targets, all };
}

describe('References', () => {
  test('are asked at once, and every 30 s from then on', async () => {
    const { clock, references, targets, all } = setting();
    references.replace(all);
    assert.deepEqual(
      references.snapshot().map(({ up }) => up),
      [null, null],
    );
    await clock.advance(90_000);
    assert.deepEqual(targets[0].startedAt, [0, 30_000, 60_000, 90_000]);
    assert.deepEqual(references.snapshot(), [
      { name: 'https://r0.example', up: true },
      { name: 'https://r1.example', up: true },
    ]);
  });

  test('mean offline only while every one of them fails, and the log says so once', async () => {
    const { clock, log, references, targets, all } = setting();
    references.replace(all);
    targets[0].fail('connect_unreachable');
    await clock.advance(30_000);
    assert.equal(references.isOffline, false);
    targets[1].fail('dns_timeout');
    await clock.advance(60_000);
    assert.equal(references.isOffline, true);
    targets[0].recover();
    await clock.advance(30_000);
    assert.equal(references.isOffline, false);
    assert.deepEqual(log.lines, [
      {
        level: 'warn',
        message: 'every reference fails: the prober itself seems to be offline',
        fields: { references: ['https://r0.example', 'https://r1.example'] },
      },
      { level: 'info', message: 'the prober is online again', fields: { lasted: '1m' } },
    ]);
  });

  test('are asked together for all who wait, and at most every 5 s', async () => {
    const { clock, references, targets, all } = setting();
    references.replace(all);
    await clock.advance(1000);
    let answered = 0;
    for (let waiter = 0; waiter < 20; waiter += 1) {
      void references.askedSince(clock.monotonic()).finally(() => {
        answered += 1;
      });
    }
    await clock.advance(3999);
    assert.equal(answered, 0, 'an answer from before does not count');
    await clock.advance(1);
    assert.equal(answered, 20);
    assert.deepEqual(targets[0].startedAt, [0, 5000]);
    await references.askedSince(5000);
    assert.equal(targets[0].runs, 2, 'an answer that is young enough is used again');
  });

  test('are asked again for who comes while they are being asked', async () => {
    const { clock, references, targets, all } = setting();
    for (const target of targets) target.takesMs = 2000;
    references.replace(all);
    await clock.advance(1000);
    let answeredAt = -1;
    void references.askedSince(clock.monotonic()).finally(() => {
      answeredAt = clock.monotonic();
    });
    await clock.advance(9000);
    assert.deepEqual([answeredAt, targets[0].startedAt], [7000, [0, 5000]]);
  });

  test('hang for five seconds at most', async () => {
    const { clock, references, targets, all } = setting();
    for (const target of targets) target.takesMs = 60_000;
    references.replace(all);
    await clock.advance(4999);
    assert.equal(references.isOffline, false);
    await clock.advance(1);
    assert.equal(references.isOffline, true);
  });

  test('tell nothing through a standstill of our own', async () => {
    const { clock, references, targets, all } = setting();
    references.replace(all);
    await clock.advance(1000);
    for (const target of targets) target.takesMs = 60_000;
    await clock.advance(29_500);
    clock.stall(10_000);
    await clock.advance(0);
    assert.equal(references.isOffline, false);
    assert.deepEqual(
      references.snapshot().map(({ up }) => up),
      [true, true],
    );
  });

  test('remember that the prober was offline a moment ago', async () => {
    const { clock, references, targets, all } = setting();
    for (const target of targets) target.fail('connect_unreachable');
    references.replace(all);
    await clock.advance(1000);
    for (const target of targets) target.recover();
    await clock.advance(29_000);
    assert.equal(references.isOffline, false);
    assert.equal(references.wasOfflineSince(29_999), true);
    assert.equal(references.wasOfflineSince(30_000), false);
  });

  test('are left in peace when none is configured, and nobody waits for them', async () => {
    const { clock, references, targets, all } = setting();
    references.replace([]);
    await references.askedSince(clock.monotonic());
    assert.equal(references.isOffline, false);
    references.replace(all);
    await clock.advance(1000);
    references.replace([]);
    await clock.advance(120_000);
    assert.equal(targets[0].runs, 1);
    assert.deepEqual(references.snapshot(), []);
  });

  test('keep what is known of them over a reload', async () => {
    const { clock, references, all } = setting();
    references.replace(all);
    await clock.advance(10_000);
    const [first = assert.fail()] = all;
    references.replace([first, { ...first, name: 'tcp://new.example:53' }]);
    assert.deepEqual(
      references.snapshot().map(({ up }) => up),
      [true, null],
    );
    await clock.advance(1);
    assert.equal(references.snapshot()[1]?.up, true);
  });

  test('are asked soon when a reload brought them while others were asked', async () => {
    const { clock, references, targets, all } = setting();
    for (const target of targets) target.takesMs = 2000;
    references.replace(all.slice(0, 1));
    await clock.advance(1000);
    references.replace(all);
    await clock.advance(9000);
    assert.deepEqual(
      references.snapshot().map(({ up }) => up),
      [true, true],
    );
    await clock.advance(30_000);
    assert.equal(targets[1].runs, 2, 'and then as seldom as all');
  });

  test('let everybody go when they are stopped', async () => {
    const { clock, references, targets, all } = setting();
    targets[0].takesMs = 4000;
    references.replace(all);
    await clock.advance(1000);
    const waiting = references.askedSince(clock.monotonic());
    await references.stop();
    await waiting;
    await settled();
    assert.equal(clock.pending, 0);
    assert.equal(targets[0].running, 0);
  });
});
