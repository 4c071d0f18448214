/** Why something is down: reasons, keywords, status codes, caches, places. */
import { GraphDrawStyle } from '@grafana/grafana-foundation-sdk/common';
import { stacked, timeline } from '../looks.ts';
import {
  cacheCodes,
  cacheMappings,
  keywordMappings,
  reasonMappings,
  stateMappings,
  statusCodeMappings,
} from '../mappings.ts';
import { graph, type PanelDraft, rows } from '../panel.ts';
import { ofComponents, stateOverTime, worstOverTime } from '../queries.ts';
import { componentColumn, table } from '../tables.ts';

export const reasons: readonly PanelDraft[] = [
  {
    id: 20,
    title: { en: 'Why is it down?', ko: '왜 안 되나요?' },
    description: {
      en: 'The reason why the last probe of each failing component failed. Empty while none fails.',
      ko: '실패한 구성 요소의 마지막 점검이 실패한 이유입니다. 실패가 없으면 비어 있습니다.',
    },
    width: 12,
    height: 7,
    queries: [
      rows(`max by (component, reason) (fedistatus_failure{${ofComponents}} == 1)`),
      rows(
        `max by (component) (fedistatus_http_status_code{${ofComponents}} and ignoring (reason) fedistatus_failure{${ofComponents}})`,
      ),
    ],
    look: language =>
      table(
        [
          componentColumn,
          {
            field: 'reason',
            title: { en: 'Reason', ko: '이유' },
            properties: chosen => [{ id: 'mappings', value: reasonMappings(chosen) }],
          },
          {
            field: 'Value #B',
            title: { en: 'HTTP status', ko: 'HTTP 상태 코드' },
            properties: () => [{ id: 'decimals', value: 0 }],
          },
        ],
        language,
      )
        .unit('none')
        .noValue({ en: 'No failure known', ko: '알려진 실패 없음' }[language]),
  },
  {
    id: 21,
    title: { en: 'Failures by reason', ko: '이유별 실패' },
    description: {
      en: 'Failed probes in each interval, by reason. Counters: nothing between two scrapes is lost.',
      ko: '구간마다 실패한 점검 수를 이유별로 쌓았습니다. 카운터라서 수집 사이의 실패도 빠지지 않습니다.',
    },
    width: 12,
    height: 7,
    queries: [
      graph(
        `sum by (reason) (increase(fedistatus_probe_failures_total{${ofComponents}}[$__rate_interval]))`,
        '{{reason}}',
      ),
    ],
    look: language => stacked('short', language).drawStyle(GraphDrawStyle.Bars).decimals(0),
  },
  {
    id: 22,
    title: { en: 'Keyword', ko: '키워드' },
    description: {
      en: 'Whether every keyword was found in the body. A gap: no body was read, so nothing was tested.',
      ko: '본문에서 키워드를 모두 찾았는지 보여 줍니다. 빈 곳은 본문을 읽지 못해 검사하지 않은 시간입니다.',
    },
    width: 12,
    height: 7,
    queries: [
      graph(
        `min by (component) (min_over_time(fedistatus_keyword_match{${ofComponents}}[$__rate_interval]))`,
        '{{component}}',
      ),
    ],
    look: language => timeline(keywordMappings(language), language),
  },
  {
    id: 23,
    title: { en: 'HTTP status', ko: 'HTTP 상태 코드' },
    description: {
      en: 'The highest status code of each interval. A gap: no HTTP answer came.',
      ko: '구간마다 가장 높은 상태 코드입니다. 빈 곳은 HTTP 응답이 없던 시간입니다.',
    },
    width: 12,
    height: 7,
    queries: [
      graph(
        `max by (component) (max_over_time(fedistatus_http_status_code{${ofComponents}}[$__rate_interval]))`,
        '{{component}}',
      ),
    ],
    look: language => timeline(statusCodeMappings(language), language),
  },
  {
    id: 24,
    title: { en: 'Who answered', ko: '응답한 곳' },
    description: {
      en: 'What the caches on the way did. An old copy hides a server that is down behind it, and never counts as up.',
      ko: '중간 캐시가 한 일입니다. 오래된 사본은 뒤에 있는 서버의 장애를 가리므로 정상으로 치지 않습니다.',
    },
    width: 12,
    height: 7,
    queries: [
      graph(
        worstOverTime(
          { metric: 'fedistatus_cache', label: 'status', codes: cacheCodes },
          'component',
          ofComponents,
        ),
        '{{component}}',
      ),
    ],
    look: language => timeline(cacheMappings(language), language),
  },
  {
    id: 25,
    title: { en: 'By location', ko: '위치별' },
    description: {
      en: 'The worst state as each location sees it. One exporter runs in each; the label `location` comes from the scrape configuration.',
      ko: '위치마다 본 가장 나쁜 상태입니다. 위치마다 모니터를 하나씩 두고, `location` 라벨은 수집 설정에서 붙입니다.',
    },
    width: 12,
    height: 7,
    queries: [
      graph(
        stateOverTime('location, component', `${ofComponents},location=~"$location"`),
        '{{location}} {{component}}',
      ),
    ],
    look: language => timeline(stateMappings(language), language),
  },
];
