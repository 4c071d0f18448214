/** The files that follow from the rules, for each place that wants them in its own form. */
import { stringify } from 'yaml';
import { alertGroups } from './alerts.ts';
import { recordingRules } from './records.ts';
import type { RuleGroup } from './rule.ts';

/** Recorded first: the alerts read what was recorded. */
export const ruleGroups: readonly RuleGroup[] = [
  { name: 'fedistatus-records', rules: recordingRules },
  ...alertGroups,
];

const notice =
  '# Generated from deploy/source by `npm run docs`: do not edit. Thresholds: deploy/source/settings.ts\n';

function toYaml(value: unknown): string {
  return `${notice}${stringify(value, { lineWidth: 0 })}`;
}

export interface DeployFile {
  /** Relative to the folder `deploy`. */
  readonly file: string;
  readonly content: string;
}

export const deployFiles: readonly DeployFile[] = [
  { file: 'prometheus/fedistatus.rules.yaml', content: toYaml({ groups: ruleGroups }) },
];
