/** The PromQL that several panels share. Names of metrics: `src/publish/catalogue.ts`. */

/** The server that was chosen. `location` is not among the labels: only the panel by location looks at it. */
export const ofServer = 'job=~"$job",server="$server"';

/** The components that were chosen. */
export const ofComponents: string = `${ofServer},component=~"$component"`;

/** The exporters that were chosen. */
export const ofExporters = 'job=~"$job",instance=~"$instance"';

/** One number for each state, so that `max` finds the worst. */
export const stateCodes = { unknown: 0, operational: 1, maintenance: 2, degraded: 3, outage: 4 } as const;

export type StateName = keyof typeof stateCodes;

export const stateNames: readonly StateName[] = [
  'unknown',
  'operational',
  'maintenance',
  'degraded',
  'outage',
];

/** A metric with one series for each value of a label, of which one is 1. */
interface StateSet {
  readonly metric: string;
  readonly label: string;
  /** A number for each value: where several are true, in an interval or in several places, the highest is told. */
  readonly codes: Readonly<Record<string, number>>;
}

const states: StateSet = { metric: 'fedistatus_state', label: 'state', codes: stateCodes };

/** The worst state, as its code, by labels, now. */
export function stateNow(by: string, selector: string): string {
  return worst(states, by, labels => `fedistatus_state{${selector},${labels}}`);
}

/** The worst state of each interval of a graph: a short outage shows however long the interval is. */
export function stateOverTime(by: string, selector: string): string {
  return worstOverTime(states, by, selector);
}

/** The highest code of each interval of a graph. */
export function worstOverTime(set: StateSet, by: string, selector: string): string {
  return worst(set, by, labels => `max_over_time(${set.metric}{${selector},${labels}}[$__rate_interval])`);
}

function worst({ label, codes }: StateSet, by: string, series: (labels: string) => string): string {
  const parts = Object.entries(codes).map(([value, code]) => `${series(`${label}="${value}"`)} * ${code}`);
  return `max by (${by}) (\n  ${parts.join('\n  or ')}\n)`;
}

const failures = (range: string, selector: string): string =>
  `sum by (component) (increase(fedistatus_probe_failures_total{${selector}}[${range}]))`;

const probes = (range: string, selector: string): string =>
  `sum by (component) (increase(fedistatus_probes_total{${selector}}[${range}]))`;

/** The share of failed probes by component. Counters lose no outage, however short. */
export function failedShare(range: string, selector: string): string {
  return `${failures(range, selector)}\n/ ${probes(range, selector)}`;
}

/** How much of the error budget of 30 days is left by component: 1 untouched, below 0 overdrawn. */
export function budgetLeft(selector: string): string {
  return `1 - (${failedShare('30d', selector)}) / (1 - $slo)`;
}

const notAfter = 'fedistatus_tls_certificate_not_after_timestamp_seconds';
const notBefore = 'fedistatus_tls_certificate_not_before_timestamp_seconds';

/** The share of its life that a certificate has left. Days would say little: lives of 6, 45 and 90 days are all usual. */
export function certificateLifeLeft(selector: string): string {
  return `(${notAfter}{${selector}} - time())\n/ (${notAfter}{${selector}} - ${notBefore}{${selector}})`;
}

/** When certificates end, in milliseconds of Unix time. */
export function certificateEnd(selector: string): string {
  return `min by (component) (${notAfter}{${selector}}) * 1000`;
}

/** What a server runs for ten minutes at most, and did not run in the day before: also when nobody looked for an hour. */
export function newVersion(selector: string): string {
  const by = 'count by (software, version)';
  return `${by} (fedistatus_server_info{${selector}})\nunless ${by} (last_over_time(fedistatus_server_info{${selector}}[1d] offset 10m))`;
}
