/** From a fault to a message: the daemon, Prometheus, Alertmanager and a webhook, all of them real. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import {
  type Hook,
  hurriedRoutes,
  hurriedRules,
  messagesOf,
  type ReceivedAlert,
  startAlertmanager,
  startHook,
} from '../support/alertmanager.ts';
import { startDaemon } from '../support/daemon.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { eventually, freePort, requireProgram, temporaryFolder } from '../support/real-programs.ts';

const patienceMs = 25_000;

test('a fault becomes one message with its reason, cause and runbook, and the recovery another', async t => {
  const path = await requireProgram(t, 'prometheus');
  const alertmanagerPath = await requireProgram(t, 'prometheus-alertmanager');
  if (path === null || alertmanagerPath === null) return;
  await using folder = await temporaryFolder();
  const rules = join(folder.path, 'rules.yaml');
  await writeFile(rules, await hurriedRules());
  const demoPort = await freePort();
  await using daemon = await startDaemon(configuration(demoPort));
  await using hook = await startHook();
  await using alertmanager = await startAlertmanager(alertmanagerPath, await hurriedRoutes(hook.url));
  await using prometheus = await startPrometheus(path, daemon.port, {
    intervalSeconds: 1,
    labels: { location: 'lab' },
    rules: [rules],
    alertmanagers: [alertmanager.port],
  });
  const known = async (query: string): Promise<void> => {
    const found = async (): Promise<true | undefined> =>
      (await prometheus.query(query)).length > 0 ? true : undefined;
    await eventually(query, found, patienceMs);
  };
  await known('count(fedistatus_state{state="operational"} == 1) == 9');

  await t.test('one part breaks', async () => {
    await setFault(demoPort, 'PUT', 'web_frontend_broken');
    const { labels, annotations } = await arrival(hook, 'FedistatusComponentDown', 'firing');
    assert.equal(labels['severity'], 'critical');
    assert.match(annotations['description'] ?? '', /Reason: http_status\. Likely cause: web_frontend_broken/);
    assert.match(annotations['runbook_url'] ?? '', /\/alerts\/FedistatusComponentDown\.md$/);
    assert.match(annotations['dashboard_url'] ?? '', /var-server=mastodon\.localhost/);
    await setFault(demoPort, 'DELETE', 'web_frontend_broken');
    await arrival(hook, 'FedistatusComponentDown', 'resolved');
    assert.deepEqual([...new Set(firingSince(hook, 0))], ['FedistatusComponentDown']);
  });

  await t.test('the whole server is one message, also while it comes back part by part', async () => {
    await known(allIsWell);
    const before = hook.bodies.length;
    await setFault(demoPort, 'PUT', 'server_unreachable');
    const { annotations } = await arrival(hook, 'FedistatusServerDown', 'firing');
    assert.match(annotations['description'] ?? '', /Likely cause: server_unreachable/);
    assert.match(annotations['runbook_url'] ?? '', /\/alerts\/FedistatusServerDown\.md$/);
    await known('count(ALERTS{alertname="FedistatusComponentDown",alertstate="firing"}) > 6');
    await setFault(demoPort, 'DELETE', 'server_unreachable');
    await arrival(hook, 'FedistatusServerDown', 'resolved');
    await known(allIsWell);
    assert.deepEqual(firingSince(hook, before), ['FedistatusServerDown']);
  });

  await t.test('announced work is silent', async () => {
    const before = hook.bodies.length;
    const now = Date.now();
    const window = { title: 'Upgrade', from: new Date(now - 60_000), until: new Date(now + 600_000) };
    const config = await readFile(daemon.configFile, 'utf8');
    await writeFile(daemon.configFile, `${config}\nmaintenance: [${JSON.stringify(window)}]\n`);
    daemon.program.kill('SIGHUP');
    await known('count(fedistatus_maintenance == 1) == 9');
    await setFault(demoPort, 'PUT', 'web_process_down');
    // Longer than any of the hurried rules waits.
    await known('count(count_over_time((fedistatus_up{component="api"} == 0)[6s:1s]) >= 6)');
    assert.deepEqual(firingSince(hook, before), []);
  });

  await t.test('an exporter that is gone is missed', async () => {
    daemon.program.kill('SIGKILL');
    const { annotations } = await arrival(hook, 'FedistatusExporterAbsent', 'firing');
    assert.match(annotations['summary'] ?? '', /does not answer/);
  });
});

/** Nothing fails, and no alert stands. */
const allIsWell =
  'count(fedistatus_state{state="operational"} == 1) == 9 unless count(ALERTS{alertname!="FedistatusWatchdog"})';

/** One name for each message about something that fires, in their order. */
function firingSince(hook: Hook, before: number): readonly (string | undefined)[] {
  return messagesOf(hook)
    .slice(before)
    .map(alerts => alerts.find(({ status }) => status === 'firing')?.labels['alertname'])
    .filter(name => name !== undefined);
}

async function arrival(
  hook: Hook,
  alertname: string,
  status: ReceivedAlert['status'],
): Promise<ReceivedAlert> {
  return await eventually(
    `${alertname} ${status}`,
    () =>
      Promise.resolve(
        messagesOf(hook)
          .flat()
          .find(alert => alert.labels['alertname'] === alertname && alert.status === status),
      ),
    patienceMs,
  );
}

async function setFault(demoPort: number, method: string, fault: string): Promise<void> {
  const { ok } = await fetch(`http://127.0.0.1:${demoPort}/_demo/faults/${fault}`, { method });
  assert.ok(ok, fault);
}

function configuration(demoPort: number): string {
  return `
history: memory
interval: 1s
timeout: 900ms
confirm: { failures: 1, successes: 1 }
demo: { listen: "127.0.0.1:${demoPort}" }
servers:
  - domain: mastodon.localhost:${demoPort}
    preset: mastodon
    account: admin
    object_storage: http://files.localhost:${demoPort}/check.txt
    components:
      host_meta: { interval: 3s }
      streaming_websocket: { interval: 1s }
`;
}
