/** Templates for the words of alerts: what `query` finds when the alert is evaluated goes into the message. */
import { settings } from './settings.ts';

/** Why a component fails, such as `timeout`. */
export const reason: string = lookUp(
  'count by (reason) (fedistatus_failure{server=%q,component=%q})',
  '$labels.server $labels.component',
  'reason',
);

/** What the components of the server together point to, such as `web_process_down`. */
export const diagnosis: string = lookUp(
  'count by (diagnosis) (fedistatus_diagnosis{server=%q})',
  '$labels.server',
  'diagnosis',
);

/** The values of a label in what a query finds, or a dash. */
function lookUp(query: string, values: string, label: string): string {
  const found = `query (printf ${JSON.stringify(query)} ${values})`;
  return `{{ range $index, $found := ${found} }}{{ if $index }}, {{ end }}{{ $found | label "${label}" }}{{ else }}-{{ end }}`;
}

/** The dashboard of the server. */
export const serverDashboard: string = `${settings.grafana}/d/fedistatus-components?var-server={{ urlquery $labels.server }}`;

export const exporterDashboard: string = `${settings.grafana}/d/fedistatus-exporter`;

/** Every alert has a page of its own. */
export function runbook(alert: string): string {
  return `${settings.documentation}/alerts/${alert}.md`;
}
