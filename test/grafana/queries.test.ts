/** Every query of every dashboard, put to a real Prometheus while something is broken. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import test from 'node:test';
import { dashboardFiles } from '../../grafana/source/index.ts';
import { startDaemon } from '../support/daemon.ts';
import { pastOf } from '../support/past.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { expressionsOf, labelQueriesOf, withVariables } from '../support/promql.ts';
import { eventually, freePort, requireProgram, temporaryFolder } from '../support/real-programs.ts';
import { selfSigned } from '../support/tls.ts';

const english = dashboardFiles.filter(({ dashboard }) => !dashboard.uid?.endsWith('-ko'));

test('every query of every dashboard finds something, long ranges within a second', async t => {
  const path = await requireProgram(t, 'prometheus');
  const promtool = await requireProgram(t, 'promtool');
  if (path === null || promtool === null) return;
  await using folder = await temporaryFolder();
  const demoPort = await freePort();
  const server = `mastodon.localhost:${demoPort}`;
  await using secure = await startSecure(folder.path);
  await using daemon = await startDaemon(configuration(demoPort, secure.port));
  await breakParts(demoPort, ['web_frontend_broken']);
  await eventually('a diagnosis', async () =>
    (await daemon.metrics()).includes('fedistatus_diagnosis{') ? true : undefined,
  );

  const scrape = await (await daemon.get('/metrics', { Accept: 'application/openmetrics-text' })).text();
  const labels = { location: 'lab' };
  const openMetrics = pastOf(scrape, {
    until: Math.floor(Date.now() / 1000) - 3600,
    days: 90,
    stepSeconds: 7200,
    labels: { ...labels, job: 'fedistatus', instance: `127.0.0.1:${daemon.port}` },
  });
  const rules = join(folder.path, 'rules.yml');
  await writeFile(rules, alertRule);
  const past = { promtool, openMetrics };
  await using prometheus = await startPrometheus(path, daemon.port, {
    intervalSeconds: 1,
    labels,
    rules: [rules],
    past,
  });
  await eventually(
    'alerts and rates',
    async () => {
      const found = await prometheus.query(
        'count(ALERTS) and count(rate(fedistatus_probes_total[1m]) > 0) and count(fedistatus_state{state="outage"} == 1)',
      );
      return found.length > 0 ? true : undefined;
    },
    30_000,
  );

  const empty: string[] = [];
  const slow: string[] = [];
  for (const file of english) {
    for (const { where, expr } of expressionsOf(file)) {
      const today = withVariables(expr, { server, range: '24h', rangeSeconds: 86_400 });
      if ((await prometheus.query(today)).length === 0) empty.push(`${where}: ${today}`);
      const quarter = withVariables(expr, { server, range: '90d', rangeSeconds: 90 * 86_400 });
      const { tookMs } = await prometheus.range(quarter.replaceAll('[1m]', '[1d]'), {
        days: 90,
        stepSeconds: 86_400,
      });
      if (tookMs > 1000) slow.push(`${where}: ${Math.round(tookMs)} ms`);
    }
    for (const { where, expr, label } of labelQueriesOf(file)) {
      const found = await prometheus.query(
        withVariables(expr, { server, range: '24h', rangeSeconds: 86_400 }),
      );
      if (!found.some(({ metric }) => metric[label] !== undefined)) empty.push(`${where}: ${expr}`);
    }
  }
  assert.deepEqual(empty, []);
  assert.deepEqual(slow, []);
  const days = await prometheus.range('avg by (component) (avg_over_time(fedistatus_up[1d]))', {
    days: 90,
    stepSeconds: 86_400,
  });
  assert.ok(days.series >= 10, 'the past is not there');
});

const alertRule = `
groups:
  - name: test
    rules:
      - { alert: FedistatusComponentDown, expr: fedistatus_up == 0, labels: { severity: critical } }
`;

function configuration(demoPort: number, securePort: number): string {
  return `
history: memory
interval: 1s
timeout: 900ms
confirm: { failures: 1, successes: 1 }
references: ["http://mastodon.localhost:${demoPort}/health"]
demo: { listen: "127.0.0.1:${demoPort}" }
servers:
  - domain: mastodon.localhost:${demoPort}
    preset: mastodon
    account: admin
    object_storage: http://files.localhost:${demoPort}/check.txt
    components:
      freshness: { interval: 1s }
      host_meta: { interval: 1s }
      streaming_websocket: { interval: 1s }
      certificate: { type: tls, address: "127.0.0.1:${securePort}", tls: { verify: false } }
`;
}

async function breakParts(demoPort: number, faults: readonly string[]): Promise<void> {
  for (const fault of faults) {
    const { ok } = await fetch(`http://127.0.0.1:${demoPort}/_demo/faults/${fault}`, { method: 'PUT' });
    assert.ok(ok, fault);
  }
}

/** A server with a certificate. */
async function startSecure(folder: string): Promise<AsyncDisposable & { readonly port: number }> {
  const { certificate, key } = await selfSigned(folder);
  const server = createServer({ cert: await readFile(certificate), key: await readFile(key) });
  const port = await freePort();
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
