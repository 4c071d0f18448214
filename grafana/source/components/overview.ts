/** What a sysop wants to know first: what works now, and what is the likely cause of the rest. */
import { BigValueColorMode } from '@grafana/grafana-foundation-sdk/common';
import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { runbooksUrl } from '../../../src/core/project.ts';
import { count, lifeLeftThresholds, number, tile } from '../looks.ts';
import { diagnosisMappings, serverMappings, stateMappings } from '../mappings.ts';
import { now, type PanelDraft, rows, thresholds } from '../panel.ts';
import { budgetLeft, certificateLifeLeft, ofComponents, ofServer, stateNow } from '../queries.ts';
import { linkTo, table } from '../tables.ts';

/** Every choice at the top but that of components. */
const chosenNow = ['datasource', 'job', 'server', 'location', 'slo']
  .map(name => `\${${name}:queryparam}`)
  .join('&');

export const overview: readonly PanelDraft[] = [
  {
    id: 1,
    title: { en: 'Server', ko: '서버' },
    description: {
      en: 'Whether the last probe of every component passed. Seen from where the exporter runs, not from inside the server.',
      ko: '모든 구성 요소의 마지막 점검이 통과했는지 보여 줍니다. 서버 내부가 아니라 모니터가 있는 곳에서 본 결과입니다.',
    },
    width: 6,
    height: 4,
    queries: [now(`avg(fedistatus_up{${ofServer}})`)],
    look: language =>
      number(language).colorMode(BigValueColorMode.Background).mappings(serverMappings(language)),
  },
  {
    id: 2,
    title: { en: 'Uptime in this range', ko: '선택한 기간의 가동률' },
    description: {
      en: 'Share of probes that passed in the chosen time, averaged over the components. Time without data does not count.',
      ko: '선택한 기간에 통과한 점검의 비율(구성 요소 평균)입니다. 데이터가 없는 시간은 세지 않습니다.',
    },
    width: 4,
    height: 4,
    queries: [now(`avg(avg_over_time(fedistatus_up{${ofServer}}[$__range]))`)],
    look: language =>
      number(language)
        .unit('percentunit')
        .decimals(2)
        .thresholds(thresholds('red', [0.95, 'orange'], [0.99, 'yellow'], [0.995, 'green'])),
  },
  {
    id: 3,
    title: { en: 'Error budget left, 30 days', ko: '남은 오류 예산 (30일)' },
    description: {
      en: 'What the worst component may still fail in 30 days under the chosen objective. Below zero the objective is missed.',
      ko: '선택한 목표에서 가장 나쁜 구성 요소가 30일 동안 더 실패해도 되는 몫입니다. 0보다 작으면 목표를 놓친 것입니다.',
    },
    width: 4,
    height: 4,
    queries: [now(`min(${budgetLeft(ofServer)})`)],
    look: language =>
      number(language)
        .unit('percentunit')
        .decimals(0)
        .thresholds(thresholds('red', [0, 'orange'], [0.25, 'green'])),
  },
  {
    id: 4,
    title: { en: 'Certificate life left', ko: '인증서 남은 수명' },
    description: {
      en: 'Of the certificate with the least: the share of its life, which means the same for one of 6 days and one of 90.',
      ko: '가장 적게 남은 인증서의 수명 비율입니다. 6일짜리와 90일짜리를 같은 기준으로 봅니다.',
    },
    width: 3,
    height: 4,
    queries: [now(`min(${certificateLifeLeft(ofServer)})`)],
    look: language => number(language).unit('percentunit').decimals(0).thresholds(lifeLeftThresholds()),
  },
  {
    id: 5,
    title: { en: 'Data coverage', ko: '데이터 확보율' },
    description: {
      en: 'Finished probes in the chosen time, of those that were due. Less than all of it: the exporter was off, or Prometheus keeps less than the range (15 days unless told otherwise).',
      ko: '선택한 기간에 했어야 할 점검 중 실제로 마친 비율입니다. 모자라면 모니터가 꺼져 있었거나 Prometheus 보존 기간(기본 15일)이 더 짧은 것입니다.',
    },
    width: 3,
    height: 4,
    queries: [
      now(
        `clamp_max(\n  sum(increase(fedistatus_probes_total{${ofServer}}[$__range]))\n  / sum($__range_s / fedistatus_probe_interval_seconds{${ofServer}}),\n1)`,
      ),
    ],
    look: language =>
      number(language)
        .unit('percentunit')
        .decimals(0)
        .thresholds(thresholds('text', [0.95, 'blue'])),
  },
  {
    id: 6,
    title: { en: 'Firing alerts', ko: '발생 중인 알림' },
    description: {
      en: 'Alerts of this server that are firing in Prometheus. No data: the shipped rules are not loaded there.',
      ko: '이 서버에 대해 Prometheus에서 발생 중인 알림 수입니다. 데이터가 없으면 알림 규칙을 읽어 들이지 않은 것입니다.',
    },
    width: 4,
    height: 4,
    queries: [
      now(
        `count(ALERTS{alertname=~"Fedistatus.+",alertstate="firing",severity!="none",server="$server"})\nor 0 * count(ALERTS{alertname="FedistatusWatchdog",alertstate="firing"})`,
      ),
    ],
    look: language => count(language).thresholds(thresholds('green', [1, 'red'])),
  },
  {
    id: 7,
    title: { en: 'Components now', ko: '구성 요소 현재 상태' },
    description: {
      en: 'The confirmed state of each component. A click shows that component alone.',
      ko: '각 구성 요소의 확정된 상태입니다. 누르면 그 구성 요소만 봅니다.',
    },
    width: 24,
    height: 5,
    queries: [now(stateNow('component', ofComponents), '{{component}}')],
    look: language =>
      tile(stateMappings(language), language).dataLinks([
        new DashboardLinkBuilder({ en: 'Show this component', ko: '이 구성 요소 보기' }[language])
          .type(DashboardLinkType.Link)
          .url(
            `/d/\${__dashboard.uid}?\${__url_time_range}&${chosenNow}&var-component=\${__field.labels.component}`,
          ),
      ]),
  },
  {
    id: 8,
    title: { en: 'Likely causes', ko: '추정 원인' },
    description: {
      en: 'What the components of this server together point to, in words. A click opens the runbook. Empty while nothing is wrong.',
      ko: '구성 요소들을 함께 보고 추정한 원인입니다. 누르면 조치 문서가 열립니다. 이상이 없으면 비어 있습니다.',
    },
    width: 18,
    height: 4,
    queries: [rows(`max by (diagnosis) (fedistatus_diagnosis{${ofServer}} == 1)`)],
    look: language =>
      table(
        [
          {
            field: 'diagnosis',
            title: { en: 'Cause', ko: '원인' },
            properties: chosen => [
              { id: 'mappings', value: diagnosisMappings(chosen) },
              linkTo(
                new DashboardLinkBuilder({ en: 'Runbook', ko: '조치 문서' }[chosen])
                  .type(DashboardLinkType.Link)
                  .url(`${runbooksUrl}/\${__value.raw}.md`)
                  .targetBlank(true),
              ),
            ],
          },
        ],
        language,
      ).noValue({ en: 'No cause found', ko: '추정된 원인 없음' }[language]),
  },
  {
    id: 9,
    title: { en: 'Software', ko: '소프트웨어' },
    description: {
      en: 'What the server says that it runs. A new version is marked in the graphs below.',
      ko: '서버가 밝힌 소프트웨어와 버전입니다. 새 버전은 아래 그래프에 표시됩니다.',
    },
    width: 6,
    height: 4,
    queries: [rows(`max by (software, version) (fedistatus_server_info{${ofServer}})`)],
    look: language =>
      table(
        [
          { field: 'software', title: { en: 'Software', ko: '소프트웨어' } },
          { field: 'version', title: { en: 'Version', ko: '버전' } },
        ],
        language,
      ).unit('none'),
  },
];
