/** What it gives out, and what that costs. */
import { lines } from '../looks.ts';
import { graph, type PanelDraft } from '../panel.ts';
import { ofExporters as chosen } from '../queries.ts';

export const outputs: readonly PanelDraft[] = [
  {
    id: 120,
    title: { en: 'Cost of a page', ko: '페이지 생성 비용' },
    description: {
      en: 'Mean time that it takes to render each kind of page, /metrics among them.',
      ko: '/metrics를 포함해 페이지 종류별로 만드는 데 걸리는 평균 시간입니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(
        `sum by (handler) (rate(fedistatus_web_render_duration_seconds_sum{${chosen}}[$__rate_interval]))\n/ sum by (handler) (rate(fedistatus_web_render_duration_seconds_count{${chosen}}[$__rate_interval]))`,
        '{{handler}}',
      ),
    ],
    look: language => lines('s', language),
  },
  {
    id: 121,
    title: { en: 'Scrapes', ko: '수집' },
    description: {
      en: 'How long a scrape takes as Prometheus sees it.',
      ko: 'Prometheus에서 본 수집 시간입니다.',
    },
    width: 8,
    height: 8,
    queries: [graph(`max by (instance) (scrape_duration_seconds{${chosen}})`, '{{instance}}')],
    look: language => lines('s', language),
  },
  {
    id: 122,
    title: { en: 'Series', ko: '시계열 수' },
    description: { en: 'Samples in one scrape.', ko: '한 번에 수집하는 시계열 수입니다.' },
    width: 8,
    height: 8,
    queries: [graph(`max by (instance) (scrape_samples_scraped{${chosen}})`, '{{instance}}')],
    look: language => lines('short', language),
  },
  {
    id: 123,
    title: { en: 'Requests', ko: '요청' },
    description: {
      en: 'Requests to the exporter itself, by status code.',
      ko: '모니터가 받은 요청을 상태 코드별로 보여 줍니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(`sum by (code) (rate(fedistatus_web_requests_total{${chosen}}[$__rate_interval]))`, '{{code}}'),
    ],
    look: language => lines('reqps', language),
  },
  {
    id: 124,
    title: { en: 'History', ko: '기록' },
    description: {
      en: 'Failed attempts to write the history, changes that wait for the disk, and changes that were dropped. All should be zero.',
      ko: '기록 쓰기 실패, 디스크를 기다리는 변화, 버려진 변화입니다. 모두 0이어야 합니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(
        `sum by (instance) (increase(fedistatus_history_write_errors_total{${chosen}}[$__rate_interval]))`,
        { en: 'errors {{instance}}', ko: '오류 {{instance}}' },
      ),
      graph(`max by (instance) (fedistatus_history_pending_transitions{${chosen}})`, {
        en: 'waiting {{instance}}',
        ko: '대기 {{instance}}',
      }),
      graph(
        `sum by (instance) (increase(fedistatus_history_dropped_transitions_total{${chosen}}[$__rate_interval]))`,
        { en: 'dropped {{instance}}', ko: '버림 {{instance}}' },
      ),
      graph(`max by (instance) (fedistatus_history_set_aside{${chosen}})`, {
        en: 'set aside {{instance}}',
        ko: '격리 {{instance}}',
      }),
    ],
    look: language => lines('short', language),
  },
  {
    id: 125,
    title: { en: 'Published files', ko: '정적 파일 게시' },
    description: {
      en: 'Times that the public pages were written as files, or could not be.',
      ko: '공개 페이지를 파일로 쓴 횟수와 실패한 횟수입니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(
        `sum by (result) (increase(fedistatus_publications_total{${chosen}}[$__rate_interval]))`,
        '{{result}}',
      ),
    ],
    look: language => lines('short', language),
  },
];
