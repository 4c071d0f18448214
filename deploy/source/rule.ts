/** The shape of Prometheus' rule files, of which these are a part that 2.42, 3.x and VictoriaMetrics read alike. */

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export const severities = ['critical', 'warning', 'info', 'none'] as const;

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels: { readonly severity: (typeof severities)[number] };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly runbook_url: string;
    readonly dashboard_url: string;
  };
}

export interface RuleGroup<Rule = RecordingRule | AlertingRule> {
  readonly name: string;
  readonly rules: readonly Rule[];
}
