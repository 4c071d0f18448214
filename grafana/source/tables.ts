/** Tables: several queries by component, side by side in one row for each. */
import {
  type DashboardLinkBuilder,
  type DataTransformerConfig,
  type DynamicConfigValue,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { DashboardLanguage, Text } from './language.ts';
import { noDataText } from './mappings.ts';

export interface Column {
  /** Of the data: a label, or `Value #A` for the first query. */
  readonly field: string;
  readonly title: Text;
  /** What makes it readable: unit, mappings, links. */
  readonly properties?: (language: DashboardLanguage) => readonly DynamicConfigValue[];
}

/** A table with these columns in this order, and no others. */
export function table(columns: readonly Column[], language: DashboardLanguage): TableBuilder {
  const builder = new TableBuilder()
    .noValue(noDataText[language])
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation(onlyColumns(columns))
    .withTransformation(named(columns, language));
  for (const { title, properties } of columns) {
    if (properties !== undefined) builder.overrideByName(title[language], [...properties(language)]);
  }
  return builder;
}

function onlyColumns(columns: readonly Column[]): DataTransformerConfig {
  return {
    id: 'filterFieldsByName',
    options: { include: { names: columns.map(({ field }) => field) } },
  };
}

function named(columns: readonly Column[], language: DashboardLanguage): DataTransformerConfig {
  return {
    id: 'organize',
    options: {
      excludeByName: {},
      indexByName: Object.fromEntries(columns.map(({ field }, index) => [field, index])),
      renameByName: Object.fromEntries(columns.map(({ field, title }) => [field, title[language]])),
    },
  };
}

export const componentColumn: Column = { field: 'component', title: { en: 'Component', ko: '구성 요소' } };

/** A link in the cells of a column. */
export function linkTo(link: DashboardLinkBuilder): DynamicConfigValue {
  return { id: 'links', value: [link.build()] };
}
