import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import test from 'node:test';
import type { CollectedFamily } from '../../src/publish/metric-family.ts';
import { watchProcess } from '../../src/publish/process-metrics.ts';
import { eventually } from '../support/real-programs.ts';
import { type Sample, samplesOf } from '../support/samples.ts';

function samplesIn(families: readonly CollectedFamily[], name: string): readonly Sample[] {
  return samplesOf(families.find(family => family.name === name) ?? assert.fail(name));
}

function valueIn(families: readonly CollectedFamily[], name: string): number | undefined {
  return samplesIn(families, name)[0]?.value;
}

test('processor time and memory are those of the process', () => {
  const collect = watchProcess();
  const families = collect();
  const value = (name: string): number => valueIn(families, name) ?? assert.fail(name);
  const whole = value('process_cpu_seconds_total');
  const parts = value('process_cpu_user_seconds_total') + value('process_cpu_system_seconds_total');
  assert.ok(Math.abs(whole - parts) < 1e-6);
  assert.ok(Math.abs(whole - process.cpuUsage().user / 1e6) < 5);
  assert.ok(Math.abs(value('process_start_time_seconds') + process.uptime() - Date.now() / 1000) < 2);
  const { rss } = process.memoryUsage();
  assert.ok(Math.abs(value('process_resident_memory_bytes') - rss) < 0.2 * rss);
  assert.ok(value('nodejs_heap_size_used_bytes') < value('nodejs_heap_size_total_bytes'));
  assert.ok(value('nodejs_heap_size_total_bytes') < rss);
  const spaces = samplesIn(families, 'nodejs_heap_space_size_total_bytes');
  assert.ok(spaces.some(({ labels: { space }, value: size }) => space === 'old' && size > 0));
  if (process.platform === 'linux') assert.ok(value('process_virtual_memory_bytes') > rss);
});

test('each open file is counted', { skip: process.platform !== 'linux' }, async () => {
  const collect = watchProcess();
  const count = (): number => valueIn(collect(), 'process_open_fds') ?? assert.fail();
  const before = count();
  await using _file = await open('/dev/null');
  await using _other = await open('/dev/null');
  assert.equal(count(), before + 2);
  assert.ok(before < (valueIn(collect(), 'process_max_fds') ?? assert.fail()));
});

test('the delay of the event loop is absent before it was looked at, and begins anew at each reading', async () => {
  const collect = watchProcess();
  const longest = (): number | undefined => valueIn(collect(), 'nodejs_eventloop_lag_max_seconds');
  assert.equal(longest(), undefined);
  const seconds = await eventually('two looks at the event loop', async () => longest(), 10_000, 300);
  assert.ok(seconds >= 0.09, `${seconds} s`);
  assert.equal(longest(), undefined);
});

test('garbage collections are counted by kind', async () => {
  const collect = watchProcess();
  const minor = await eventually('a small collection', async () => {
    const garbage = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    assert.equal(garbage.length, 100_000);
    return samplesIn(collect(), 'nodejs_gc_duration_seconds').find(
      ({ labels: { kind }, suffix, value }) => kind === 'minor' && suffix === '_count' && value > 0,
    );
  });
  assert.equal(minor.extra, undefined);
});

test('what keeps the event loop going is counted by type', async () => {
  const collect = watchProcess();
  const timeouts = (): number =>
    samplesIn(collect(), 'nodejs_active_resources').find(({ labels: { type } }) => type === 'Timeout')
      ?.value ?? 0;
  const before = timeouts();
  const timers = [setTimeout(() => undefined, 60_000), setTimeout(() => undefined, 60_000)];
  assert.equal(timeouts(), before + 2);
  for (const timer of timers) clearTimeout(timer);
});
