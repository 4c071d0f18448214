import assert from 'node:assert/strict';
import test from 'node:test';
import { Timeline } from '../../src/core/timeline.ts';
import { FakeClock } from '../support/fake-clock.ts';

test('labels follow the monotonic clock until they are told to follow the wall', () => {
  const clock = new FakeClock(1_000_000);
  const timeline = new Timeline(clock);
  clock.stall(500);
  clock.jump(-3_600_000);
  assert.equal(timeline.now(), 1_000_500);
  assert.deepEqual(timeline.follow(), { before: 1_000_500, after: 1_000_500 - 3_600_000 });
  assert.equal(timeline.now(), clock.now());
  assert.equal(timeline.follow(), null);
});

test('the small corrections of NTP are no jump', () => {
  const clock = new FakeClock(1_000_000);
  const timeline = new Timeline(clock);
  clock.jump(1999);
  assert.equal(timeline.follow(), null);
  assert.equal(timeline.now(), 1_000_000);
});

test('a moment keeps what the wall clock called it, unless the clock was set since', () => {
  const clock = new FakeClock(1_000_000);
  const timeline = new Timeline(clock);
  clock.stall(60_000);
  assert.equal(timeline.labelOf(1_045_000, 5000), 1_045_000, 'ten seconds went by before it was told');
  for (const jump of [3_600_000, -3_600_000]) {
    const began = clock.now();
    clock.stall(5000);
    clock.jump(jump);
    timeline.follow();
    assert.equal(timeline.labelOf(began, 5000), began + jump);
  }
});
