/** An alert as it is written down, and what several alerts say. */
import type { AlertingRule } from '../rule.ts';
import { exporterDashboard, runbook, serverDashboard } from '../texts.ts';

type Severity = AlertingRule['labels']['severity'];

export interface Draft extends Pick<AlertingRule, 'alert' | 'expr' | 'for' | 'keep_firing_for'> {
  readonly severity: Severity;
  readonly summary: string;
  readonly description: string;
  readonly about: 'server' | 'exporter';
}

/** Adds what follows from its name: the pages to read and to look at. */
export function toRule({ severity, summary, description, about, ...rule }: Draft): AlertingRule {
  return {
    ...rule,
    labels: { severity },
    annotations: {
      summary,
      description,
      runbook_url: runbook(rule.alert),
      dashboard_url: about === 'server' ? serverDashboard : exporterDashboard,
    },
  };
}

/** What an alert is about, in its summary. */
export const component = '{{ $labels.component }} of {{ $labels.server }}';

/** Not while announced work is under way, nor as long as it is part of the window. */
export function notMaintained(range: string): string {
  return `unless on (server, component) (max by (server, component) (max_over_time(fedistatus_maintenance[${range}])) == 1)`;
}

/** An alert as a series: what it told of is told already. */
export function firing(alert: string): string {
  return `ALERTS{alertname="${alert}",alertstate="firing"}`;
}
