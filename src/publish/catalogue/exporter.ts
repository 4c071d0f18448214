/** What the exporter says of itself and of its own connection. */
import type { Snapshot } from '../../core/snapshot.ts';
import { type AddSample, type Labels, valuesOf } from '../metric-family.ts';
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
  give: (snapshot: Snapshot, add: AddSample) => void,
): MetricFamily {
  return {
    name,
    type: 'gauge',
    help,
    labels,
    collect: snapshot => valuesOf(add => give(snapshot, add)),
  };
}

export const exporterFamilies: readonly MetricFamily[] = [
  gauge(
    'fedistatus_reference_up',
    'Whether an address that tells if the exporter itself is online answered; absent before it was asked.',
    ['reference'],
    ({ references }, add) => {
      for (const { name, up } of references) {
        if (up !== null) add({ reference: name }, up ? 1 : 0);
      }
    },
  ),
  gauge(
    'fedistatus_config_last_reload_successful',
    'Whether the last attempt to load the configuration succeeded.',
    [],
    ({ config }, add) => add(noLabels, config.lastReloadSuccessful ? 1 : 0),
  ),
  gauge(
    'fedistatus_config_last_reload_success_timestamp_seconds',
    'When the configuration in force was loaded, in Unix time.',
    [],
    ({ config }, add) => add(noLabels, config.lastSuccessAt / 1000),
  ),
];

/** The metric that says what runs. */
export function buildInfoFamily({ version, nodeVersion }: BuildInfo): MetricFamily {
  const labels: Labels = { version, node_version: nodeVersion };
  return gauge(
    'fedistatus_build_info',
    'Always 1; the labels say which version of the exporter runs on which Node.js.',
    ['version', 'node_version'],
    (_snapshot, add) => add(labels, 1),
  );
}
