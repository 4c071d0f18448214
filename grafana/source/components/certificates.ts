import { PanelBuilder as BarGaugeBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import { BarGaugeDisplayMode, VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import { byThresholds, lastValue, lifeLeftThresholds } from '../looks.ts';
import { noData, noDataText } from '../mappings.ts';
import { now, type PanelDraft, rows } from '../panel.ts';
import { certificateEnd, certificateLifeLeft, ofComponents } from '../queries.ts';
import { componentColumn, table } from '../tables.ts';

export const certificates: readonly PanelDraft[] = [
  {
    id: 40,
    title: { en: 'Certificate life left', ko: '인증서 남은 수명' },
    description: {
      en: 'Share of the life of each certificate that is left. A renewal that works happens at about a third.',
      ko: '인증서마다 남은 수명의 비율입니다. 제대로 갱신된다면 3분의 1쯤에서 다시 찹니다.',
    },
    width: 12,
    height: 7,
    queries: [now(`min by (component) (${certificateLifeLeft(ofComponents)})`, '{{component}}')],
    look: language =>
      new BarGaugeBuilder()
        .noValue(noDataText[language])
        .mappings([noData(language)])
        .unit('percentunit')
        .min(0)
        .max(1)
        .decimals(0)
        .displayMode(BarGaugeDisplayMode.Basic)
        .orientation(VizOrientation.Horizontal)
        .reduceOptions(lastValue())
        .colorScheme(byThresholds())
        .thresholds(lifeLeftThresholds()),
  },
  {
    id: 41,
    title: { en: 'Certificates', ko: '인증서' },
    description: {
      en: 'When each certificate ends. Exported also when the certificate is refused, such as after its end.',
      ko: '인증서별 만료 시각입니다. 만료되어 거부된 인증서도 나옵니다.',
    },
    width: 12,
    height: 7,
    queries: [rows(certificateEnd(ofComponents))],
    look: language =>
      table(
        [
          componentColumn,
          {
            field: 'Value',
            title: { en: 'Ends', ko: '만료' },
            properties: () => [{ id: 'unit', value: 'dateTimeAsIso' }],
          },
        ],
        language,
      ).unit('none'),
  },
];
