import { collectFamilies, type MetricFamily } from './catalogue/family.ts';
import { type ExpositionFormat, textOfFamilies, textOfPage, writePage } from './exposition.ts';
import type { CollectedFamily } from './metric-family.ts';
import { expositionContentTypes, expositionOffers, negotiate } from './negotiate.ts';
import { oncePerState } from './once-per-state.ts';
import type { Publisher } from './publisher.ts';
import type { SelfMetrics } from './self-metrics.ts';

/**
 * The page of more components is written while it is sent: to have the whole of it in memory, or to keep it for the next
 * reader, costs more than to write it again.
 */
const keptComponents = 50;

/** The page that Prometheus reads: what is known of every component, and of the exporter itself. */
export function createMetricsPublisher(
  catalogue: readonly MetricFamily[],
  selfMetrics: Pick<SelfMetrics, 'collect'>,
): Publisher {
  const textOfState = oncePerState((snapshot, format: ExpositionFormat) =>
    textOfFamilies(collectFamilies(catalogue, snapshot), format),
  );
  return {
    path: '/metrics',
    title: 'Metrics for Prometheus',
    audience: 'operator',
    triggersProbes: true,
    async render(snapshot, request) {
      const format = negotiate(request.header('accept'), expositionOffers);
      const own = await selfMetrics.collect();
      return {
        status: 200,
        contentType: expositionContentTypes[format],
        headers: { Vary: 'Accept' },
        body:
          snapshot.components.length > keptComponents
            ? writePage(inTurn(collectFamilies(catalogue, snapshot), own), format)
            : (await textOfState(snapshot, format)) + (await textOfPage(own, format)),
      };
    },
  };
}

function* inTurn(...lists: readonly Iterable<CollectedFamily>[]): Iterable<CollectedFamily> {
  for (const families of lists) yield* families;
}
