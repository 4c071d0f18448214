import { certificateAlerts } from './alerts/certificate.ts';
import { toRule } from './alerts/draft.ts';
import { exporterAlerts } from './alerts/exporter.ts';
import { objectiveAlerts } from './alerts/objective.ts';
import { serverAlerts } from './alerts/server.ts';
import type { AlertingRule, RuleGroup } from './rule.ts';

/** Every alert, in the groups that Prometheus evaluates together. */
export const alertGroups: readonly RuleGroup<AlertingRule>[] = [
  { name: 'fedistatus-servers', rules: serverAlerts.map(toRule) },
  { name: 'fedistatus-objectives', rules: objectiveAlerts.map(toRule) },
  { name: 'fedistatus-certificates', rules: certificateAlerts.map(toRule) },
  { name: 'fedistatus-exporters', rules: exporterAlerts.map(toRule) },
];
