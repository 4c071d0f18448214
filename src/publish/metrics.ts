import { collectFamilies, type MetricFamily } from './catalogue/family.ts';
import { type ExpositionFormat, finishExposition, writeFamilies } from './exposition.ts';
import { expositionContentTypes, expositionOffers, negotiate } from './negotiate.ts';
import { oncePerState } from './once-per-state.ts';
import type { Chunk } from './page-writer.ts';
import type { Publisher } from './publisher.ts';
import type { SelfMetrics } from './self-metrics.ts';

/** A longer page is made anew for the next reader: that costs less than to have it in memory all the time. */
const keptBytes = 1024 * 1024;

/** The page that Prometheus reads: what is known of every component, and of the exporter itself. */
export function createMetricsPublisher(
  catalogue: readonly MetricFamily[],
  selfMetrics: Pick<SelfMetrics, 'collect'>,
): Publisher {
  const writeState = oncePerState(
    (snapshot, format: ExpositionFormat) => writeFamilies(collectFamilies(catalogue, snapshot), format),
    chunks => bytesOf(chunks) < keptBytes,
  );
  return {
    path: '/metrics',
    title: 'Metrics for Prometheus',
    audience: 'operator',
    triggersProbes: true,
    async render(snapshot, request) {
      const format = negotiate(request.header('accept'), expositionOffers);
      const own = selfMetrics.collect().then(families => writeFamilies(families, format));
      const parts = await Promise.all([writeState(snapshot, format), own]);
      return {
        status: 200,
        contentType: expositionContentTypes[format],
        headers: { Vary: 'Accept' },
        body: finishExposition(parts, format),
      };
    },
  };
}

function bytesOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
