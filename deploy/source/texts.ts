/** Templates for the words of alerts: what `query` finds when the alert is evaluated goes into the message. */
import { diagnosisIds } from '../../src/core/diagnosis/index.ts';
import { documentationUrl, runbooksUrl } from '../../src/core/project.ts';
import { settings } from './settings.ts';

const ofComponent = '$labels.server $labels.component';

/** Why a component fails, such as `timeout`. */
export const reason: string = lookUp(
  'count by (reason) (fedistatus_failure{server=%q,component=%q})',
  ofComponent,
  'reason',
);

/** Why the components of a server fail. */
export const serverReasons: string = lookUp(
  'count by (reason) (fedistatus_failure{server=%q})',
  '$labels.server',
  'reason',
);

/** Why a component has failed in a window, also when its last probe passed. */
export function reasonsWithin(window: string): string {
  const failed = `count by (reason) (increase(fedistatus_probe_failures_total{server=%q,component=%q}[${window}]) > 0)`;
  return lookUp(failed, ofComponent, 'reason');
}

/** What the components of the server together point to, such as `web_process_down`, with the page of first checks. */
export const diagnosis: string = lookUp(
  'count by (diagnosis) (fedistatus_diagnosis{server=%q})',
  '$labels.server',
  'diagnosis',
  runbookOf('($found | label "diagnosis")'),
);

/** The page of first checks of a cause in parentheses. Causes that the configuration adds have none here. */
export function runbookOf(cause: string): string {
  const ours = diagnosisIds.map(id => `"${id}"`).join(' ');
  return `{{ if eq ${cause} ${ours} }} (${runbooksUrl}/{{ ${cause} }}.md){{ end }}`;
}

/** When the certificate of a component ends. */
export const certificateEnd: string = `{{ range ${query('min(fedistatus_tls_certificate_not_after_timestamp_seconds{server=%q,component=%q})', ofComponent)} }}{{ . | value | humanizeTimestamp }}{{ end }}`;

function query(text: string, values: string): string {
  return `query (printf ${JSON.stringify(text)} ${values})`;
}

/** The values of a label in what a query finds, each with what is to follow, or a dash. */
function lookUp(text: string, values: string, label: string, more = ''): string {
  return `{{ range $index, $found := ${query(text, values)} }}{{ if $index }}, {{ end }}{{ $found | label "${label}" }}${more}{{ else }}-{{ end }}`;
}

/** The dashboard of the server. */
export const serverDashboard: string = `${settings.grafana}/d/fedistatus-components?var-server={{ urlquery $labels.server }}`;

export const exporterDashboard: string = `${settings.grafana}/d/fedistatus-exporter`;

/** Every alert has a page of its own. */
export function runbook(alert: string): string {
  return `${documentationUrl}/alerts/${alert}.md`;
}
