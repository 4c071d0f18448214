import type { RecordingRule } from './rule.ts';
import { fastBurn, settings, slowBurn, type Window } from './settings.ts';

/** Exporters may be many, in many places; what is left is one number for each component. */
const byComponent = 'by (server, component)';

interface Records {
  readonly outage: string;
  readonly serverOutage: string;
  readonly degraded: string;
  readonly keyword: string;
  readonly slow: string;
  readonly failures: string;
  readonly failedShare: (window: Window) => string;
}

/** Names: level, metric, what was done to it (https://prometheus.io/docs/practices/rules/). */
export const records: Records = {
  outage: 'component:fedistatus_outage:ratio',
  serverOutage: 'server:fedistatus_outage:ratio',
  degraded: 'component:fedistatus_degraded:ratio',
  keyword: 'component:fedistatus_keyword_failure:ratio',
  slow: 'component:fedistatus_slow:ratio',
  failures: 'exporter:fedistatus_probe_failures:sum',
  failedShare: ({ range }: Window): string => `exporter:fedistatus_probe_failures:ratio_${range}`,
};

/** What `/probe` answers as well, to other jobs: the same exporter is not to be counted twice. */
export const ofDaemons: string = `job="${settings.job}"`;

/** Whoever sees nothing has no say: an exporter that is offline or new knows no state. */
const seen = `(sum ${byComponent} (fedistatus_state{state!="unknown"}) > 0)`;

/** Announced work is no outage, nor does it count as a part that works. */
export const inMaintenance: string = `max ${byComponent} (fedistatus_maintenance) == 1`;

/** The share of those who see a component that find it in a state; nothing where work is announced. */
function shareInState(state: string): string {
  return `(\n  sum ${byComponent} (fedistatus_state{state="${state}"})\n/\n  ${seen}\n)\nunless on (server, component) (${inMaintenance})`;
}

/** The share of failed probes as each exporter sees it; nothing where it has seen too little of the window. */
function failedShare({ range, seconds }: Window): string {
  return [
    `increase(${records.failures}[${range}])`,
    '/\n(',
    `  increase(fedistatus_probes_total[${range}])`,
    `> ${settings.leastWatched} * ${seconds} / fedistatus_probe_interval_seconds`,
    ')',
  ].join('\n');
}

const windows = [fastBurn, slowBurn].flatMap(({ short, long }) => [short, long]);

export const recordingRules: readonly RecordingRule[] = [
  { record: records.outage, expr: shareInState('outage') },
  { record: records.degraded, expr: shareInState('degraded') },
  {
    record: records.keyword,
    expr: `sum ${byComponent} (fedistatus_failure{${ofDaemons},reason="keyword"})\n/\n${seen}`,
  },
  {
    // No `avg`: Prometheus 2 adds it up of fractions, and half of eight may come out as more than half.
    record: records.serverOutage,
    expr: `sum by (server) (${records.outage} > bool ${settings.quorum})\n/\ncount by (server) (${records.outage})`,
  },
  // Hours of each of many reasons would cost Prometheus more than everything else. All of them begin anew together, when
  // the exporter does, so that their sum is a counter like them.
  { record: records.failures, expr: 'sum without (reason) (fedistatus_probe_failures_total)' },
  ...windows.map(window => ({ record: records.failedShare(window), expr: failedShare(window) })),
  {
    // Of answers alone: what timed out has failed, which is another alert. Half of them: at a probe a minute
    // one of twenty would be a single answer.
    record: records.slow,
    expr: `avg ${byComponent} (\n  quantile_over_time(${settings.slowShare}, fedistatus_latency_seconds{${ofDaemons}}[${settings.slowWindow}]) > bool ${settings.slowSeconds}\n)`,
  },
];
