import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJsonPath } from '../../src/core/json-path.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { collectFamilies } from '../../src/publish/catalogue/family.ts';
import { createCatalogue } from '../../src/publish/catalogue.ts';
import type { ExpositionFormat } from '../../src/publish/exposition.ts';
import { textOfPage } from '../../src/publish/exposition.ts';
import { unitOf } from '../../src/publish/metric-family.ts';
import { metricHeads, metricsReference } from '../../src/publish/reference.ts';
import { assertGolden } from '../support/golden.ts';
import { samplesOf } from '../support/samples.ts';
import {
  answer,
  emptySnapshot,
  failingSnapshot,
  fullSnapshot,
  resultOf,
  someComponent,
  someCounts,
  someInstant,
} from '../support/snapshots.ts';

const catalogue = createCatalogue({ version: '1.2.3', nodeVersion: '24.0.0' });

async function write(snapshot: Snapshot, format: ExpositionFormat = 'text'): Promise<string> {
  return await textOfPage(collectFamilies(catalogue, snapshot), format);
}

/** The series of one component, without their labels `server` and `component`. */
async function seriesOf(snapshot: Snapshot, component: string): Promise<readonly string[]> {
  const text = await write(snapshot);
  return text
    .split('\n')
    .filter(line => line.includes(`,component="${component}"`))
    .map(line => line.replace(/\{server="[^"]*",component="[^"]*",?/, '{').replace('{}', ''));
}

test('names, types, labels and help are those of the golden catalogue', async () => {
  const lines = metricHeads().map(({ name, type, labels, help }) =>
    [name, type, labels.join(','), help].join('\t'),
  );
  await assertGolden('metrics-catalogue.txt', `${lines.join('\n')}\n`);
});

test('the text format of a fixed snapshot is the golden one', async () => {
  await assertGolden('metrics.txt', await write(fullSnapshot()));
});

test('the OpenMetrics text of a fixed snapshot is the golden one', async () => {
  await assertGolden('metrics.openmetrics.txt', await write(fullSnapshot(), 'openmetrics'));
});

test('every name keeps the conventions', () => {
  for (const { name, type, labels, help } of metricHeads()) {
    assert.match(name, /^fedistatus_[a-z0-9_]+$/);
    assert.equal(name.endsWith('_total'), type === 'counter', name);
    assert.match(help, /^[A-Z].*\.$/, name);
    for (const label of labels) assert.doesNotMatch(label, /^(?:instance|job|location|le)$/);
  }
});

test('every sample has exactly the labels that the catalogue promises', () => {
  for (const family of catalogue) {
    for (const { labels, extra } of samplesOf(family.collect(fullSnapshot()))) {
      const names = [...Object.keys(labels), ...(extra === undefined ? [] : [extra.name])];
      assert.deepEqual(
        names.filter(name => name !== 'le'),
        family.labels,
        family.name,
      );
    }
  }
});

const alwaysThere =
  /^fedistatus_(?:state|maintenance|probes_total|probe_failures_total|probe_duration|missed|internal|probe_interval|component_info)/;

test('a component not probed yet has counters, interval and info, and nothing else', async () => {
  const series = await seriesOf(fullSnapshot(), 'streaming');
  assert.deepEqual(
    series.filter(line => !alwaysThere.test(line)),
    [],
  );
  assert.ok(series.includes('fedistatus_probe_failures_total{reason="dns"} 0'));
});

test('a component whose result is too old keeps the time of its last probe and no gauge of it', async () => {
  const series = await seriesOf(fullSnapshot(), 'user_page');
  assert.deepEqual(
    series.filter(line => !alwaysThere.test(line)),
    ['fedistatus_last_probe_timestamp_seconds 1795316636.678'],
  );
});

test('a failure before an answer has no latency, status, keyword or cache, but its certificate', async () => {
  const series = await seriesOf(failingSnapshot(), 'api');
  assert.deepEqual(
    series.filter(line => !alwaysThere.test(line) && !line.includes('last_probe')),
    [
      'fedistatus_up 0',
      'fedistatus_phase_seconds{phase="resolve"} 0.001',
      'fedistatus_phase_seconds{phase="connect"} 0.002',
      'fedistatus_failure{reason="tls"} 1',
      `fedistatus_tls_certificate_not_before_timestamp_seconds ${Date.UTC(2026, 9, 1) / 1000}`,
      `fedistatus_tls_certificate_not_after_timestamp_seconds ${Date.UTC(2026, 11, 30) / 1000}`,
    ],
  );
});

test('the age of content is that of the probe, and absent where nothing came that could be old', async () => {
  const path = parseJsonPath('$[0].created_at');
  assert.ok(path);
  const component = someComponent({ assertions: [{ kind: 'content_age', path, maxMs: 3_600_000 }] });
  const at = someInstant - component.name.length * 1000 - 90_500;
  const old = answer({ text: JSON.stringify([{ created_at: new Date(at).toISOString() }]) });
  for (const [outcome, series] of [
    [old, ['fedistatus_content_age_seconds 90.5']],
    [answer({ text: '[]' }), []],
  ] as const) {
    const result = resultOf(component, outcome);
    const entry = {
      component,
      current: result,
      last: result,
      state: null,
      failures: [],
      counts: someCounts(null, 1),
    };
    const lines = await seriesOf({ ...emptySnapshot(), components: [entry] }, 'api');
    assert.deepEqual(
      lines.filter(line => line.includes('_age_')),
      series,
    );
  }
});

test('a fault of our own is no word on the target', async () => {
  const component = someComponent();
  const result = resultOf(component, { kind: 'failure', code: 'internal', message: 'bug', phasesMs: {} });
  const entry = {
    component,
    current: result,
    last: result,
    state: null,
    failures: [],
    counts: someCounts(null, 0),
  };
  const series = await seriesOf({ ...emptySnapshot(), components: [entry] }, 'api');
  assert.deepEqual(
    series.filter(line => /_up|_failure\{|_latency/.test(line)),
    [],
  );
});

test('a slow answer is up and has no failure', async () => {
  const component = someComponent({ assertions: [{ kind: 'max_latency', limitMs: 1 }] });
  const result = resultOf(component, answer());
  assert.equal(result.verdict.result, 'warn');
  const entry = {
    component,
    current: result,
    last: result,
    state: null,
    failures: [],
    counts: someCounts(null, 1),
  };
  const series = await seriesOf({ ...emptySnapshot(), components: [entry] }, 'api');
  assert.deepEqual(
    series.filter(line => /_up|_failure\{/.test(line)),
    ['fedistatus_up 1'],
  );
});

test('a reference that was not asked yet has no sample', async () => {
  const text = await write(fullSnapshot());
  assert.deepEqual(text.match(/^fedistatus_reference_up.*$/gm), [
    'fedistatus_reference_up{reference="https://one.example"} 1',
    'fedistatus_reference_up{reference="tcp://192.0.2.1:53"} 0',
  ]);
});

test('units are base units at the end of the name', () => {
  assert.equal(unitOf({ name: 'a_cpu_seconds_total', type: 'counter' }), 'seconds');
  assert.equal(unitOf({ name: 'a_bytes', type: 'gauge' }), 'bytes');
  assert.equal(unitOf({ name: 'a_probes_total', type: 'counter' }), null);
});

test('the reference page has a row for each metric', () => {
  const page = metricsReference();
  for (const { name } of metricHeads()) assert.match(page, new RegExp(`^\\| \`${name}\` \\|`, 'm'));
});
