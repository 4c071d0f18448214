/** Whether the word of the exporter can be trusted. */
import { count, number, timeline } from '../looks.ts';
import { reloadMappings, upMappings } from '../mappings.ts';
import { graph, now, type PanelDraft, rows, thresholds } from '../panel.ts';
import { ofExporters as chosen } from '../queries.ts';
import { table } from '../tables.ts';

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
