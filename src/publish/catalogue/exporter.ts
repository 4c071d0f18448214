/** What the exporter says of itself and of its own connection. */
import type { ConfigStatus } from '../../core/snapshot.ts';
import { type Labels, noLabels, valuesOf } from '../metric-family.ts';
import { alwaysOne, type MetricFamily, ofEach } from './family.ts';

/** What runs. */
export interface BuildInfo {
  readonly version: string;
  /** Without the leading `v`. */
  readonly nodeVersion: string;
}

function ofConfig(name: string, help: string, read: (config: ConfigStatus) => number): MetricFamily {
  return {
    name,
    type: 'gauge',
    help,
    labels: [],
    collect: ({ config }) => valuesOf(noLabels, add => add(read(config))),
  };
}

export const exporterFamilies: readonly MetricFamily[] = [
  {
    name: 'fedistatus_reference_up',
    type: 'gauge',
    help: 'Whether an address that tells if the exporter itself is online answered; absent before it was asked.',
    labels: ['reference'],
    collect: ({ references }) =>
      ofEach(
        references,
        references.map(({ name }) => ({ reference: name })),
        ({ up }, add) => {
          if (up !== null) add(up ? 1 : 0);
        },
      ),
  },
  ofConfig(
    'fedistatus_config_last_reload_successful',
    'Whether the last attempt to load the configuration succeeded.',
    ({ lastReloadSuccessful }) => (lastReloadSuccessful ? 1 : 0),
  ),
  ofConfig(
    'fedistatus_config_last_reload_success_timestamp_seconds',
    'When the configuration in force was loaded, in Unix time.',
    ({ lastSuccessAt }) => lastSuccessAt / 1000,
  ),
];

/** The metric that says what runs. */
export function buildInfoFamily({ version, nodeVersion }: BuildInfo): MetricFamily {
  const things: readonly Labels[] = [{ version, node_version: nodeVersion }];
  return {
    name: 'fedistatus_build_info',
    type: 'gauge',
    help: 'Always 1; the labels say which version of the exporter runs on which Node.js.',
    labels: ['version', 'node_version'],
    collect: () => alwaysOne(things),
  };
}
