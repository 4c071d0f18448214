import assert from 'node:assert/strict';
import test from 'node:test';
import { type Daemon, sample, startDaemon, untilUp } from '../support/daemon.ts';
import { hostileServer } from '../support/hostile-server.ts';
import { eventually, freePort } from '../support/real-programs.ts';

interface Shown {
  readonly server: string;
  readonly component: string;
  readonly at: string;
  readonly up: boolean;
  readonly reason?: string;
  readonly code?: string;
  readonly message?: string;
  readonly latency_seconds?: number;
  readonly phases: Readonly<Record<string, number>>;
  readonly status?: number;
  readonly bytes?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly excerpt?: string;
  readonly assertions: readonly {
    kind: string;
    pass: boolean | null;
    expected: string;
    actual: string | null;
  }[];
}

interface ShownComponent {
  readonly server: string;
  readonly component: string;
  readonly up?: boolean;
  readonly probes: number;
  readonly last: Shown;
  readonly failures: readonly Shown[];
}

test('the debug view prints what /metrics exports, and keeps the last failures, newest first', async () => {
  const demoPort = await freePort();
  await using daemon = await startDaemon(`
interval: 1s
timeout: 900ms
evidence: { keep: 3, excerpt: 40B }
demo: { listen: "127.0.0.1:${demoPort}", software: mastodon, version: "4.5" }
servers:
  - domain: mastodon.localhost:${demoPort}
    preset: mastodon
    account: admin
`);
  await untilUp(daemon, { main_page: 1, api: 1, streaming: 1, activitypub: 1 });
  const fault = `http://127.0.0.1:${demoPort}/_demo/faults/web_process_down`;
  await (await fetch(fault, { method: 'PUT' })).text();
  await untilUp(daemon, { main_page: 0, api: 0, streaming: 1 });
  const broken = await sameInstant(daemon);
  const page = broken.find(({ component }) => component === 'main_page');
  assert.equal(page?.last.code, 'http_status');
  assert.match(page.last.message ?? '', /^status 50\d, expected 200/);
  assert.match(page.last.headers?.['server'] ?? '', /nginx/);
  assert.match(page.last.excerpt ?? '', /^<html>.*…$/);
  assert.deepEqual(page.last.assertions[0], {
    kind: 'status',
    pass: false,
    expected: page.last.assertions[0]?.expected,
    actual: '502',
  });
  await eventually(
    'three failures',
    async () => (await failuresOf(daemon, 'main_page')).length === 3 || undefined,
  );

  await (await fetch(fault, { method: 'DELETE' })).text();
  await untilUp(daemon, { main_page: 1, api: 1, streaming: 1 });
  const healed = await sameInstant(daemon);
  const { failures = [], last } = healed.find(({ component }) => component === 'main_page') ?? {};
  assert.equal(last?.up, true);
  assert.equal(failures.length, 3);
  const instants = failures.map(({ at }) => at);
  assert.deepEqual(instants, instants.toSorted().toReversed());
  assert.ok(failures.every(({ reason }) => reason === 'http_status'));
  assert.deepEqual(await failuresOf(daemon, 'streaming'), []);
});

test('whoever goes away ends the probe that was made for him', async () => {
  let left = 0;
  await using silent = await hostileServer(socket => void socket.once('end', () => (left += 1)));
  await using daemon = await startDaemon(`
interval: 60s
timeout: 30s
servers:
  - domain: a.localhost
    components: { page: { url: "http://127.0.0.1:${silent.port}/" } }
`);
  await eventually('the scheduled probe', async () => silent.connections === 1 || undefined);
  const controller = new AbortController();
  const path = '/probe?server=a.localhost&component=page';
  const asked = fetch(`http://127.0.0.1:${daemon.port}${path}`, {
    signal: controller.signal,
    headers: { 'X-Prometheus-Scrape-Timeout-Seconds': '30' },
  });
  await eventually('the probe on demand', async () => silent.received[1]?.includes('\r\n\r\n') || undefined);
  controller.abort();
  await assert.rejects(asked);
  await eventually('its end', async () => left === 1 || undefined);
  assert.equal(silent.connections, 2);
});

/** What /debug/components shows, once it and /metrics are about the same results: then they must agree. */
async function sameInstant(daemon: Daemon): Promise<readonly ShownComponent[]> {
  return await eventually('both pages of one instant', async () => {
    const before = await components(daemon);
    const text = await daemon.metrics();
    const isSame = before.every(({ last, ...labels }) => {
      const { server, component } = labels;
      const timestamp = sample(text, 'fedistatus_last_probe_timestamp_seconds', { server, component });
      return timestamp === Date.parse(last.at) / 1000;
    });
    if (!isSame) return undefined;
    for (const shown of before) assertAgreement(shown, text);
    return before;
  });
}

function assertAgreement({ server, component, up, probes, last }: ShownComponent, text: string): void {
  const value = (name: string, labels: Readonly<Record<string, string>> = {}): number | undefined =>
    sample(text, `fedistatus_${name}`, { server, component, ...labels });
  assert.equal(value('up'), Number(last.up), component);
  assert.equal(up, last.up);
  assert.equal(value('latency_seconds'), last.latency_seconds);
  assert.equal(value('http_status_code'), last.status);
  assert.equal(value('http_response_bytes'), last.bytes);
  assert.equal(value('probes_total'), probes);
  for (const phase of ['resolve', 'connect', 'tls', 'processing', 'transfer']) {
    assert.equal(value('phase_seconds', { phase }), last.phases[phase], `${component} ${phase}`);
  }
  if (last.reason === undefined) assert.equal(value('failure'), undefined);
  else assert.equal(value('failure', { reason: last.reason }), 1);
}

async function components(daemon: Daemon): Promise<readonly ShownComponent[]> {
  const page: { components: ShownComponent[] } = JSON.parse(
    await (await daemon.get('/debug/components')).text(),
  );
  return page.components;
}

async function failuresOf(daemon: Daemon, name: string): Promise<readonly Shown[]> {
  return (await components(daemon)).find(({ component }) => component === name)?.failures ?? [];
}
