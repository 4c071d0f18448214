import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import test from 'node:test';
import { createSelfMetrics, type SelfMetrics } from '../../src/publish/self-metrics.ts';
import { eventually } from '../support/real-programs.ts';
import { samplesOf } from '../support/samples.ts';

async function valueOf(metrics: SelfMetrics, name: string): Promise<number | undefined> {
  const families = await metrics.collect();
  return samplesOf(families.find(family => family.name === name) ?? assert.fail(name))[0]?.value;
}

test('the delay of the event loop is absent before it was looked at, and told of a whole minute from then on', async () => {
  let nowMs = 0;
  const metrics = createSelfMetrics(() => nowMs);
  const longest = (): Promise<number | undefined> => valueOf(metrics, 'nodejs_eventloop_lag_max_seconds');
  assert.equal(await longest(), undefined);
  await eventually('a look at the event loop', longest, 10_000, 300);
  block(400);
  const lateOnes = async (): Promise<true | undefined> => isLate(await longest()) || undefined;
  await eventually('a late look', lateOnes, 10_000, 300);
  assert.ok(((await valueOf(metrics, 'nodejs_eventloop_lag_min_seconds')) ?? 1) < 0.05, 'a timer in time');
  nowMs = 60_000;
  const ofFirstMinute = await longest();
  assert.ok(isLate(ofFirstMinute));
  nowMs = 119_000;
  assert.equal(await longest(), ofFirstMinute, 'the reader before took nothing away');
  nowMs = 120_000;
  assert.notEqual(await longest(), ofFirstMinute, 'the second minute has one of its own');
});

function isLate(seconds: number | undefined): boolean {
  return seconds !== undefined && seconds > 0.25;
}

/** Keeps the event loop busy. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('processor time and memory are those of the process', async () => {
  const metrics = createSelfMetrics();
  const value = async (name: string): Promise<number> => (await valueOf(metrics, name)) ?? assert.fail(name);
  assert.ok(Math.abs((await value('process_cpu_user_seconds_total')) - process.cpuUsage().user / 1e6) < 5);
  const { rss } = process.memoryUsage();
  assert.ok(Math.abs((await value('process_resident_memory_bytes')) - rss) < 0.2 * rss);
  assert.ok((await value('nodejs_heap_size_used_bytes')) < rss);
});

test('each open file is counted', { skip: process.platform !== 'linux' }, async () => {
  const metrics = createSelfMetrics();
  const count = async (): Promise<number> => (await valueOf(metrics, 'process_open_fds')) ?? assert.fail();
  const before = await count();
  await using _file = await open('/dev/null');
  assert.equal(await count(), before + 1);
});
