/** What the exporter says of itself and of its own connection. */
import type { Snapshot } from '../../core/snapshot.ts';
import type { Labels, Sample } from '../metric-family.ts';
import type { MetricFamily } from './family.ts';

/** What runs. */
export interface BuildInfo {
  readonly version: string;
  /** Without the leading `v`. */
  readonly nodeVersion: string;
}

const noLabels: Labels = {};

function gauge(
  name: string,
  help: string,
  labels: readonly string[],
  collect: (snapshot: Snapshot) => Iterable<Sample>,
): MetricFamily {
  return { name, type: 'gauge', help, labels, collect };
}

export const exporterFamilies: readonly MetricFamily[] = [
  gauge(
    'fedistatus_reference_up',
    'Whether an address that tells if the exporter itself is online answered; absent before it was asked.',
    ['reference'],
    function* ({ references }) {
      for (const { name, up } of references) {
        if (up !== null) yield { labels: { reference: name }, value: up ? 1 : 0 };
      }
    },
  ),
  gauge(
    'fedistatus_config_last_reload_successful',
    'Whether the last attempt to load the configuration succeeded.',
    [],
    ({ config }) => [{ labels: noLabels, value: config.lastReloadSuccessful ? 1 : 0 }],
  ),
  gauge(
    'fedistatus_config_last_reload_success_timestamp_seconds',
    'When the configuration in force was loaded, in Unix time.',
    [],
    ({ config }) => [{ labels: noLabels, value: config.lastSuccessAt / 1000 }],
  ),
];

/** The metric that says what runs. */
export function buildInfoFamily({ version, nodeVersion }: BuildInfo): MetricFamily {
  const labels: Labels = { version, node_version: nodeVersion };
  return gauge(
    'fedistatus_build_info',
    'Always 1; the labels say which version of the exporter runs on which Node.js.',
    ['version', 'node_version'],
    () => [{ labels, value: 1 }],
  );
}
