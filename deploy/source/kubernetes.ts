/** The rules and the dashboards as resources of a Kubernetes cluster. */
import { basename } from 'node:path';
import { dashboardFiles } from '../../grafana/source/index.ts';
import type { RuleGroup } from './rule.ts';

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

interface PrometheusRule extends Resource {
  readonly spec: { readonly groups: readonly RuleGroup[] };
}

interface ConfigMap extends Resource {
  readonly data: Readonly<Record<string, string>>;
}

/** What the Prometheus operator gives to its Prometheus. */
export function prometheusRule(groups: readonly RuleGroup[]): PrometheusRule {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'fedistatus' },
    spec: { groups },
  };
}

/** What the sidecar of Grafana's chart takes in, by its label. Without white space: kubectl keeps a copy of at most 256 KiB. */
export function dashboardConfigMap(): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'fedistatus-dashboards', labels: { grafana_dashboard: '1' } },
    data: Object.fromEntries(
      dashboardFiles.map(({ file, content }) => [basename(file), JSON.stringify(JSON.parse(content))]),
    ),
  };
}
