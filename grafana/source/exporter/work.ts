/** Whether its machine is large enough. */
import { lines } from '../looks.ts';
import { graph, type PanelDraft } from '../panel.ts';
import { ofExporters as chosen } from '../queries.ts';

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
      ko: '시각이 되었으나 시작하지 못한 점검입니다. 앞 점검이 아직 끝나지 않았거나 장비의 성능이 부족한 것입니다.',
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
    id: 116,
    title: { en: 'Work at hand', ko: '처리 중인 점검' },
    description: {
      en: 'Probes that are under way, and those that are due and wait for their turn. When many wait for long, the machine is too small.',
      ko: '진행 중인 점검과 차례를 기다리는 점검입니다. 기다리는 점검이 많은 상태가 계속되면 장비의 성능이 부족한 것입니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(`max by (instance) (fedistatus_probes_in_flight{${chosen}})`, {
        en: 'under way {{instance}}',
        ko: '진행 중 {{instance}}',
      }),
      graph(`max by (instance) (fedistatus_probes_waiting{${chosen}})`, {
        en: 'waiting {{instance}}',
        ko: '대기 {{instance}}',
      }),
    ],
    look: language => lines('short', language),
  },
  {
    id: 117,
    title: { en: 'Lateness of probes', ko: '점검 시작 지연' },
    description: {
      en: 'How long probes wait from the instant they are planned for to their start, on average. Some milliseconds are usual, since several are planned for the same.',
      ko: '점검이 예정된 시각부터 실제로 시작하기까지 걸린 시간의 평균입니다. 여러 점검이 같은 시각에 예정되므로 몇 밀리초는 정상입니다.',
    },
    width: 8,
    height: 8,
    queries: [
      graph(
        `sum by (instance) (rate(fedistatus_scheduler_lateness_seconds_sum{${chosen}}[$__rate_interval]))\n/ sum by (instance) (rate(fedistatus_scheduler_lateness_seconds_count{${chosen}}[$__rate_interval]))`,
        '{{instance}}',
      ),
    ],
    look: language => lines('s', language),
  },
  {
    id: 112,
    title: { en: 'Event loop delay', ko: '이벤트 루프 지연' },
    description: {
      en: 'How late timers fire, in the last whole minute. More than 100 ms for long: the machine is too small, and latencies are too high by as much.',
      ko: '지난 1분 동안 타이머가 늦게 돈 정도입니다. 100ms를 넘는 상태가 계속되면 장비의 성능이 부족하며, 측정한 응답 시간도 그만큼 부풀려집니다.',
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
