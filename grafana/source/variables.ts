/** The choices at the top of a dashboard. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { settings } from '../../deploy/source/settings.ts';
import type { DashboardLanguage, Text } from './language.ts';
import { datasource } from './panel.ts';

export type Variable = (language: DashboardLanguage) => Builder<VariableModel>;

/** Which Prometheus. A variable instead of an input: one file serves import and provisioning. */
export const prometheus: Variable = () =>
  new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus');

interface LabelValues {
  readonly name: string;
  readonly label: Text;
  /** A series that has the label. */
  readonly series: string;
}

function labelValues(
  { name, label, series }: LabelValues,
  language: DashboardLanguage,
): QueryVariableBuilder {
  const query = `label_values(${series}, ${name})`;
  return new QueryVariableBuilder(name)
    .label(label[language])
    .datasource(datasource)
    .query({ query, refId: `variable-${name}` })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}

function several(values: LabelValues, allValue: string): Variable {
  return language => labelValues(values, language).multi(true).includeAll(true).allValue(allValue);
}

export const job: Variable = several(
  { name: 'job', label: { en: 'Job', ko: '작업' }, series: 'fedistatus_build_info' },
  '.+',
);

export const instance: Variable = several(
  { name: 'instance', label: { en: 'Exporter', ko: '모니터' }, series: 'fedistatus_build_info{job=~"$job"}' },
  '.+',
);

export const server: Variable = language =>
  labelValues(
    { name: 'server', label: { en: 'Server', ko: '서버' }, series: 'fedistatus_component_info{job=~"$job"}' },
    language,
  );

export const component: Variable = several(
  {
    name: 'component',
    label: { en: 'Component', ko: '구성 요소' },
    series: 'fedistatus_component_info{job=~"$job",server="$server"}',
  },
  '.+',
);

/** The label may be missing, where there is one location only: everything matches then. */
export const location: Variable = several(
  {
    name: 'location',
    label: { en: 'Location', ko: '위치' },
    series: 'fedistatus_component_info{job=~"$job",server="$server"}',
  },
  '.*',
);

export const slo: Variable = language =>
  new CustomVariableBuilder('slo')
    .label({ en: 'Objective', ko: '목표' }[language])
    .values(`${settings.objective},0.99,0.999`)
    .current({ selected: true, text: String(settings.objective), value: String(settings.objective) });
