/** The exporter itself: whether its word can be trusted, and whether its machine is large enough. */
import { count, lines, number, timeline } from './looks.ts';
import { reloadMappings, upMappings } from './mappings.ts';
import { graph, now, type PanelDraft, rows, thresholds } from './panel.ts';
import { ofExporters as chosen } from './queries.ts';
import { table } from './tables.ts';

export const trust: readonly PanelDraft[] = [
  {
    id: 100,
    title: { en: 'Exporters', ko: '모니터' },
    description: {
      en: 'Which version runs where.',
      ko: '어디에서 어떤 버전이 실행 중인지 보여 줍니다.',
    },
    width: 9,
    height: 5,
    queries: [rows(`fedistatus_build_info{${chosen}}`)],
    look: language =>
      table(
        [
          { field: 'instance', title: { en: 'Exporter', ko: '모니터' } },
          { field: 'version', title: { en: 'Version', ko: '버전' } },
          { field: 'node_version', title: { en: 'Node.js', ko: 'Node.js' } },
        ],
        language,
      ).unit('none'),
  },
  {
    id: 101,
    title: { en: 'Configuration', ko: '설정' },
    description: {
      en: 'Whether the last reload was accepted. A refused file changes nothing: the one from before stays.',
      ko: '마지막 설정 재적용이 받아들여졌는지 보여 줍니다. 거부되면 이전 설정이 유지됩니다.',
    },
    width: 5,
    height: 5,
    queries: [now(`min(fedistatus_config_last_reload_successful{${chosen}})`)],
    look: language => number(language).mappings(reloadMappings(language)),
  },
  {
    id: 102,
    title: { en: 'Configuration in force since', ko: '현재 설정 적용 시각' },
    description: {
      en: 'When the configuration that is in force was loaded.',
      ko: '현재 설정을 읽어 들인 시각입니다.',
    },
    width: 5,
    height: 5,
    queries: [now(`max(fedistatus_config_last_reload_success_timestamp_seconds{${chosen}}) * 1000`)],
    look: language => number(language).unit('dateTimeFromNow'),
  },
  {
    id: 103,
    title: { en: 'Late components', ko: '밀린 구성 요소' },
    description: {
      en: 'Components whose last probe is older than three intervals. Their other series are removed meanwhile.',
      ko: '마지막 점검이 세 주기보다 오래된 구성 요소 수입니다. 그동안 다른 지표는 내보내지 않습니다.',
    },
    width: 5,
    height: 5,
    queries: [
      now(
        `count(time() - fedistatus_last_probe_timestamp_seconds{${chosen}} > 3 * fedistatus_probe_interval_seconds{${chosen}})\nor 0 * count(fedistatus_build_info{${chosen}})`,
      ),
    ],
    look: language => count(language).thresholds(thresholds('green', [1, 'red'])),
  },
  {
    id: 104,
    title: { en: 'References', ko: '기준 주소' },
    description: {
      en: 'Addresses that tell whether the exporter itself is online. While all are down, every component is unknown, not down.',
      ko: '모니터가 온라인인지 알려 주는 주소입니다. 모두 응답이 없으면 모든 구성 요소는 장애가 아니라 알 수 없음이 됩니다.',
    },
    width: 24,
    height: 5,
    queries: [
      graph(
        `min by (instance, reference) (min_over_time(fedistatus_reference_up{${chosen}}[$__rate_interval]))`,
        '{{instance}} {{reference}}',
      ),
    ],
    look: language => timeline(upMappings(language), language),
  },
];

export const work: readonly PanelDraft[] = [
  {
    id: 110,
    title: { en: 'Probes', ko: '점검 수' },
    description: { en: 'Finished probes a second.', ko: '초당 마친 점검 수입니다.' },
    width: 8,
    height: 8,
    queries: [
      graph(`sum by (instance) (rate(fedistatus_probes_total{${chosen}}[$__rate_interval]))`, '{{instance}}'),
    ],
    look: language => lines('ops', language),
  },
  {
    id: 111,
    title: { en: 'Missed probes', ko: '빠진 점검' },
    description: {
      en: 'Probes that were due and did not start: the one before was still going, or the machine is too small.',
      ko: '시각이 되었으나 시작하지 못한 점검입니다. 앞 점검이 아직 끝나지 않았거나 장비가 모자란 것입니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(`sum by (instance) (increase(fedistatus_missed_probes_total{${chosen}}[$__rate_interval]))`, {
        en: 'missed {{instance}}',
        ko: '빠짐 {{instance}}',
      }),
      graph(`sum by (instance) (increase(fedistatus_internal_failures_total{${chosen}}[$__rate_interval]))`, {
        en: 'own fault {{instance}}',
        ko: '자체 오류 {{instance}}',
      }),
    ],
    look: language => lines('short', language),
  },
  {
    id: 112,
    title: { en: 'Event loop delay', ko: '이벤트 루프 지연' },
    description: {
      en: 'How late timers fire. More than 100 ms for long: the machine is too small, and latencies are too high by as much.',
      ko: '타이머가 늦게 도는 정도입니다. 100ms를 오래 넘으면 장비가 모자라고, 측정한 응답 시간도 그만큼 부풀려집니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(`max by (instance) (nodejs_eventloop_lag_p50_seconds{${chosen}})`, 'p50 {{instance}}'),
      graph(`max by (instance) (nodejs_eventloop_lag_p99_seconds{${chosen}})`, 'p99 {{instance}}'),
    ],
    look: language => lines('s', language),
  },
  {
    id: 113,
    title: { en: 'Memory', ko: '메모리' },
    description: {
      en: 'Resident memory of the process, and the part that JavaScript uses.',
      ko: '프로세스가 차지한 메모리와 그중 자바스크립트가 쓰는 부분입니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(`max by (instance) (process_resident_memory_bytes{${chosen}})`, {
        en: 'resident {{instance}}',
        ko: '전체 {{instance}}',
      }),
      graph(`max by (instance) (nodejs_heap_size_used_bytes{${chosen}})`, {
        en: 'heap {{instance}}',
        ko: '힙 {{instance}}',
      }),
    ],
    look: language => lines('bytes', language),
  },
  {
    id: 114,
    title: { en: 'Processor', ko: 'CPU' },
    description: {
      en: 'Processor time used a second: 1 is one core.',
      ko: '초당 쓴 CPU 시간입니다. 1이면 코어 하나입니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(
        `sum by (instance) (rate(process_cpu_seconds_total{${chosen}}[$__rate_interval]))`,
        '{{instance}}',
      ),
    ],
    look: language => lines('short', language),
  },
  {
    id: 115,
    title: { en: 'Open files', ko: '열린 파일' },
    description: {
      en: 'File descriptors in use. A number that only grows is a leak.',
      ko: '사용 중인 파일 디스크립터 수입니다. 늘기만 하면 누수입니다.',
    },
    width: 8,
    height: 8,
    queries: [graph(`max by (instance) (process_open_fds{${chosen}})`, '{{instance}}')],
    look: language => lines('short', language),
  },
];

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
