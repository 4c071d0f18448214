/** The looks that several panels share. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  type Panel,
  type ThresholdsConfigBuilder,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { settings } from '../../deploy/source/settings.ts';
import type { DashboardLanguage } from './language.ts';
import { noData, noDataText } from './mappings.ts';
import { thresholds } from './panel.ts';

/** One number, coloured by thresholds or mappings; grey where nothing is known. */
export function number(language: DashboardLanguage): StatBuilder {
  return new StatBuilder()
    .noValue(noDataText[language])
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .reduceOptions(lastValue())
    .mappings([noData(language)])
    .colorScheme(byThresholds())
    .thresholds(thresholds('text'));
}

/** A number of things. */
export function count(language: DashboardLanguage): StatBuilder {
  return number(language).unit('none').decimals(0);
}

/** A number whose meaning is a word: a coloured tile. */
export function tile(mappings: ValueMapping[], language: DashboardLanguage): StatBuilder {
  return number(language)
    .colorMode(BigValueColorMode.Background)
    .textMode(BigValueTextMode.ValueAndName)
    .mappings(mappings);
}

/** What was said last, also when that was long ago: nothing is made up for a gap. */
export function lastValue(): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);
}

/** The share of its life that a certificate has left, as the alerts judge it. */
export function lifeLeftThresholds(): ThresholdsConfigBuilder {
  const { certificateCritical, certificateWarning } = settings;
  return thresholds('red', [certificateCritical, 'orange'], [certificateWarning, 'green']);
}

export function byThresholds(): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
}

/**
 * Words over time. They are coloured by their mappings alone: by thresholds, Grafana merges what lies between two of them,
 * and shows the threshold in place of the word. A gap stays one as long as nothing is set for it: Grafana then knows the
 * step of the query. That is a minute at least, within which every usual interval of scrapes has a value.
 */
export function timeline(mappings: ValueMapping[], language: DashboardLanguage): StateTimelineBuilder {
  return new StateTimelineBuilder()
    .noValue(noDataText[language])
    .mappings(mappings)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor('text'))
    .interval('1m')
    .mergeValues(true)
    .showValue(VisibilityMode.Auto)
    .rowHeight(0.85)
    .fillOpacity(80)
    .legend(legendBelow());
}

/** Lines over time, from zero. */
export function lines(unit: string, language: DashboardLanguage): TimeSeriesBuilder {
  return new TimeSeriesBuilder()
    .noValue(noDataText[language])
    .unit(unit)
    .min(0)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(VisibilityMode.Never)
    .legend(legendBelow())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
}

/** The parts of a whole over time. */
export function stacked(unit: string, language: DashboardLanguage): TimeSeriesBuilder {
  return lines(unit, language)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
    .fillOpacity(60);
}

export function legendBelow(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom);
}

/** The type of every look. */
export type Look = Builder<Panel>;
