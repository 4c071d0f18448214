import assert from 'node:assert/strict';
import test from 'node:test';
import { startDaemon } from '../support/daemon.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { eventually, freePort, requireProgram } from '../support/real-programs.ts';

for (const schedule of ['timer', 'scrape']) {
  test(`Debian's Prometheus scrapes the daemon with schedule: ${schedule}`, async t => {
    const path = await requireProgram(t, 'prometheus');
    if (path === null) return;
    const demoPort = await freePort();
    await using daemon = await startDaemon(`
schedule: ${schedule}
${schedule === 'scrape' ? 'scrape_min_age: 1s' : ''}
interval: 3s
timeout: 2s
demo: { listen: "127.0.0.1:${demoPort}", software: mastodon, version: "4.5" }
servers:
  - domain: mastodon.localhost:${demoPort}
    preset: mastodon
    account: admin
    object_storage: http://files.localhost:${demoPort}/check.txt
    components:
      streaming_websocket: { interval: 3s }
      host_meta: { interval: 3s }
`);
    await using prometheus = await startPrometheus(path, daemon.port);
    const up = await eventually(
      'every component in Prometheus',
      async () => {
        const samples = await prometheus.query('fedistatus_up == 1');
        return samples.length === 9 ? samples : undefined;
      },
      20_000,
    );
    for (const { metric } of up) {
      assert.deepEqual(Object.keys(metric).sort(), ['__name__', 'component', 'instance', 'job', 'server']);
    }
    for (const name of [
      'fedistatus_latency_seconds',
      'fedistatus_keyword_match',
      'fedistatus_phase_seconds',
    ]) {
      assert.notEqual((await prometheus.query(name)).length, 0, name);
    }
    const { health, lastError } = await prometheus.target();
    assert.deepEqual([health, lastError], ['up', '']);
  });
}
