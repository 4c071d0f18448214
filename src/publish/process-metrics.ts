/** The process and Node.js, under the names that prom-client has made usual. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';
import gc from 'prom-client/lib/metrics/gc.js';
import heapSizeAndUsed from 'prom-client/lib/metrics/heapSizeAndUsed.js';
import heapSpacesSizeAndUsed from 'prom-client/lib/metrics/heapSpacesSizeAndUsed.js';
import osMemoryHeap from 'prom-client/lib/metrics/osMemoryHeap.js';
import processCpuTotal from 'prom-client/lib/metrics/processCpuTotal.js';
import processMaxFileDescriptors from 'prom-client/lib/metrics/processMaxFileDescriptors.js';
import processOpenFileDescriptors from 'prom-client/lib/metrics/processOpenFileDescriptors.js';
import processResources from 'prom-client/lib/metrics/processResources.js';
import processStartTime from 'prom-client/lib/metrics/processStartTime.js';
import version from 'prom-client/lib/metrics/version.js';

const usual = [
  processCpuTotal,
  processStartTime,
  osMemoryHeap,
  processOpenFileDescriptors,
  processMaxFileDescriptors,
  processResources,
  heapSizeAndUsed,
  heapSpacesSizeAndUsed,
  version,
  gc,
] as const;

/** A gauge that is named like a counter, which `promtool check metrics` refuses. */
const misnamed = 'nodejs_active_resources_total';

/** How often the delay of the event loop is looked at, in milliseconds: each look wakes the process. */
const loopResolutionMs = 100;

/** How long the delays are gathered that are told together, in milliseconds: no shorter than scrapes are usually apart. */
const loopWindowMs = 60_000;

/** Has a registry measure the process. `nowMs` is a monotonic clock. */
export function measureProcess(registry: Registry, nowMs: () => number): void {
  for (const register of usual) register(registry);
  registry.removeSingleMetric(misnamed);
  measureLoopDelay(registry, nowMs);
}

/**
 * The delays of the event loop in the last whole minute, or in the first one so far; not a number before the first look.
 * Readers must not take them from each other: they begin anew by the clock, not at each reading. prom-client's own has a
 * mean and a standard deviation as well, for each of which it goes through all of a histogram's counts at every scrape.
 */
function measureLoopDelay(registry: Registry, nowMs: () => number): void {
  const delays = monitorEventLoopDelay({ resolution: loopResolutionMs });
  delays.enable();
  let sinceMs = nowMs();
  let isFirst = true;
  const latenessOf = (nanoseconds: number): number =>
    delays.count === 0 ? NaN : Math.max(0, nanoseconds / 1e9 - loopResolutionMs / 1000);
  const gaugeOf = (name: string, what: string, collect = (): void => {}): Gauge =>
    new Gauge({
      name: `nodejs_eventloop_lag_${name}_seconds`,
      help: `How late a timer of ${loopResolutionMs} ms fired in the last whole minute: ${what}.`,
      registers: [registry],
      collect,
    });
  const shortest = gaugeOf('min', 'the least', () => {
    const isOver = nowMs() - sinceMs >= loopWindowMs;
    if (!isOver && !isFirst) return;
    shortest.set(latenessOf(delays.min));
    longest.set(latenessOf(delays.max));
    for (const { gauge, percent } of percentiles) gauge.set(latenessOf(delays.percentile(percent)));
    if (!isOver) return;
    delays.reset();
    sinceMs = nowMs();
    isFirst = false;
  });
  const longest = gaugeOf('max', 'the most');
  const percentiles = [50, 90, 99].map(percent => ({
    percent,
    gauge: gaugeOf(`p${percent}`, `the ${percent}th percentile`),
  }));
}
