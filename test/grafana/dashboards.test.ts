/** The rules of grafana/dashboard-linter that apply, and a few of our own. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { type DashboardFile, dashboardFiles } from '../../grafana/source/index.ts';
import { metricHeads } from '../../src/publish/reference.ts';
import {
  expressionsOf,
  labelQueriesOf,
  metricsIn,
  panelsOf,
  syntaxErrors,
  withVariables,
} from '../support/promql.ts';

const folder = join(import.meta.dirname, '../../grafana');

const chosen = { server: 'a.example', range: '24h', rangeSeconds: 86_400 };

/** Of Prometheus itself, and of the process: not in our catalogue. */
const foreign = /^(?:ALERTS|scrape_\w+|process_\w+|nodejs_\w+)$/;

/** Windows of an objective are fixed, whatever the graph shows. */
const fixedWindows = new Set(['1d', '30d', '1h', '6h']);

/** Panels that give their values a colour. */
const coloured = new Set(['stat', 'bargauge', 'state-timeline', 'status-history']);

interface Box {
  readonly title?: string;
  readonly id?: number;
  readonly gridPos?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

for (const file of dashboardFiles) {
  const panels = panelsOf(file);
  const expressions = expressionsOf(file).map(({ where, expr }) => ({
    where,
    expr,
    filled: withVariables(expr, chosen),
  }));

  test(`${file.file} is what the code makes of it`, async () => {
    assert.equal(await readFile(join(folder, file.file), 'utf8'), file.content, 'run: npm run docs');
  });

  test(`${file.file}: every panel has a title, a description, a unit or words for its values, and a query`, () => {
    for (const panel of panels) {
      const { title, description, targets, fieldConfig } = asRecord(panel);
      assert.ok(isText(title) && isText(description), JSON.stringify(title));
      const { unit, mappings } = asRecord(asRecord(fieldConfig)['defaults']);
      const hasWords = [mappings ?? []].flat().some(mapping => asRecord(mapping)['type'] !== 'special');
      const isTable = panel.type === 'table';
      assert.ok(isText(unit) || hasWords || isTable, `${String(title)}: no unit`);
      assert.ok(Array.isArray(targets) && targets.length > 0, `${String(title)}: no query`);
      const refIds = targets.map(target => asRecord(target)['refId']);
      assert.deepEqual(
        refIds,
        'ABCDEFGH'.split('').slice(0, targets.length),
        `${String(title)}: links to its queries`,
      );
    }
  });

  test(`${file.file}: ids are unique, and no panel lies on another`, () => {
    const boxes: readonly Box[] = file.dashboard.panels ?? [];
    const ids = [...boxes.map(({ id }) => id), ...panels.map(panel => asRecord(panel)['id'])];
    assert.equal(new Set(ids).size, new Set([...boxes, ...panels]).size);
    assert.ok(ids.every(id => typeof id === 'number' && id > 0));
    for (const [index, box] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        assert.ok(!overlaps(box, other), `${box.title} lies on ${other.title}`);
      }
    }
  });

  test(`${file.file}: one file for import and provisioning, with one data source to choose`, () => {
    const json = JSON.parse(file.content);
    assert.deepEqual(json.__inputs, []);
    assert.doesNotMatch(file.content, /\$\{DS_/);
    assert.equal(json.editable, false);
    assert.ok(json.schemaVersion <= 42 && json.schemaVersion >= 36);
    const variables: readonly Record<string, unknown>[] = json.templating.list;
    const sources = variables.filter(({ type }) => type === 'datasource');
    assert.deepEqual(
      sources.map(({ name, label }) => [name, label]),
      [['datasource', 'Data source']],
    );
    const job = variables.find(({ name }) => name === 'job');
    assert.deepEqual([job?.['multi'], job?.['allValue']], [true, '.+']);
    for (const { type, refresh, name } of variables) {
      if (type === 'query')
        assert.equal(refresh, 2, `${String(name)} is not read anew for another time range`);
    }
    for (const panel of panels) {
      const { datasource, targets = [] } = asRecord(panel);
      for (const source of [datasource, ...[targets].flat().map(target => asRecord(target)['datasource'])]) {
        assert.deepEqual(source, { type: 'prometheus', uid: '${datasource}' });
      }
    }
  });

  test(`${file.file}: every variable but the objective is read from labels of the chosen job`, () => {
    const read = labelQueriesOf(file);
    assert.equal(read.length, file.content.match(/"type": "query"/g)?.length);
    for (const { where, expr } of read) {
      assert.deepEqual(syntaxErrors(withVariables(expr, chosen)), [], where);
      if (!where.endsWith(' job')) assert.match(expr, /\{job=~"\$job"/, where);
    }
  });

  test(`${file.file}: every query is PromQL`, () => {
    for (const { where, filled } of expressions) assert.deepEqual(syntaxErrors(filled), [], where);
    assert.notDeepEqual(syntaxErrors('sum(rate(up[5m])'), [], 'the check itself sees nothing');
  });

  test(`${file.file}: every query keeps to the chosen job`, () => {
    for (const { where, expr, filled } of expressions) {
      for (const metric of metricsIn(filled)) {
        if (metric === 'ALERTS') continue;
        const selectors = expr.split(new RegExp(`\\b${metric}\\b`)).slice(1);
        assert.ok(selectors.length > 0, where);
        for (const selector of selectors) assert.match(selector, /^\{job=~"\$job",/, `${where}: ${metric}`);
      }
    }
  });

  test(`${file.file}: rates follow the graph's resolution, and counters stand under one`, () => {
    for (const { where, expr } of expressions) {
      for (const [, name, window] of expr.matchAll(/\b(rate|increase)\([^[]*\[([^\]]+)\]/g)) {
        const isRight =
          window === '$__rate_interval' || window === '$__range' || fixedWindows.has(window ?? '');
        assert.ok(isRight, `${where}: ${name}[${window}]`);
      }
      for (const [before] of expr.matchAll(/(\w+\()?\w+_total\b/g)) {
        assert.match(before, /^(?:rate|increase)\(/, where);
      }
    }
  });

  test(`${file.file}: a server is compared as it is, since Grafana escapes no single choice`, () => {
    assert.doesNotMatch(file.content, /server=~/);
  });

  test(`${file.file}: a graph of months is asked for few points`, () => {
    for (const panel of panels) {
      const { interval, targets = [] } = asRecord(panel);
      const months = [targets]
        .flat()
        .map(asRecord)
        .filter(({ range, expr }) => range === true && String(expr).includes('[30d]'));
      if (months.length > 0) assert.equal(interval, '30m', panel.title);
    }
  });

  test(`${file.file}: every metric is in the catalogue`, () => {
    const known = new Set(
      metricHeads().flatMap(({ name, type }) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    );
    for (const { where, filled } of expressions) {
      for (const metric of metricsIn(filled)) {
        assert.ok(known.has(metric) || foreign.test(metric), `${where}: ${metric}`);
      }
    }
  });

  test(`${file.file}: what is not known is neither green nor red`, () => {
    for (const panel of panels) {
      const { mappings = [], noValue } = asRecord(asRecord(asRecord(panel)['fieldConfig'])['defaults']);
      assert.ok(isText(noValue), `${panel.title}: nothing to say where nothing is known`);
      const ofNothing = [mappings].flat().filter(mapping => asRecord(mapping)['type'] === 'special');
      // Without a mapping these give it the colour of the lowest threshold.
      assert.equal(ofNothing.length, coloured.has(panel.type) ? 1 : 0, panel.title);
      for (const mapping of ofNothing) {
        const { match, result } = asRecord(asRecord(mapping)['options']);
        assert.deepEqual([match, asRecord(result)['color']], ['null+nan', 'text'], panel.title);
      }
    }
  });

  test(`${file.file}: Grafana leaves gaps as they are, and shows words in place of thresholds`, () => {
    for (const panel of panels) {
      const { fieldConfig, interval } = asRecord(panel);
      const { custom, color } = asRecord(asRecord(fieldConfig)['defaults']);
      // Any threshold but the step of the query ends the gaps (applyNullInsertThreshold in @grafana/data).
      assert.equal(asRecord(custom)['insertNulls'], undefined, `${panel.title}: gaps are filled`);
      if (panel.type !== 'state-timeline') continue;
      // Otherwise it merges values by thresholds (mergeThresholdValues in Grafana's TimelineChart).
      assert.equal(asRecord(color)['mode'], 'fixed', `${panel.title}: its mappings are not used`);
      assert.equal(interval, '1m', `${panel.title}: a step between two scrapes would be a gap`);
    }
  });
}

test('both languages show the same queries at the same places', () => {
  const shape = ({ dashboard, ...file }: DashboardFile): unknown => ({
    boxes: (dashboard.panels ?? []).map(({ id, gridPos, type }) => ({ id, gridPos, type })),
    exprs: expressionsOf({ dashboard, ...file }).map(({ expr }) => expr),
  });
  const [english, korean, englishExporter, koreanExporter] = dashboardFiles.map(shape);
  assert.deepEqual(english, korean);
  assert.deepEqual(englishExporter, koreanExporter);
});

test('no Korean title is left in English', () => {
  const [english, korean] = dashboardFiles.map(panelsOf);
  const same = (english ?? []).filter((panel, index) => {
    const other = korean?.[index];
    return asRecord(panel)['description'] === asRecord(other)['description'];
  });
  assert.deepEqual(
    same.map(({ title }) => title),
    [],
  );
});

test('what the linter is told to let pass are dashboards that exist', async () => {
  const { exclusions } = parse(await readFile(join(folder, 'dashboards/.lint'), 'utf8'));
  const titles = dashboardFiles.map(({ dashboard }) => dashboard.title);
  for (const { entries } of Object.values<{ readonly entries: readonly { readonly dashboard: string }[] }>(
    exclusions,
  )) {
    for (const { dashboard } of entries) assert.ok(titles.includes(dashboard), dashboard);
  }
});

function overlaps({ gridPos: a }: Box, { gridPos: b }: Box): boolean {
  if (a === undefined || b === undefined) return true;
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
