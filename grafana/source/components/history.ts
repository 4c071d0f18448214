/** What was: states, days, outages. */
import { VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as StatusHistoryBuilder } from '@grafana/grafana-foundation-sdk/statushistory';
import { byThresholds, legendBelow, timeline } from '../looks.ts';
import { noData, noDataText, stateMappings } from '../mappings.ts';
import { graph, type PanelDraft, rows, thresholds } from '../panel.ts';
import { ofComponents, stateOverTime } from '../queries.ts';
import { componentColumn, table } from '../tables.ts';

const uptime = `avg by (component) (avg_over_time(fedistatus_up{${ofComponents}}[$__range]))`;

/** Time without data is neither up nor down. A failure that is asked for again soon counts more often: hence the limit. */
const watchedSeconds = `clamp_max(
  avg by (component) (
    increase(fedistatus_probes_total{${ofComponents}}[$__range]) * fedistatus_probe_interval_seconds{${ofComponents}}
  ),
$__range_s)`;

/** Falls at the end of each outage. */
const inOutage = `fedistatus_state{${ofComponents},state="outage"}`;

export const history: readonly PanelDraft[] = [
  {
    id: 10,
    title: { en: 'State', ko: '상태' },
    description: {
      en: 'The worst confirmed state in each interval. Gaps are time in which nothing was measured.',
      ko: '구간마다 가장 나빴던 확정 상태입니다. 빈 곳은 측정하지 못한 시간입니다.',
    },
    width: 24,
    height: 8,
    queries: [graph(stateOverTime('component', ofComponents), '{{component}}')],
    look: language => timeline(stateMappings(language), language),
  },
  {
    id: 11,
    title: { en: 'Last 90 days', ko: '최근 90일' },
    description: {
      en: 'Share of probes that passed on each day. Prometheus keeps 15 days unless it is told to keep more (--storage.tsdb.retention.time=100d); the status page of the exporter has its own history.',
      ko: '날마다 통과한 점검의 비율입니다. Prometheus의 기본 보존 기간은 15일입니다(--storage.tsdb.retention.time=100d로 늘림). 상태 페이지는 자체 기록을 씁니다.',
    },
    width: 24,
    height: 9,
    queries: [
      // Grafana asks at the beginning of each day: for the day that begins, not for the one before.
      graph(
        `avg by (component) (avg_over_time(fedistatus_up{${ofComponents}}[1d] offset -1d))`,
        '{{component}}',
      ),
    ],
    look: language =>
      new StatusHistoryBuilder()
        .noValue(noDataText[language])
        .mappings([noData(language)])
        .unit('percentunit')
        .decimals(2)
        .timeFrom('90d')
        .interval('1d')
        .maxDataPoints(90)
        .showValue(VisibilityMode.Never)
        .colorScheme(byThresholds())
        .thresholds(thresholds('dark-red', [0.95, 'orange'], [0.99, 'yellow'], [0.999, 'green']))
        .legend(legendBelow()),
  },
  {
    id: 12,
    title: { en: 'Outages in this range', ko: '선택한 기간의 장애' },
    description: {
      en: 'For each component: share of probes that passed, time down while it was watched, confirmed outages, and since when it is in its state.',
      ko: '구성 요소별 가동률, 지켜본 시간 중의 중단 시간, 확정된 장애 횟수, 현재 상태가 시작된 시각입니다.',
    },
    width: 24,
    height: 7,
    queries: [
      rows(uptime),
      rows(`(1 - ${uptime})\n* ${watchedSeconds}`),
      rows(`max by (component) (resets(${inOutage}[$__range]) + ${inOutage})`),
      rows(`max by (component) (fedistatus_state_since_timestamp_seconds{${ofComponents}}) * 1000`),
    ],
    look: language =>
      table(
        [
          componentColumn,
          {
            field: 'Value #A',
            title: { en: 'Uptime', ko: '가동률' },
            properties: () => [
              { id: 'unit', value: 'percentunit' },
              { id: 'decimals', value: 3 },
            ],
          },
          {
            field: 'Value #B',
            title: { en: 'Time down', ko: '중단 시간' },
            properties: () => [{ id: 'unit', value: 'dtdurations' }],
          },
          {
            field: 'Value #C',
            title: { en: 'Outages', ko: '장애 횟수' },
            properties: () => [{ id: 'decimals', value: 0 }],
          },
          {
            field: 'Value #D',
            title: { en: 'In its state since', ko: '현재 상태 시작' },
            properties: () => [{ id: 'unit', value: 'dateTimeFromNow' }],
          },
        ],
        language,
      ).unit('short'),
  },
];
