/** PromQL as the dashboards hold it: its variables, its syntax, and its answers. */
import { parser } from '@prometheus-io/lezer-promql';
import type { DashboardFile } from '../../grafana/source/index.ts';

/** An expression and where it stands. */
export interface Expression {
  readonly where: string;
  readonly expr: string;
}

interface AnyPanel {
  readonly type: string;
  readonly title?: string;
  readonly targets?: readonly object[];
  readonly panels?: readonly AnyPanel[];
}

/** Every panel, those in rows too; rows themselves are none. */
export function panelsOf({ dashboard }: DashboardFile): readonly AnyPanel[] {
  const all: readonly AnyPanel[] = dashboard.panels ?? [];
  return all.flatMap(panel => (panel.type === 'row' ? (panel.panels ?? []) : [panel]));
}

/** Every expression of panels and annotations. */
export function expressionsOf(file: DashboardFile): readonly Expression[] {
  const panels = panelsOf(file).flatMap(({ title = '', targets = [] }) =>
    targets.map(target => ({ where: `${file.file}: ${title}`, expr: textOf(target, 'expr') })),
  );
  const annotations = (file.dashboard.annotations?.list ?? []).map(annotation => ({
    where: `${file.file}: annotation ${annotation.name}`,
    expr: textOf(annotation, 'expr'),
  }));
  return [...panels, ...annotations];
}

/** The queries of the variables: `label_values(SERIES, LABEL)`. */
export function labelQueriesOf({
  file,
  dashboard,
}: DashboardFile): readonly (Expression & { readonly label: string })[] {
  return (dashboard.templating?.list ?? []).flatMap(({ name, definition = '' }) => {
    const [, expr, label] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? [];
    return expr === undefined || label === undefined
      ? []
      : [{ where: `${file}: variable ${name}`, expr, label }];
  });
}

function textOf(value: object, key: string): string {
  return String(Object.entries(value).find(([name]) => name === key)?.[1] ?? '');
}

export interface Chosen {
  readonly server: string;
  /** Such as `24h`. */
  readonly range: string;
  readonly rangeSeconds: number;
}

/** What Grafana puts in for its variables. */
export function withVariables(expr: string, { server, range, rangeSeconds }: Chosen): string {
  const values: Readonly<Record<string, string>> = {
    server,
    job: '.+',
    instance: '.+',
    component: '.+',
    location: '.*',
    slo: '0.995',
    __interval: '1m',
    __rate_interval: '1m',
    __range: range,
    __range_s: String(rangeSeconds),
  };
  return expr.replace(/\$(\w+)/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the variable $${name} is unknown`);
    return value;
  });
}

/** Where the syntax is wrong; empty for good PromQL. */
export function syntaxErrors(expr: string): readonly string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) found.push(`at ${from}: ${expr.slice(from, to + 10)}`);
    },
  });
  return found;
}

/** The names of the metrics in an expression. */
export function metricsIn(expr: string): readonly string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'VectorSelector') found.push(/^[\w:]+/.exec(expr.slice(from, to))?.[0] ?? '');
    },
  });
  return found.filter(name => name !== '');
}
