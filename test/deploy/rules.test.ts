/** The rules as files: what promtool, the catalogue and the reader of a message want of them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { alertGroups } from '../../deploy/source/alerts.ts';
import { deployFiles } from '../../deploy/source/index.ts';
import { metricHeads } from '../../src/publish/reference.ts';
import { metricsIn, syntaxErrors } from '../support/promql.ts';
import { requireProgram } from '../support/real-programs.ts';
import { rulesFile } from '../support/rule-story.ts';

const root = join(import.meta.dirname, '../..');
const alerts = alertGroups.flatMap(({ rules }) => rules);

test('promtool finds nothing to complain of in the rules', async t => {
  const promtool = await requireProgram(t, 'promtool');
  if (promtool === null) return;
  await promisify(execFile)(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', rulesFile]);
});

test('the files are what the code makes of the rules', async () => {
  for (const { file, content } of deployFiles) {
    assert.equal(await readFile(join(root, 'deploy', file), 'utf8'), content, `${file}: npm run docs`);
  }
});

test('every alert has a severity, words, and a page', async () => {
  for (const { alert, annotations, labels } of alerts) {
    assert.match(alert, /^Fedistatus[A-Z]\w+$/);
    assert.deepEqual(Object.keys(labels), ['severity']);
    for (const text of Object.values(annotations)) assert.notEqual(text, '');
    await access(join(root, 'docs/alerts', `${alert}.md`));
    // What fails has a reason and a cause; a certificate has a date, and an exporter only itself.
    const fails =
      annotations.dashboard_url.includes('fedistatus-components') && !alert.includes('Certificate');
    if (fails) assert.match(annotations.description, /Reason: .+ Likely cause: /, alert);
  }
});

/** Prometheus' own, and one of prom-client's. */
const foreign: ReadonlySet<string> = new Set(['up', 'ALERTS', 'process_start_time_seconds']);

test('every metric of the rules is in the catalogue, or recorded', () => {
  const groups = alertGroups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
  const known = new Set(
    metricHeads().flatMap(({ name, type }) => (type === 'histogram' ? [`${name}_bucket`] : [name])),
  );
  for (const expr of groups) {
    assert.deepEqual(syntaxErrors(expr), [], expr);
    for (const metric of metricsIn(expr)) {
      assert.ok(known.has(metric) || foreign.has(metric) || metric.includes(':'), metric);
    }
  }
});

test('the list of alerts says of each what its own page says', async () => {
  const list = await readFile(join(root, 'docs/alerts/README.md'), 'utf8');
  for (const { alert, labels } of alerts) {
    const page = await readFile(join(root, 'docs/alerts', `${alert}.md`), 'utf8');
    const [heading, severity, meaning] = page.split('\n\n');
    assert.deepEqual([heading, severity], [`# ${alert}`, `Severity: ${labels.severity}`]);
    assert.ok(list.includes(`| [${alert}](${alert}.md) | ${labels.severity} | ${meaning} |\n`), alert);
  }
  assert.equal(list.match(/^\| \[/gm)?.length, alerts.length);
});
