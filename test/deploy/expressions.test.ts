/** Every expression of every dashboard and rule, put to real programs while everything that it asks for is the case. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { ruleGroups } from '../../deploy/source/index.ts';
import { dashboardFiles } from '../../grafana/source/index.ts';
import { hurriedRules } from '../support/alertmanager.ts';
import type { Daemon } from '../support/daemon.ts';
import { pastOf } from '../support/past.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { expressionsOf, labelQueriesOf, withVariables } from '../support/promql.ts';
import { eventually, requireProgram, temporaryFolder } from '../support/real-programs.ts';
import { rulesFile } from '../support/rule-story.ts';
import { startTroubles } from '../support/troubles.ts';
import { startVictoriaMetrics } from '../support/victoria-metrics.ts';

/** Both languages hold the same expressions, as another test proves. */
const english = dashboardFiles.filter(({ dashboard }) => !dashboard.uid?.endsWith('-ko'));
const rules = ruleGroups.flatMap(group => [...group.rules]);
const alertNames = rules.flatMap(rule => ('alert' in rule ? [rule.alert] : [])).sort();

const labels = { location: 'lab' };
const patienceMs = 40_000;

test('every expression of every dashboard and rule finds something', async t => {
  const prometheusPath = await requireProgram(t, 'prometheus');
  const promtool = await requireProgram(t, 'promtool');
  const victoriaMetrics = await requireProgram(t, 'victoria-metrics');
  const vmalert = await requireProgram(t, 'vmalert');
  if (prometheusPath === null || promtool === null || victoriaMetrics === null || vmalert === null) return;
  await using folder = await temporaryFolder();
  await using troubles = await startTroubles();
  const { daemon, targets, server } = troubles;
  await using victoria = await startVictoriaMetrics({
    programs: { victoriaMetrics, vmalert },
    targets,
    labels,
    rules: withoutKeepFiring(await readFile(rulesFile, 'utf8')),
  });
  // Dashboards show what fires, which without hurry takes minutes.
  const hurried = join(folder.path, 'rules.yaml');
  await writeFile(hurried, await hurriedRules());
  await using prometheus = await startPrometheus(prometheusPath, targets, {
    intervalSeconds: 1,
    labels,
    rules: [hurried],
    past: { promtool, openMetrics: await quarterOf(daemon) },
  });

  await t.test('rules in Prometheus: every alert stands, every record is there', async () => {
    let standing: readonly string[] = [];
    await eventually(
      'every alert',
      async () => {
        const found = await prometheus.query('count by (alertname) (ALERTS)');
        standing = found.map(({ metric }) => metric['alertname'] ?? '').sort();
        return standing.length === alertNames.length || undefined;
      },
      patienceMs,
    ).catch(() => undefined);
    assert.deepEqual(standing, alertNames);
    for (const rule of rules) {
      const found = await prometheus.query(rule.expr);
      assert.notEqual(found.length, 0, 'alert' in rule ? rule.alert : rule.record);
    }
  });

  await t.test('dashboards in Prometheus: every query has a series', async () => {
    const today = { server, range: '24h', rangeSeconds: 86_400 };
    const empty: string[] = [];
    for (const { where, expr } of english.flatMap(expressionsOf)) {
      const found = await prometheus.query(atSomeHour(withVariables(expr, today)));
      if (found.length === 0) empty.push(`${where}: ${expr}`);
    }
    for (const { where, expr, label } of english.flatMap(labelQueriesOf)) {
      const found = await prometheus.query(withVariables(expr, today));
      if (!found.some(({ metric }) => metric[label] !== undefined)) empty.push(`${where}: ${expr}`);
    }
    assert.deepEqual(empty, []);
  });

  await t.test('ninety days are answered within a second', async () => {
    const quarter = { server, range: '90d', rangeSeconds: 90 * 86_400 };
    const slow: string[] = [];
    const daily = { days: 90, stepSeconds: 86_400 };
    for (const { where, expr } of english.flatMap(expressionsOf)) {
      // Grafana's `$__interval` of such a range.
      const filled = withVariables(expr, quarter).replaceAll('[1m]', '[1d]');
      const ask = async (): Promise<number> => (await prometheus.range(filled, daily)).tookMs;
      // Asked again if slow: another program may have had the processor.
      if ((await ask()) > 1000 && (await ask()) > 1000) slow.push(where);
    }
    assert.deepEqual(slow, []);
    const days = await prometheus.range('avg by (component) (avg_over_time(fedistatus_up[1d]))', daily);
    assert.ok(days.series >= 10, 'the past is not there');
  });

  await t.test('rules in VictoriaMetrics: every alert stands, with its texts', async () => {
    const evaluated = await eventually(
      'every alert in vmalert',
      async () => {
        const all = await victoria.rules();
        const missing = all.filter(({ alerts, name }) => alertNames.includes(name) && !alerts?.length);
        if (missing.length > 0) throw new Error(missing.map(({ name }) => name).join());
        return all;
      },
      patienceMs,
    );
    assert.equal(evaluated.length, rules.length);
    for (const { name, lastError, alerts } of evaluated) {
      assert.equal(lastError, '', name);
      for (const { annotations } of alerts ?? []) {
        assert.doesNotMatch(Object.values(annotations).join('\n'), /\{\{|<no value>|%!/, name);
      }
    }
    for (const rule of rules) {
      const found = await victoria.query(rule.expr);
      assert.notEqual(found.length, 0, 'alert' in rule ? rule.alert : rule.record);
    }
  });

  await t.test('dashboards in VictoriaMetrics: every query has a series', async () => {
    const recently = { server, range: '1h', rangeSeconds: 3600 };
    const empty: string[] = [];
    for (const { where, expr } of english.flatMap(expressionsOf)) {
      const filled = withVariables(expr, recently);
      // Its rules are not hurried: what they say is pending.
      const soon = filled.replace('alertstate="firing"', 'alertstate!=""');
      if ((await victoria.query(atSomeHour(soon))).length === 0) empty.push(`${where}: ${filled}`);
    }
    assert.deepEqual(empty, []);
  });
});

/** What looks ahead, as Grafana asks it at the beginning of a day: something at an hour of the last day. */
function atSomeHour(expr: string): string {
  return expr.includes('offset -') ? `last_over_time((${expr})[1d:1h])` : expr;
}

/** Ninety days up to an hour ago, made of what the exporter says now; the server ran an older version then. */
async function quarterOf(daemon: Daemon): Promise<string> {
  const scrape = await daemon.get('/metrics', { Accept: 'application/openmetrics-text' });
  const then = (await scrape.text()).replace(/(?<=fedistatus_server_info\{.*version=")[^"]+/, '0.1');
  return pastOf(then, {
    until: Math.floor(Date.now() / 1000) - 3600,
    days: 90,
    stepSeconds: 10_800,
    labels: { ...labels, job: 'fedistatus', instance: `127.0.0.1:${daemon.port}` },
  });
}

/** Debian's vmalert is of 2022: it knows all of the rules but `keep_firing_for`, which came with 1.92. */
function withoutKeepFiring(yaml: string): string {
  return yaml.replace(/^ +keep_firing_for: .+\n/gm, '');
}
