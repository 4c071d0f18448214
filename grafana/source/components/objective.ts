/** The objective: what was reached, what is left, how fast it burns. */
import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
} from '@grafana/grafana-foundation-sdk/common';
import { fastBurn, settings, slowBurn } from '../../../deploy/source/settings.ts';
import { lines, number } from '../looks.ts';
import { graph, now, type PanelDraft, thresholds } from '../panel.ts';
import { budgetLeft, failedShare, ofComponents } from '../queries.ts';

const burnRate = (range: string): string => `(${failedShare(range, ofComponents)}) / (1 - $slo)`;

export const objective: readonly PanelDraft[] = [
  {
    id: 50,
    title: { en: 'Availability, 30 days', ko: '가용성 (30일)' },
    description: {
      en: 'Share of probes that passed in 30 days, by component.',
      ko: '30일 동안 통과한 점검의 비율(구성 요소별)입니다.',
    },
    width: 24,
    height: 5,
    queries: [now(`1 - (${failedShare('30d', ofComponents)})`, '{{component}}')],
    look: language =>
      number(language)
        .unit('percentunit')
        .decimals(3)
        .thresholds(thresholds('red', [0.99, 'orange'], [settings.objective, 'green'])),
  },
  {
    id: 51,
    title: { en: 'Error budget left', ko: '남은 오류 예산' },
    description: {
      en: 'What is left of the failures that the objective allows in 30 days. Below the line it is missed.',
      ko: '목표가 30일 동안 허용하는 실패 중 남은 몫입니다. 선보다 아래면 목표를 놓친 것입니다.',
    },
    width: 12,
    height: 8,
    queries: [graph(budgetLeft(ofComponents), '{{component}}')],
    look: language =>
      lines('percentunit', language)
        .min(-1)
        .max(1)
        // Every point looks back at a month of every reason: a point a minute would take Prometheus most of a minute.
        .interval('30m')
        .thresholds(thresholds('transparent', [0, 'red']))
        .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Line)),
  },
  {
    id: 52,
    title: { en: 'Burn rate', ko: '예산 소진 속도' },
    description: {
      en: `How many times faster than allowed the budget burns, over one hour and over six. The alerts fire at ${fastBurn.rate} and at ${slowBurn.rate}.`,
      ko: `허용된 속도의 몇 배로 예산을 쓰는지 1시간과 6시간으로 봅니다. 알림 기준은 ${fastBurn.rate}배와 ${slowBurn.rate}배입니다.`,
    },
    width: 12,
    height: 8,
    queries: [
      graph(burnRate(fastBurn.long.range), `${fastBurn.long.range} {{component}}`),
      graph(burnRate(slowBurn.long.range), `${slowBurn.long.range} {{component}}`),
    ],
    look: language =>
      lines('none', language)
        .thresholds(thresholds('transparent', [slowBurn.rate, 'orange'], [fastBurn.rate, 'red']))
        .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Line)),
  },
];
