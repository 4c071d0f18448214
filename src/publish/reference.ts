import { createCatalogue } from './catalogue.ts';
import type { MetricHead } from './metric-family.ts';
import { selfMetricHeads } from './self-metrics.ts';

/** Every metric of ours, in the order of /metrics. */
export function metricHeads(): readonly MetricHead[] {
  return [...createCatalogue({ version: '', nodeVersion: '' }), ...selfMetricHeads];
}

/** The reference page of the metrics, as Markdown. */
export function metricsReference(): string {
  return [
    '# Metrics',
    '',
    '<!-- Generated from src/publish/catalogue.ts by `npm run docs`: do not edit. -->',
    '',
    'What `/metrics` holds, besides the `process_*` and `nodejs_*` metrics of the exporter itself. A sample that would',
    'not be true is absent: a phase that did not finish, a keyword that was not tested, a component that was not probed',
    'yet, or not for three intervals. No sample has a timestamp. Add labels such as `location` in the scrape',
    'configuration.',
    '',
    '| metric | type | labels | meaning |',
    '|---|---|---|---|',
    ...metricHeads().map(
      ({ name, type, labels, help }) =>
        `| \`${name}\` | ${type} | ${labels.map(label => `\`${label}\``).join(', ')} | ${help} |`,
    ),
    '',
  ].join('\n');
}
