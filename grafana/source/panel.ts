/** A panel without its place, and the parts that most panels share. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  type Panel,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type { DashboardLanguage, Text } from './language.ts';

/** A panel of a dashboard, in every language. */
export interface PanelDraft {
  /** Never given to another panel: links to a panel hold it. */
  readonly id: number;
  readonly title: Text;
  readonly description: Text;
  /** Of 24 columns. */
  readonly width: number;
  /** In rows of the grid. */
  readonly height: number;
  readonly queries: readonly Query[];
  /** What is special about it; title, place, data source and queries are added. */
  readonly look: (language: DashboardLanguage) => Builder<Panel>;
}

export interface Query {
  readonly expr: string;
  /** A graph over the chosen time, or one value for now. */
  readonly over: 'time' | 'now';
  readonly legend?: string | Text;
  readonly format?: PromQueryFormat;
}

/** The variable that holds the Prometheus to ask. */
export const datasource = { type: 'prometheus', uid: '${datasource}' } as const;

/** A line in a graph for each series. */
export function graph(expr: string, legend: string | Text): Query {
  return { expr, over: 'time', legend };
}

/** One value for each series. */
export function now(expr: string, legend = '__auto'): Query {
  return { expr, over: 'now', legend };
}

/** A table of the labels and values of now. */
export function rows(expr: string): Query {
  return { expr, over: 'now', format: PromQueryFormat.Table };
}

/** The queries of a panel, named A, B, C… in their order. */
export function targetsOf(queries: readonly Query[], language: DashboardLanguage): Dataquery[] {
  return queries.map(({ expr, over, legend, format }, index) => {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode('A'.charCodeAt(0) + index))
      .datasource(datasource)
      .expr(expr);
    if (legend !== undefined) query.legendFormat(typeof legend === 'string' ? legend : legend[language]);
    if (format !== undefined) query.format(format);
    return (over === 'time' ? query.range() : query.instant()).build();
  });
}

/** Colours by value: the first from the very beginning, each other from its limit on. */
export function thresholds(
  first: string,
  ...others: readonly (readonly [from: number, color: string])[]
): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...others.map(([value, color]) => ({ value, color }))]);
}
