import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { type Job, Schedule } from '../../src/monitor/schedule.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** A job that notes the monotonic instants of its runs. */
class NotingJob implements Job {
  readonly key: string;
  readonly intervalMs: number;
  readonly runsAt: number[] = [];
  missed = 0;
  takesMs = 0;
  /** What the next runs ask for. */
  againAfterMs: number | null = null;
  isRunning = false;
  readonly #clock: FakeClock;
  readonly #schedule: Schedule;

  constructor(clock: FakeClock, schedule: Schedule, key: string, intervalMs = 60_000) {
    this.#clock = clock;
    this.#schedule = schedule;
    this.key = key;
    this.intervalMs = intervalMs;
  }

  run(): void {
    this.runsAt.push(this.#clock.monotonic());
    this.isRunning = true;
    if (this.takesMs === 0) queueMicrotask(() => this.#end());
    else this.#clock.after(this.takesMs, () => this.#end());
  }

  miss(count: number): void {
    this.missed += count;
  }

  #end(): void {
    this.isRunning = false;
    if (this.againAfterMs !== null) this.#schedule.hasten(this, this.againAfterMs);
  }

  /** The last run, as a place within the interval in wall time. */
  get place(): number {
    const wallAt = (this.runsAt.at(-1) ?? 0) + this.#clock.now() - this.#clock.monotonic();
    return wallAt % this.intervalMs;
  }
}

function jobs(clock: FakeClock, schedule: Schedule, count: number): readonly NotingJob[] {
  return Array.from(
    { length: count },
    (_, index) => new NotingJob(clock, schedule, `social.example/c${index}`),
  );
}

function gaps(instants: readonly number[]): readonly number[] {
  return instants.slice(1).map((instant, index) => instant - (instants[index] ?? 0));
}

describe('Schedule', () => {
  test('runs every job within a second of being added, not all in the same instant', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const all = jobs(clock, schedule, 100);
    schedule.add(all);
    await clock.advance(1000);
    assert.deepEqual(new Set(all.map(({ runsAt }) => runsAt.length)), new Set([1]));
    assert.equal(new Set(all.map(({ runsAt }) => runsAt[0])).size, 4);
  });

  test('runs a few jobs at once, whatever the time', async () => {
    const clock = new FakeClock();
    await clock.advance(30);
    const schedule = new Schedule(clock);
    const all = jobs(clock, schedule, 20);
    schedule.add(all);
    await clock.advance(0);
    assert.deepEqual(
      all.flatMap(({ runsAt }) => runsAt),
      all.map(() => clock.monotonic()),
    );
  });

  test('spreads jobs over the interval from then on (row 175)', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const all = jobs(clock, schedule, 600);
    schedule.add(all);
    await clock.advance(240_000);
    const sixths = Array.from({ length: 6 }, () => 0);
    for (const { place } of all) sixths[Math.floor(place / 10_000)]! += 1;
    for (const count of sixths) assert.ok(count > 70 && count < 130, sixths.join());
  });

  test('leaves at least half an interval between the first run and the second', async () => {
    for (let offset = 0; offset < 60_000; offset += 3700) {
      const clock = new FakeClock(1_795_316_640_000 + offset);
      const schedule = new Schedule(clock);
      const [job = assert.fail()] = jobs(clock, schedule, 1);
      schedule.add([job]);
      await clock.advance(120_000);
      const [gap = 0] = gaps(job.runsAt);
      assert.ok(gap >= 29_900 && gap <= 90_100, `${gap}`);
    }
  });

  test('gives a job the same place within the interval after a restart', async () => {
    const places = [];
    for (const startsAt of [1_795_316_640_000, 1_795_316_671_234, 1_795_399_999_999]) {
      const clock = new FakeClock(startsAt);
      const schedule = new Schedule(clock);
      const [job = assert.fail()] = jobs(clock, schedule, 1);
      schedule.add([job]);
      await clock.advance(240_000);
      places.push(job.place);
    }
    const [first] = places;
    assert.deepEqual(new Set(places), new Set([first]));
  });

  const grains: readonly (readonly [intervalMs: number, grainMs: number])[] = [
    [1000, 125],
    [1999, 125],
    [2000, 250],
    [15_000, 250],
  ];

  for (const [intervalMs, grainMs] of grains) {
    test(`spreads what runs every ${intervalMs} ms over all ticks of ${grainMs} ms, evenly`, async () => {
      const clock = new FakeClock();
      const schedule = new Schedule(clock);
      const count = 4000;
      const all = Array.from(
        { length: count },
        (_, n) => new NotingJob(clock, schedule, `job ${n}`, intervalMs),
      );
      schedule.add(all);
      await clock.advance(10_000 + 4 * intervalMs);
      const sizes = Map.groupBy(all, ({ runsAt }) => runsAt.at(-1) ?? 0);
      for (const at of sizes.keys()) assert.equal((clock.now() - clock.monotonic() + at) % grainMs, 0);
      const ticks = Math.floor(intervalMs / grainMs);
      assert.ok(sizes.size >= ticks && sizes.size <= ticks + 1, String(sizes.size));
      const largest = Math.max(...Array.from(sizes.values(), ({ length }) => length));
      assert.ok(largest <= (count / ticks) * 1.5, `${largest} at once`);
    });
  }

  test('does not drift, however long it runs', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const job = new NotingJob(clock, schedule, 'social.example/api', 7333);
    job.takesMs = 1234;
    schedule.add([job]);
    await clock.advance(7333 * 500);
    const [, second = 0] = job.runsAt;
    const last = job.runsAt.at(-1) ?? 0;
    const runs = job.runsAt.length - 2;
    assert.ok(runs > 490);
    assert.ok(Math.abs(last - second - runs * 7333) <= 250);
    assert.equal(job.missed, 0);
  });

  test('keeps its grid when the wall clock is set', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const job = new NotingJob(clock, schedule, 'social.example/api', 10_000);
    schedule.add([job]);
    await clock.advance(30_000);
    clock.jump(-3_600_000);
    await clock.advance(60_000);
    clock.jump(7_200_000);
    await clock.advance(60_000);
    for (const gap of gaps(job.runsAt).slice(1)) assert.equal(gap, 10_000);
  });

  test('never runs a job twice at once, and counts what it could not start (row 176)', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const job = new NotingJob(clock, schedule, 'social.example/api', 10_000);
    job.takesMs = 25_000;
    schedule.add([job]);
    await clock.advance(200_000);
    for (const gap of gaps(job.runsAt)) assert.ok(gap >= 25_000, `${gap}`);
    assert.ok(job.missed >= 12 && job.missed <= 14, `${job.missed}`);
    // What was due and what was started add up.
    assert.ok(Math.abs(job.runsAt.length + job.missed - 20) <= 1);
  });

  test('makes up for nothing after a standstill: it counts, and goes on in its turn', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const all = jobs(clock, schedule, 50);
    schedule.add(all);
    await clock.advance(180_000);
    const before = all.map(({ runsAt }) => runsAt.length);
    clock.stall(300_000);
    await clock.advance(0);
    assert.deepEqual(
      all.map(({ runsAt }) => runsAt.length),
      before,
      'nothing starts in the first instant',
    );
    await clock.advance(60_100);
    for (const [index, { runsAt, missed }] of all.entries()) {
      assert.ok(runsAt.length - (before[index] ?? 0) <= 2);
      assert.ok(runsAt.length > (before[index] ?? 0));
      assert.equal(missed, 5);
    }
  });

  test('runs late what is late by less than an interval', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const job = new NotingJob(clock, schedule, 'social.example/api', 60_000);
    schedule.add([job]);
    await clock.advance(180_000);
    const before = job.runsAt.length;
    clock.stall(60_000);
    await clock.advance(0);
    assert.equal(job.runsAt.length, before + 1);
    assert.equal(job.missed, 0);
  });

  test('forgets the jobs that are removed, and only those', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const [one = assert.fail(), other = assert.fail()] = jobs(clock, schedule, 2);
    schedule.add([one, other]);
    await clock.advance(1000);
    schedule.remove(new Set([one]));
    await clock.advance(300_000);
    assert.equal(one.runsAt.length, 1);
    assert.ok(other.runsAt.length >= 5);
    schedule.stop();
    assert.equal(clock.pending, 0);
  });

  test('runs a job once more in between when its run asks for that, and keeps its grid', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const job = new NotingJob(clock, schedule, 'social.example/api');
    schedule.add([job]);
    await clock.advance(120_000);
    const onGrid = job.runsAt.at(-1) ?? 0;
    job.againAfterMs = 5000;
    await clock.advance(onGrid + 60_000 - clock.monotonic());
    job.againAfterMs = null;
    await clock.advance(120_000);
    const since = job.runsAt.filter(at => at > onGrid).map(at => at - onGrid);
    assert.deepEqual(since, [60_000, 65_000, 120_000, 180_000]);
    assert.equal(job.missed, 0);
  });

  const impatience: readonly (readonly [what: string, againAfterMs: number, gap: number])[] = [
    ['later than the next run', 90_000, 60_000],
    ['nearly as late as the next run', 50_000, 60_000],
    ['well before the next run', 30_000, 30_000],
  ];

  for (const [what, againAfterMs, gap] of impatience) {
    test(`waits ${gap / 1000} s when asked for a run ${what}`, async () => {
      const clock = new FakeClock();
      const schedule = new Schedule(clock);
      const job = new NotingJob(clock, schedule, 'social.example/api');
      schedule.add([job]);
      await clock.advance(120_000);
      job.againAfterMs = againAfterMs;
      await clock.advance(180_000);
      assert.equal(gaps(job.runsAt.slice(-3))[0], gap);
      schedule.stop();
      assert.equal(clock.pending, 0);
    });
  }

  test('makes no storm of a job that always asks for more', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const job = new NotingJob(clock, schedule, 'social.example/api');
    job.againAfterMs = 5000;
    schedule.add([job]);
    await clock.advance(600_000);
    for (const gap of gaps(job.runsAt)) assert.ok(gap >= 2500, String(gap));
    assert.equal(clock.pending, 1);
  });

  test('runs a job once where a run in between gives way to one of the grid', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const [job] = jobs(clock, schedule, 1);
    assert.ok(job);
    schedule.add([job]);
    await clock.advance(70_000);
    job.againAfterMs = 5000;
    await clock.advance(60_000);
    job.againAfterMs = null;
    await clock.advance(600_000);
    assert.equal(new Set(job.runsAt).size, job.runsAt.length);
    assert.deepEqual(new Set(gaps(job.runsAt.slice(-9))), new Set([60_000]));
    assert.equal(job.missed, 0);
  });

  test('says when a run was planned: at its tick', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const late: number[] = [];
    const job: Job = {
      key: 'social.example/api',
      intervalMs: 60_000,
      isRunning: false,
      run: dueAt => late.push(clock.monotonic() - dueAt),
      miss: () => {},
    };
    schedule.add([job]);
    await clock.advance(200_000);
    assert.deepEqual(new Set(late), new Set([0]));
    clock.stall(59_000);
    await clock.advance(60_000);
    const [stalled = 0, ...others] = late.filter(ms => ms > 0);
    assert.ok(stalled > 0 && stalled <= 59_000, `${stalled}`);
    assert.deepEqual(others, []);
  });

  test('loses and doubles no run, whatever the interval and however soon it is to run again', async () => {
    const times = fc.record({
      intervalMs: fc.integer({ min: 1000, max: 20_000 }),
      againAfterMs: fc.integer({ min: 100, max: 20_000 }),
      startsAfterMs: fc.integer({ min: 0, max: 1000 }),
    });
    await fc.assert(
      fc.asyncProperty(times, async ({ intervalMs, againAfterMs, startsAfterMs }) => {
        const clock = new FakeClock(1_795_316_640_000 + startsAfterMs);
        const schedule = new Schedule(clock);
        const job = new NotingJob(clock, schedule, 'social.example/api', intervalMs);
        schedule.add([job]);
        await clock.advance(3 * intervalMs);
        job.againAfterMs = againAfterMs;
        await clock.advance(5 * intervalMs);
        job.againAfterMs = null;
        const before = job.runsAt.length;
        await clock.advance(20 * intervalMs);
        assert.equal(job.missed, 0);
        assert.ok(Math.abs(job.runsAt.length - before - 20) <= 1);
        assert.equal(new Set(job.runsAt).size, job.runsAt.length);
      }),
      { numRuns: 200 },
    );
  });

  test('keeps ten thousand jobs with many intervals, each on its own', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    const all = Array.from(
      { length: 10_000 },
      (_, n) => new NotingJob(clock, schedule, `job ${n}`, 1000 * (1 + (n % 40))),
    );
    schedule.add(all);
    await clock.advance(120_000);
    for (const { key, runsAt, intervalMs, missed } of all) {
      assert.equal(missed, 0, key);
      const expected = 120_000 / intervalMs;
      assert.ok(Math.abs(runsAt.length - expected) <= 1.5, `${key}: ${runsAt.length} runs, not ${expected}`);
    }
  });

  test('needs one timer, whatever the number of jobs', async () => {
    const clock = new FakeClock();
    const schedule = new Schedule(clock);
    schedule.add(jobs(clock, schedule, 500));
    await clock.advance(10_000);
    assert.equal(clock.pending, 1);
  });
});
