/**
 * The process and Node.js, under the names that Prometheus' clients usually have for them. Those clients read much more,
 * which took a fifth of a page of ten thousand series.
 */
import { readdirSync, readFileSync } from 'node:fs';
import {
  constants,
  type ELDHistogram,
  monitorEventLoopDelay,
  type PerformanceEntry,
  PerformanceObserver,
} from 'node:perf_hooks';
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import { emptyHistogram, observe } from '../core/histogram.ts';
import type { Histogram } from '../core/snapshot.ts';
import { alwaysOne, ofEach } from './catalogue/family.ts';
import { giveHistogram } from './catalogue/histogram.ts';
import { type CollectedFamily, type MetricType, noLabels, valuesOf } from './metric-family.ts';
import { Tally } from './tally.ts';

/** How often the delay of the event loop is looked at, in milliseconds: each look wakes the process. */
const loopResolutionMs = 100;

/** Starts to watch the process. What it gives reads how the process is at that instant. */
export function watchProcess(): () => readonly CollectedFamily[] {
  const delays = monitorEventLoopDelay({ resolution: loopResolutionMs });
  delays.enable();
  const collections = countCollections();
  const startedAt = Math.round(Date.now() / 1000 - process.uptime());
  const maxFiles = numberIn('/proc/self/limits', /^Max open files +(\d+)/m);
  return () => [
    ...processorMetrics(),
    single('process_start_time_seconds', 'gauge', 'When the process started, in Unix time.', startedAt),
    ...memoryMetrics(),
    single('process_open_fds', 'gauge', 'Number of open file descriptors.', openFiles()),
    single('process_max_fds', 'gauge', 'Largest possible number of open file descriptors.', maxFiles),
    ...loopMetrics(delays),
    resourceMetric(),
    ...heapMetrics(),
    ...heapSpaceMetrics(),
    versionMetric(),
    {
      name: 'nodejs_gc_duration_seconds',
      type: 'histogram',
      help: 'Durations of garbage collections, by kind: major, minor, incremental or weakcb.',
      labels: ['kind'],
      ...collections.values(),
    },
  ];
}

/** A metric of one value; undefined: not known here. */
function single(name: string, type: MetricType, help: string, value: number | undefined): CollectedFamily {
  const values = valuesOf(noLabels, add => {
    if (value !== undefined) add(value);
  });
  return { name, type, help, labels: [], ...values };
}

function processorMetrics(): readonly CollectedFamily[] {
  const { user, system } = process.cpuUsage();
  const of = (name: string, help: string, microseconds: number): CollectedFamily =>
    single(name, 'counter', help, microseconds / 1e6);
  return [
    of('process_cpu_user_seconds_total', 'Processor time spent in user mode.', user),
    of('process_cpu_system_seconds_total', 'Processor time spent in the kernel.', system),
    of('process_cpu_seconds_total', 'Processor time spent in user mode and in the kernel.', user + system),
  ];
}

function memoryMetrics(): readonly CollectedFamily[] {
  const resident = process.memoryUsage.rss();
  const kibibytes = numberIn('/proc/self/status', /^VmSize:\s+(\d+)/m);
  const virtual = kibibytes === undefined ? undefined : kibibytes * 1024;
  return [
    single('process_resident_memory_bytes', 'gauge', 'Memory that the process has in RAM.', resident),
    single('process_virtual_memory_bytes', 'gauge', 'Memory that the process has addresses for.', virtual),
  ];
}

function openFiles(): number | undefined {
  // One of them is the folder that is read.
  return ifReadable(() => readdirSync('/proc/self/fd').length - 1);
}

/** The delays since they were read last; absent before the first look. */
function loopMetrics(delays: ELDHistogram): readonly CollectedFamily[] {
  const isMeasured = delays.count > 0;
  const of = (name: string, what: string, nanoseconds: number): CollectedFamily =>
    single(
      `nodejs_eventloop_lag_${name}_seconds`,
      'gauge',
      `Time between two looks at the event loop, which are to be ${loopResolutionMs} ms apart: ${what}.`,
      isMeasured ? nanoseconds / 1e9 : undefined,
    );
  const metrics = [
    of('min', 'the shortest', delays.min),
    of('max', 'the longest', delays.max),
    of('p50', 'the median', delays.percentile(50)),
    of('p90', 'the 90th percentile', delays.percentile(90)),
    of('p99', 'the 99th percentile', delays.percentile(99)),
  ];
  delays.reset();
  return metrics;
}

function resourceMetric(): CollectedFamily {
  const byType = Object.entries(Object.groupBy(process.getActiveResourcesInfo(), type => type));
  return {
    name: 'nodejs_active_resources',
    type: 'gauge',
    help: 'What keeps the event loop going, by type.',
    labels: ['type'],
    ...ofEach(
      byType,
      byType.map(([type]) => ({ type })),
      ([, same = []], add) => add(same.length),
    ),
  };
}

function heapMetrics(): readonly CollectedFamily[] {
  const { total_heap_size, used_heap_size, external_memory } = getHeapStatistics();
  return [
    single('nodejs_heap_size_total_bytes', 'gauge', 'Size of the heap of V8.', total_heap_size),
    single('nodejs_heap_size_used_bytes', 'gauge', 'What of the heap of V8 is in use.', used_heap_size),
    single(
      'nodejs_external_memory_bytes',
      'gauge',
      'Memory that objects have beyond the heap.',
      external_memory,
    ),
  ];
}

function heapSpaceMetrics(): readonly CollectedFamily[] {
  const spaces = getHeapSpaceStatistics();
  const things = spaces.map(({ space_name }) => ({ space: space_name.replace(/_space$/, '') }));
  const of = (
    name: string,
    help: string,
    read: (space: (typeof spaces)[number]) => number,
  ): CollectedFamily => ({
    name: `nodejs_heap_space_size_${name}_bytes`,
    type: 'gauge',
    help,
    labels: ['space'],
    ...ofEach(spaces, things, (space, add) => add(read(space))),
  });
  return [
    of('total', 'Size of each space of the heap.', ({ space_size }) => space_size),
    of('used', 'What of each space of the heap is in use.', ({ space_used_size }) => space_used_size),
    of(
      'available',
      'What of each space of the heap is free.',
      ({ space_available_size }) => space_available_size,
    ),
  ];
}

function versionMetric(): CollectedFamily {
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
  return {
    name: 'nodejs_version_info',
    type: 'gauge',
    help: 'Always 1; the labels say which Node.js it runs on.',
    labels: ['version', 'major', 'minor', 'patch'],
    ...alwaysOne([{ version: process.version, major, minor, patch }]),
  };
}

const collectionKinds: ReadonlyMap<unknown, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/** Durations of garbage collections from now on, by kind. */
function countCollections(): Tally<Histogram> {
  const tally = new Tally(emptyHistogram([0.001, 0.01, 0.1, 1, 2, 5]), giveHistogram);
  const observer = new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      const kind = kindOf(entry);
      if (kind !== undefined) tally.update({ kind }, durations => observe(durations, entry.duration / 1000));
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return tally;
}

function kindOf(entry: PerformanceEntry): string | undefined {
  const detail: unknown = 'detail' in entry ? entry.detail : null;
  if (typeof detail !== 'object' || detail === null || !('kind' in detail)) return undefined;
  return collectionKinds.get(detail.kind);
}

/** A number in a file of the system; undefined where there is no such file. */
function numberIn(file: string, pattern: RegExp): number | undefined {
  const found = ifReadable(() => pattern.exec(readFileSync(file, 'latin1'))?.[1]);
  return found === undefined ? undefined : Number(found);
}

/** Only Linux has `/proc`. */
function ifReadable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
