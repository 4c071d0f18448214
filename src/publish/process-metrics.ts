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

/** Has a registry measure the process. */
export function measureProcess(registry: Registry): void {
  for (const register of usual) register(registry);
  registry.removeSingleMetric(misnamed);
  measureLoopDelay(registry);
}

/**
 * The delays of the event loop since they were read last; not a number before the first look. prom-client's own has a mean
 * and a standard deviation as well, for each of which it goes through all of a histogram's counts at every scrape.
 */
function measureLoopDelay(registry: Registry): void {
  const delays = monitorEventLoopDelay({ resolution: loopResolutionMs });
  delays.enable();
  const gaugeOf = (name: string, what: string, collect = (): void => {}): Gauge =>
    new Gauge({
      name: `nodejs_eventloop_lag_${name}_seconds`,
      help: `Time between two looks at the event loop, which are to be ${loopResolutionMs} ms apart: ${what}.`,
      registers: [registry],
      collect,
    });
  const shortest = gaugeOf('min', 'the shortest', () => {
    const read = (nanoseconds: number): number => (delays.count === 0 ? NaN : nanoseconds / 1e9);
    shortest.set(read(delays.min));
    longest.set(read(delays.max));
    for (const { gauge, percent } of percentiles) gauge.set(read(delays.percentile(percent)));
    delays.reset();
  });
  const longest = gaugeOf('max', 'the longest');
  const percentiles = [50, 90, 99].map(percent => ({
    percent,
    gauge: gaugeOf(`p${percent}`, `the ${percent}th percentile`),
  }));
}
