/** The files that follow from the rules, for each place that wants them in its own form. */
import { stringify } from 'yaml';
import { alertGroups } from './alerts.ts';
import { dashboardConfigMap, prometheusRule } from './kubernetes.ts';
import { recordingRules } from './records.ts';
import type { RuleGroup } from './rule.ts';

const recordGroup: RuleGroup = { name: 'fedistatus-records', rules: recordingRules };

/** Recorded first: the alerts read what was recorded. */
export const ruleGroups: readonly RuleGroup[] = [recordGroup, ...alertGroups];

const notice =
  '# Generated from deploy/source by `npm run docs`: do not edit. Thresholds: deploy/source/settings.ts\n';

function toYaml(value: unknown): string {
  return `${notice}${stringify(value, { lineWidth: 0 })}`;
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export interface DeployFile {
  /** Relative to the folder `deploy`. */
  readonly file: string;
  readonly content: string;
}

export const deployFiles: readonly DeployFile[] = [
  { file: 'prometheus/fedistatus.rules.yaml', content: toYaml({ groups: ruleGroups }) },
  { file: 'kubernetes/prometheusrule.yaml', content: toYaml(prometheusRule(ruleGroups)) },
  { file: 'kubernetes/dashboards.yaml', content: toYaml(dashboardConfigMap()) },
  // JSON, since the YAML parser of older jsonnets takes not all of ours.
  { file: 'mixin/records.json', content: toJson({ groups: [recordGroup] }) },
  { file: 'mixin/alerts.json', content: toJson({ groups: alertGroups }) },
];
