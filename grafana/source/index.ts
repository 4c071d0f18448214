/** Every dashboard, in every language, as the files that Grafana reads. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { certificates } from './components/certificates.ts';
import { history } from './components/history.ts';
import { objective } from './components/objective.ts';
import { overview } from './components/overview.ts';
import { reasons } from './components/reasons.ts';
import { speed } from './components/speed.ts';
import { buildDashboard, type DashboardDraft } from './dashboard.ts';
import { outputs } from './exporter/outputs.ts';
import { trust } from './exporter/trust.ts';
import { work } from './exporter/work.ts';
import { dashboardLanguages } from './language.ts';
import { newVersion, ofServer } from './queries.ts';
import { component, instance, job, location, prometheus, server, slo } from './variables.ts';

const components: DashboardDraft = {
  uid: 'fedistatus-components',
  title: { en: 'Fediverse server', ko: '연합우주 서버' },
  description: {
    en: 'The parts of a fediverse server as they are seen from outside, by fedistatus.',
    ko: 'fedistatus가 밖에서 본 연합우주 서버의 구성 요소입니다.',
  },
  from: 'now-24h',
  variables: [prometheus, job, server, component, location, slo],
  sections: [
    { id: 900, title: null, panels: overview },
    { id: 901, title: { en: 'History', ko: '기록' }, panels: history },
    { id: 902, title: { en: 'Reasons', ko: '실패 이유' }, panels: reasons },
    { id: 903, title: { en: 'Speed', ko: '속도' }, panels: speed },
    { id: 904, title: { en: 'Certificates', ko: '인증서' }, panels: certificates },
    { id: 905, title: { en: 'Objective', ko: '목표' }, isCollapsed: true, panels: objective },
  ],
  annotations: [
    {
      name: { en: 'Alerts', ko: '알림' },
      expr: 'ALERTS{alertname=~"Fedistatus.+",alertstate="firing",severity!="none",server="$server"}',
      color: 'red',
      titleFormat: '{{alertname}}',
      textFormat: '{{server}} {{component}}',
    },
    {
      name: { en: 'New version', ko: '새 버전' },
      expr: newVersion(ofServer),
      color: 'blue',
      titleFormat: '{{software}} {{version}}',
      textFormat: '',
    },
  ],
};

const exporter: DashboardDraft = {
  uid: 'fedistatus-exporter',
  title: { en: 'fedistatus exporter', ko: 'fedistatus 모니터' },
  description: {
    en: 'Whether the monitor itself is well: its connection, its machine, its history.',
    ko: '모니터 자체의 상태입니다: 연결, 장비, 기록.',
  },
  from: 'now-6h',
  variables: [prometheus, job, instance],
  sections: [
    { id: 950, title: null, panels: trust },
    { id: 951, title: { en: 'Work', ko: '점검' }, panels: work },
    { id: 952, title: { en: 'Outputs', ko: '출력' }, panels: outputs },
  ],
  annotations: [
    {
      name: { en: 'Alerts', ko: '알림' },
      // Alerts of servers have no instance: they are what several exporters agree on.
      expr: 'ALERTS{alertname=~"Fedistatus.+",alertstate="firing",severity!="none",instance=~"$instance"}',
      color: 'red',
      titleFormat: '{{alertname}}',
      textFormat: '{{instance}}',
    },
  ],
};

/** What an import wants to know of the Grafana that reads it. */
const requirements = {
  __inputs: [],
  __requires: [
    { type: 'grafana', id: 'grafana', name: 'Grafana', version: '10.4.0' },
    { type: 'datasource', id: 'prometheus', name: 'Prometheus', version: '1.0.0' },
  ],
};

/** The SDK puts links and annotations into a menu, where nobody looks for them. */
function withoutDefaults(key: string, value: unknown): unknown {
  return key === 'placement' && value === 'inControlsMenu' ? undefined : value;
}

export interface DashboardFile {
  /** Relative to the folder `grafana`. */
  readonly file: string;
  readonly dashboard: Dashboard;
  readonly content: string;
}

export const dashboardFiles: readonly DashboardFile[] = [components, exporter].flatMap(draft =>
  dashboardLanguages.map(language => {
    const dashboard = buildDashboard(draft, language);
    return {
      file: `dashboards/${dashboard.uid}.json`,
      dashboard,
      content: `${JSON.stringify({ ...requirements, ...dashboard }, withoutDefaults, 2)}\n`,
    };
  }),
);
