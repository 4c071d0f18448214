import assert from 'node:assert/strict';
import test from 'node:test';
import { type Countdown, Countdowns } from '../../src/monitor/countdowns.ts';
import { FakeClock } from '../support/fake-clock.ts';

interface Counting extends Countdown {
  readonly deadlines: readonly number[];
}

function started(countdowns: Countdowns, clock: FakeClock, limitMs: number): Counting {
  const deadlines: number[] = [];
  const [at, startedAt] = [clock.now(), clock.monotonic()];
  const onDeadline = (): void => void deadlines.push(clock.monotonic());
  const place = { chain: null, previous: null, next: null };
  const countdown = {
    at,
    startedAt,
    endsAt: startedAt + limitMs,
    stalledMs: 0,
    onDeadline,
    deadlines,
    ...place,
  };
  countdowns.start(countdown);
  return countdown;
}

test('each is told of its deadline once, whoever goes on', async () => {
  const clock = new FakeClock();
  const countdowns = new Countdowns(clock);
  const [short, long, calledOff] = [700, 1800, 1000].map(limitMs => started(countdowns, clock, limitMs));
  await clock.advance(900);
  countdowns.stop(calledOff ?? assert.fail(), clock.monotonic());
  await clock.advance(5000);
  assert.deepEqual([short?.deadlines, long?.deadlines, calledOff?.deadlines], [[700], [1800], []]);
  assert.equal(clock.pending, 0);
});
