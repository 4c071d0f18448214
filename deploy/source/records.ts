import type { RecordingRule } from './rule.ts';
import { settings } from './settings.ts';

/** Exporters may be many, in many places; what is left is one number for each component. */
const byComponent = 'by (server, component)';

interface Records {
  readonly outage: string;
  readonly serverOutage: string;
  readonly keyword: string;
  readonly failedShare: (window: string) => string;
  readonly slowest: string;
}

/** Names: level, metric, what was done to it (https://prometheus.io/docs/practices/rules/). */
export const records: Records = {
  outage: 'component:fedistatus_outage:ratio',
  serverOutage: 'server:fedistatus_outage:ratio',
  keyword: 'component:fedistatus_keyword_failure:ratio',
  failedShare: (window: string): string => `component:fedistatus_probe_failures:ratio_rate${window}`,
  slowest: `component:fedistatus_probe_duration_seconds:p95_${settings.slowWindow}`,
};

/** Whoever sees nothing has no say: an exporter that is offline or new knows no state. */
const seen = `sum ${byComponent} (fedistatus_state{state!="unknown"})`;

/** Announced work is no outage, nor does it count as a part that works. */
export const inMaintenance: string = `max ${byComponent} (fedistatus_maintenance) == 1`;

function failedShare(window: string): string {
  return [
    `sum ${byComponent} (rate(fedistatus_probe_failures_total[${window}]))`,
    `sum ${byComponent} (rate(fedistatus_probes_total[${window}]))`,
  ].join('\n/\n');
}

const windows = [settings.fastBurn, settings.slowBurn].flatMap(({ short, long }) => [short, long]);

export const recordingRules: readonly RecordingRule[] = [
  {
    record: records.outage,
    expr: `(\n  sum ${byComponent} (fedistatus_state{state="outage"})\n/\n  ${seen}\n)\nunless on (server, component) (${inMaintenance})`,
  },
  {
    record: records.keyword,
    expr: `sum ${byComponent} (fedistatus_failure{reason="keyword"})\n/\n${seen}`,
  },
  {
    record: records.serverOutage,
    expr: `avg by (server) (${records.outage} > bool ${settings.quorum})`,
  },
  ...windows.map(window => ({ record: records.failedShare(window), expr: failedShare(window) })),
  {
    record: records.slowest,
    expr: `histogram_quantile(0.95, sum by (server, component, le) (rate(fedistatus_probe_duration_seconds_bucket[${settings.slowWindow}])))`,
  },
];
