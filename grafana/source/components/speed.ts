/** How fast it answers, and where the time goes. */
import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
} from '@grafana/grafana-foundation-sdk/common';
import {
  PanelBuilder as HeatmapBuilder,
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { settings } from '../../../deploy/source/settings.ts';
import { lines, stacked } from '../looks.ts';
import { noDataText } from '../mappings.ts';
import { graph, type PanelDraft, thresholds } from '../panel.ts';
import { ofComponents } from '../queries.ts';

const duration = 'fedistatus_probe_duration_seconds';

export const speed: readonly PanelDraft[] = [
  {
    id: 30,
    title: { en: 'Latency', ko: '응답 시간' },
    description: {
      en: `Median of the answers of ${settings.slowWindow}, by which the alert judges, and mean of all finished probes. The line is where it is too slow.`,
      ko: `${settings.slowWindow} 동안의 응답 시간 중앙값(알림의 기준)과 모든 점검의 평균입니다. 선은 너무 느린 경계입니다.`,
    },
    width: 12,
    height: 8,
    queries: [
      graph(
        `max by (component) (quantile_over_time(${settings.slowShare}, fedistatus_latency_seconds{${ofComponents}}[${settings.slowWindow}]))`,
        { en: 'median {{component}}', ko: '중앙값 {{component}}' },
      ),
      graph(
        `sum by (component) (rate(${duration}_sum{${ofComponents}}[$__rate_interval]))\n/ sum by (component) (rate(${duration}_count{${ofComponents}}[$__rate_interval]))`,
        { en: 'mean {{component}}', ko: '평균 {{component}}' },
      ),
    ],
    look: language =>
      lines('s', language)
        .thresholds(thresholds('transparent', [settings.slowSeconds, 'orange']))
        .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Line)),
  },
  {
    id: 31,
    title: { en: 'Phases', ko: '단계별 시간' },
    description: {
      en: 'Where the time of the last probes went: name, connection, TLS, the server at work, the body. Averaged over the chosen components.',
      ko: '마지막 점검의 시간이 어디에 쓰였는지 보여 줍니다: 이름 조회, 연결, TLS, 서버 처리, 본문 전송(선택한 구성 요소 평균).',
    },
    width: 12,
    height: 8,
    queries: ['resolve', 'connect', 'tls', 'processing', 'transfer'].map(phase =>
      graph(`avg by (phase) (fedistatus_phase_seconds{${ofComponents},phase="${phase}"})`, phase),
    ),
    look: language => stacked('s', language),
  },
  {
    id: 32,
    title: { en: 'Latest answer', ko: '최근 응답 시간' },
    description: {
      en: 'Time of the last answer of each component, from the start of the probe to the last byte. Absent without an answer.',
      ko: '구성 요소별 마지막 응답에 걸린 시간(점검 시작부터 마지막 바이트까지)입니다. 응답이 없으면 비어 있습니다.',
    },
    width: 12,
    height: 8,
    queries: [graph(`max by (component) (fedistatus_latency_seconds{${ofComponents}})`, '{{component}}')],
    look: language => lines('s', language),
  },
  {
    id: 33,
    title: { en: 'Size of answers', ko: '응답 크기' },
    description: {
      en: 'Decoded bytes of the last answer. A page that shrinks to an error page shows here.',
      ko: '마지막 응답의 압축을 푼 크기입니다. 페이지가 오류 페이지로 바뀌면 여기에 드러납니다.',
    },
    width: 12,
    height: 8,
    queries: [graph(`max by (component) (fedistatus_http_response_bytes{${ofComponents}})`, '{{component}}')],
    look: language => lines('bytes', language),
  },
  {
    id: 34,
    title: { en: 'Latency, all probes', ko: '응답 시간 분포' },
    description: {
      en: 'How many probes took how long. Two bands mean two kinds of answers, such as with and without a cache.',
      ko: '점검 시간의 분포입니다. 띠가 둘이면 캐시가 있을 때와 없을 때처럼 두 종류의 응답이 있다는 뜻입니다.',
    },
    width: 12,
    height: 8,
    queries: [
      {
        ...graph(`sum by (le) (increase(${duration}_bucket{${ofComponents}}[$__rate_interval]))`, '{{le}}'),
        format: PromQueryFormat.Heatmap,
      },
    ],
    look: language =>
      new HeatmapBuilder()
        .noValue(noDataText[language])
        .unit('short')
        .calculate(false)
        .yAxis(new YAxisConfigBuilder().unit('s'))
        .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Blues').steps(64)),
  },
  {
    id: 35,
    title: { en: 'Age of the newest content', ko: '최신 글의 경과 시간' },
    description: {
      en: 'How old the newest post of the timeline was: background jobs that hang show here first. Only where such a component is configured.',
      ko: '타임라인 최신 글이 올라온 뒤 지난 시간입니다. 백그라운드 작업이 멈추면 가장 먼저 드러납니다. 해당 구성 요소를 설정한 경우에만 나옵니다.',
    },
    width: 12,
    height: 8,
    queries: [graph(`max by (component) (fedistatus_content_age_seconds{${ofComponents}})`, '{{component}}')],
    look: language => lines('s', language),
  },
];
