/** Makes the JSON of a dashboard of its panels. */
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel,
  type RowPanel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { DashboardLanguage, Text } from './language.ts';
import { datasource, type PanelDraft, targetsOf } from './panel.ts';
import type { Variable } from './variables.ts';

export interface DashboardDraft {
  readonly uid: string;
  readonly title: Text;
  readonly description: Text;
  readonly from: string;
  readonly variables: readonly Variable[];
  readonly sections: readonly Section[];
  readonly annotations: readonly Annotation[];
}

/** Panels below a heading, in reading order. */
export interface Section {
  readonly id: number;
  /** Null: without a heading, at the top. */
  readonly title: Text | null;
  readonly isCollapsed?: boolean;
  readonly panels: readonly PanelDraft[];
}

export interface Annotation {
  readonly name: Text;
  readonly expr: string;
  readonly color: string;
  readonly titleFormat: string;
  readonly textFormat: string;
}

/** The classic form: Grafana 13 and later migrate it when they read it, older ones and grafana.com expect it. */
export function buildDashboard(draft: DashboardDraft, language: DashboardLanguage): Dashboard {
  const builder = new DashboardBuilder(draft.title[language])
    .uid(language === 'en' ? draft.uid : `${draft.uid}-${language}`)
    .description(draft.description[language])
    .tags(['fedistatus'])
    .timezone('browser')
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: draft.from, to: 'now' })
    .refresh('30s')
    .variables(draft.variables.map(variable => variable(language)))
    .link(
      new DashboardLinkBuilder('fedistatus')
        .type(DashboardLinkType.Dashboards)
        .tags(['fedistatus'])
        .includeVars(true)
        .keepTime(true),
    );
  for (const { name, color, ...annotation } of draft.annotations) {
    builder.annotation(
      new AnnotationQueryBuilder()
        .name(name[language])
        .datasource(datasource)
        .enable(true)
        .iconColor(color)
        .expr(annotation.expr)
        .titleFormat(annotation.titleFormat)
        .textFormat(annotation.textFormat)
        .step('60s'),
    );
  }
  return { ...builder.build(), panels: layOut(draft.sections, language) };
}

function layOut(sections: readonly Section[], language: DashboardLanguage): (Panel | RowPanel)[] {
  const laid: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const { id, title, isCollapsed = false, panels } of sections) {
    if (title !== null) {
      const row = { type: 'row', id, title: title[language], collapsed: isCollapsed, panels: [] } as const;
      laid.push({ ...row, gridPos: { x: 0, y, w: columns, h: 1 }, panels: [] });
      y += 1;
    }
    const { placed, end } = flow(panels, y, language);
    const row = laid.at(-1);
    if (isCollapsed && row?.type === 'row' && 'panels' in row) row.panels.push(...placed);
    else laid.push(...placed);
    // What a collapsed row holds takes no room until it is opened, which moves the rest down.
    if (!isCollapsed) y = end;
  }
  return laid;
}

const columns = 24;

/** Side by side until the line is full, then below the highest of the line. */
function flow(
  drafts: readonly PanelDraft[],
  top: number,
  language: DashboardLanguage,
): { readonly placed: readonly Panel[]; readonly end: number } {
  const placed: Panel[] = [];
  let x = 0;
  let y = top;
  let height = 0;
  for (const draft of drafts) {
    if (x + draft.width > columns) {
      y += height;
      x = 0;
      height = 0;
    }
    placed.push(panelOf(draft, { x, y, w: draft.width, h: draft.height }, language));
    x += draft.width;
    height = Math.max(height, draft.height);
  }
  return { placed, end: y + height };
}

function panelOf(
  { id, title, description, queries, look }: PanelDraft,
  gridPos: NonNullable<Panel['gridPos']>,
  language: DashboardLanguage,
): Panel {
  return {
    ...look(language).build(),
    id,
    title: title[language],
    description: description[language],
    gridPos,
    datasource,
    targets: targetsOf(queries, language),
  };
}
