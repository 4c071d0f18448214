import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Assertion } from '../../src/core/assertion.ts';
import { DeadlineExceeded, type Probe } from '../../src/core/component.ts';
import type { Result } from '../../src/core/result.ts';
import { Countdowns } from '../../src/monitor/countdowns.ts';
import { type RunOptions, runOnce } from '../../src/monitor/run-once.ts';
import { failure, observation } from '../support/core-values.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { component, FakeTarget, RecordingLog } from '../support/monitor-fakes.ts';

interface Setting {
  readonly clock: FakeClock;
  readonly log: RecordingLog;
  readonly target: FakeTarget;
  readonly run: (options?: Partial<RunOptions>, probe?: Probe, assertions?: readonly Assertion[]) => Run;
}

interface Run {
  readonly result: Promise<Result | null>;
  readonly isOver: () => boolean;
}

function setting(): Setting {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const target = new FakeTarget(clock);
  const deps = { clock, log, countdowns: new Countdowns(clock) };
  return {
    clock,
    log,
    target,
    run(options = {}, probe = target.start(), assertions = []) {
      let isOver = false;
      const signal = new AbortController().signal;
      const asked = component('api', { assertions });
      const result = runOnce(deps, asked, probe, { signal, ...options }).finally(() => {
        isOver = true;
      });
      return { result, isOver: () => isOver };
    },
  };
}

/** A probe that only listens to its own clock. */
const deaf: Probe = () => new Promise(() => {});

describe('runOnce', () => {
  test('judges what the probe brings home, with the times of the run', async () => {
    const { clock, target, run } = setting();
    target.takesMs = 120;
    const at = clock.now();
    const { result } = run();
    await clock.advance(120);
    const { durationMs, verdict, ...rest } = (await result) ?? assert.fail();
    assert.equal(rest.at, at);
    assert.equal(durationMs, 120);
    assert.equal(verdict.result, 'pass');
    assert.equal(clock.pending, 0, 'no timer is left behind');
  });

  for (const [name, limitMs, expectedMs] of [
    ["at the component's own timeout", undefined, 10_000],
    ['at the given limit when that is shorter', 4000, 4000],
    ["at the component's own timeout when the limit is longer", 60_000, 10_000],
  ] as const) {
    test(`aborts with DeadlineExceeded ${name}`, async () => {
      const { clock, run } = setting();
      let abortedAt = -1;
      const probe: Probe = async ({ signal }) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        signal.addEventListener('abort', () => resolve());
        await promise;
        abortedAt = clock.monotonic();
        assert.ok(signal.reason instanceof DeadlineExceeded);
        return failure({ code: 'timeout_headers', phase: 'processing', message: 'no headers' });
      };
      const { result } = run(limitMs === undefined ? {} : { limitMs }, probe);
      await clock.advance(20_000);
      const { verdict } = (await result) ?? assert.fail();
      assert.equal(abortedAt, expectedMs);
      assert.deepEqual([verdict.result, verdict.cause?.code], ['fail', 'timeout_headers']);
    });
  }

  test('gives no result when it is called off, nor starts when it was before', async () => {
    const { clock, target, run } = setting();
    target.takesMs = 5000;
    const controller = new AbortController();
    const { result } = run({ signal: controller.signal });
    await clock.advance(100);
    controller.abort();
    assert.equal(await result, null);
    assert.equal(target.running, 0);
    assert.equal(clock.pending, 0);
    assert.equal(await run({ signal: controller.signal }).result, null);
    assert.equal(target.runs, 1);
  });

  test('makes `internal` of a probe that throws, and logs its error', async () => {
    const bug = new TypeError('not a function');
    const throwing: readonly Probe[] = [
      () => {
        throw bug;
      },
      () => Promise.reject(bug),
    ];
    for (const probe of throwing) {
      const { log, run } = setting();
      const { verdict } = (await run({}, probe).result) ?? assert.fail();
      assert.deepEqual([verdict.result, verdict.cause?.code], ['void', 'internal']);
      assert.deepEqual(log.lines, [
        {
          level: 'error',
          message: 'a probe threw',
          fields: { server: 'social.example', component: 'api', err: bug },
        },
      ]);
    }
  });

  test('makes `internal` of a judgement that throws, and logs its error', async () => {
    const bug = new RangeError('no such state');
    const broken: Assertion = {
      kind: 'regex',
      pattern: {
        source: 'x',
        test: () => {
          throw bug;
        },
      },
    };
    const { log, run } = setting();
    const { verdict } = (await run({}, undefined, [broken]).result) ?? assert.fail();
    assert.deepEqual([verdict.result, verdict.cause?.code], ['void', 'internal']);
    assert.deepEqual(
      log.lines.map(({ level, message, fields }) => [level, message, fields['err']]),
      [['error', 'a judgement threw', bug]],
    );
  });

  test('judges large answers after the others, one by one', async () => {
    const { run } = setting();
    const judged: number[] = [];
    const noting: Assertion = {
      kind: 'regex',
      pattern: { source: 'x', test: text => judged.push(text.length) > 0 },
    };
    const runs = [70_000, 80_000, 10].map(length => {
      const probe: Probe = async () => observation({ text: 'x'.repeat(length) });
      return run({}, probe, [noting]).result;
    });
    await Promise.all(runs);
    assert.deepEqual(judged, [10, 70_000, 80_000]);
  });

  test('leaves a probe that ignores its signal to itself 250 ms after the deadline', async () => {
    const { clock, log, run } = setting();
    const { result, isOver } = run({}, deaf);
    await clock.advance(10_249);
    assert.equal(isOver(), false);
    await clock.advance(1);
    const { verdict } = (await result) ?? assert.fail();
    assert.deepEqual([verdict.result, verdict.cause?.code], ['void', 'internal']);
    assert.deepEqual(log.news, ['a probe ignored its signal']);
  });

  test('does not wait longer for such a probe when it is called off', async () => {
    const { clock, run } = setting();
    const controller = new AbortController();
    const { result } = run({ signal: controller.signal }, deaf);
    controller.abort();
    await clock.advance(250);
    assert.equal(await result, null);
  });
});

test('many runs need one timer, and each has its own deadline', async () => {
  const { clock, target, run } = setting();
  target.takesMs = 20_000;
  const limits = [700, 100, 3000, 1250, 100];
  const over: (readonly [limitMs: number, atMs: number])[] = [];
  const runs = limits.map(async limitMs => {
    await run({ limitMs }).result;
    over.push([limitMs, clock.monotonic()]);
  });
  assert.equal(clock.pending, 1 + limits.length, "the others are the target's");
  await clock.advance(3000);
  await Promise.all(runs);
  assert.deepEqual(
    over,
    [100, 100, 700, 1250, 3000].map(limitMs => [limitMs, limitMs]),
  );
  assert.equal(clock.pending, 0);
});

describe('a standstill of our own during a run', () => {
  test('past the deadline is no timeout of the target', async () => {
    const { clock, target, run } = setting();
    target.takesMs = 20_000;
    const { result } = run();
    await clock.advance(8000);
    clock.stall(3500);
    await clock.advance(0);
    const { verdict, outcome } = (await result) ?? assert.fail();
    assert.deepEqual([verdict.result, verdict.cause?.code], ['void', 'local_fault']);
    assert.match(outcome.kind === 'failure' ? outcome.message : '', /stood still for 3s/);
  });

  test('in the middle of it is none either', async () => {
    const { clock, target, run } = setting();
    target.takesMs = 20_000;
    const { result } = run();
    await clock.advance(2000);
    clock.stall(2000);
    await clock.advance(10_000);
    assert.equal((await result)?.verdict.cause?.code, 'local_fault');
  });

  test('is noticed when the answer is served before the late timer', async () => {
    const { clock, run } = setting();
    const { promise, resolve } = Promise.withResolvers<void>();
    const { result } = run({}, async () => {
      await promise;
      return failure({ code: 'conn_reset', message: 'reset' });
    });
    clock.stall(5000);
    resolve();
    assert.equal((await result)?.verdict.cause?.code, 'local_fault');
  });

  test('is none of a run that began after it, though the late timer is not served yet', async () => {
    const { clock, target, run } = setting();
    target.takesMs = 20_000;
    const before = run();
    clock.stall(5000);
    target.takesMs = 0;
    target.fail('conn_reset');
    const after = run();
    await clock.advance(0);
    assert.equal((await after.result)?.verdict.cause?.code, 'conn_reset');
    await clock.advance(20_000);
    assert.equal((await before.result)?.verdict.cause?.code, 'local_fault');
  });

  test('is noticed when the machine was suspended, which monotonic time does not show', async () => {
    const { clock, target, run } = setting();
    target.takesMs = 20_000;
    const { result } = run();
    clock.jump(3_600_000);
    await clock.advance(10_000);
    assert.equal((await result)?.verdict.cause?.code, 'local_fault');
  });

  test('of less than a second changes nothing', async () => {
    const { clock, target, run } = setting();
    target.takesMs = 20_000;
    const { result } = run();
    await clock.advance(9500);
    clock.stall(1400);
    await clock.advance(0);
    assert.deepEqual((await result)?.verdict.cause?.code, 'timeout');
  });

  test('takes nothing from an answer, right or wrong: the target gave it', async () => {
    for (const [outcome, expected] of [
      [observation(), 'pass'],
      [failure({ code: 'ws_handshake', message: 'status 400' }), 'fail'],
    ] as const) {
      const { clock, target, run } = setting();
      target.takesMs = 6000;
      target.outcome = outcome;
      const { result } = run();
      clock.stall(5000);
      await clock.advance(1000);
      assert.equal((await result)?.verdict.result, expected);
    }
  });
});
