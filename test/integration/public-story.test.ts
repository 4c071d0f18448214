import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { parseAtomFeed } from 'feedsmith';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { en } from '../../src/publish/status/text/en.ts';
import { type Daemon, sample, startDaemon } from '../support/daemon.ts';
import { temporaryDirectory } from '../support/history-values.ts';
import { eventually } from '../support/real-programs.ts';

function configFor(demo: Demo, directory: string): string {
  return `
interval: 2s
timeout: 900ms
confirm: { failures: 2, successes: 2, retry_after: 200ms }
history: { path: ${join(directory, 'history.db')} }
publish: { directory: ${join(directory, 'site')}, every: 10s }
servers:
  - domain: social.example
    components:
      api: { url: "${demo.site.webOrigin}/api/v2/instance", keyword: version }
      main_page: { url: "${demo.site.webOrigin}/about" }
`;
}

interface Incident {
  readonly id: string;
  readonly status: string;
  readonly started_at: string;
  readonly resolved_at: string | null;
  readonly fedistatus_duration_seconds: number;
}

test('a part breaks: page, JSON, feed, badge, metrics and plain files tell one story with one beginning', async () => {
  await using folder = await temporaryDirectory();
  const listen = { host: '127.0.0.1', port: 0 };
  await using demo = await startDemo({ listen, software: 'mastodon', version: '4.5' });
  await using daemon = await startDaemon(configFor(demo, folder.path));
  await untilPage(daemon, /<h1>All systems operational<\/h1>/);
  assert.match(await textOf(daemon, '/badge/social.example.svg'), /All systems operational/);

  await setFault(demo, 'PUT');
  const broken = await untilPage(daemon, /<h1>Partial outage<\/h1>/);
  const [open] = await incidents(daemon);
  assert.ok(open);
  const started = open.started_at;
  const metrics = await daemon.metrics();
  const since = sample(metrics, 'fedistatus_state_since_timestamp_seconds', { component: 'api' }) ?? 0;
  assert.equal(new Date(since * 1000).toISOString(), started, 'metrics and JSON');
  assert.match(broken, new RegExp(`<time datetime="${started}">`), 'the page');
  const feed = parseAtomFeed(await textOf(daemon, '/history.atom'));
  assert.equal(feed.entries?.[0]?.published, started, 'the feed');
  assert.match(await textOf(daemon, `/incidents/${open.id}/`), new RegExp(started), 'its own page');
  assert.match(await textOf(daemon, '/badge/social.example/api.svg'), />Outage</);
  assert.match(await textOf(daemon, '/badge/social.example/main_page.svg'), />Operational</);
  const file = join(folder.path, 'site/index.html');
  await eventually('the published page', async () =>
    (await readFile(file, 'utf8')).includes(started) ? true : undefined,
  );

  await setFault(demo, 'DELETE');
  const healed = await untilPage(daemon, /<h1>All systems operational<\/h1>/);
  const [closed] = await incidents(daemon);
  assert.equal(closed?.id, open.id, 'its address stays');
  assert.equal(closed.started_at, started);
  assert.equal(closed.status, 'resolved');
  const lasted = (Date.parse(closed.resolved_at ?? '') - Date.parse(started)) / 1000;
  assert.ok(Math.abs(lasted - closed.fedistatus_duration_seconds) <= 1, `${lasted}`);
  // What the bar of today notes is exactly the time between first failure and first success.
  const [, noted = ''] =
    /<path class="outage" d="[^"]+"><title>[^:<]+: outage ([^<]+)<\/title>/.exec(healed) ?? [];
  assert.equal(noted, en.duration(lasted * 1000));
  await eventually('the published page', async () =>
    /<h1>All systems operational<\/h1>/.test(await readFile(file, 'utf8')) ? true : undefined,
  );
  assert.equal(sample(await daemon.metrics(), 'fedistatus_publications_total', { result: 'failed' }), 0);
});

async function setFault(demo: Demo, method: 'PUT' | 'DELETE'): Promise<void> {
  const { port } = new URL(demo.site.webOrigin);
  const response = await fetch(`http://127.0.0.1:${port}/_demo/faults/part:api`, { method });
  assert.equal(response.status, 200, await response.text());
}

async function textOf(daemon: Daemon, path: string): Promise<string> {
  const response = await daemon.get(path);
  assert.equal(response.status, 200, path);
  return response.text();
}

async function untilPage(daemon: Daemon, pattern: RegExp): Promise<string> {
  return eventually(`a page with ${pattern.source}`, async () => {
    const page = await textOf(daemon, '/');
    if (!pattern.test(page)) throw new Error(page);
    return page;
  });
}

async function incidents(daemon: Daemon): Promise<readonly Incident[]> {
  const answer = JSON.parse(await textOf(daemon, '/api/v2/incidents.json')) as {
    readonly incidents: readonly Incident[];
  };
  return answer.incidents;
}
