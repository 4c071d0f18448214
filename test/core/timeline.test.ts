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
