import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { startDaemon } from '../support/daemon.ts';
import { requireProgram, temporaryFolder } from '../support/real-programs.ts';

test('promtool discovers the watched servers, and their components for relabelling', async t => {
  const promtool = await requireProgram(t, 'promtool');
  if (promtool === null) return;
  await using daemon = await startDaemon(`
history: memory
servers:
  - { domain: a.localhost, title: { en: Server A, ko: 서버 A }, preset: mastodon }
  - { domain: b.localhost, components: { wiki: { url: "http://wiki.localhost:1/", keyword: Welcome } } }
`);
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'prometheus.yml');
  await writeFile(file, configuration(daemon.port));
  const { stdout } = await promisify(execFile)(promtool, ['check', 'service-discovery', file, 'api']);
  const found: readonly { discoveredLabels: object; labels: Readonly<Record<string, string>> }[] =
    JSON.parse(stdout);
  assert.deepEqual(
    found.map(({ labels }) => [labels['__address__'], labels['__param_server'], labels['server_title']]),
    // Server b has no component `api`: what is dropped has no labels.
    [
      [`127.0.0.1:${daemon.port}`, 'a.localhost', 'Server A'],
      [undefined, undefined, undefined],
    ],
  );
});

/** As in docs/prometheus.md: the API of every server, asked at each scrape. */
function configuration(port: number): string {
  return `
scrape_configs:
  - job_name: api
    metrics_path: /probe
    params: { component: [api] }
    http_sd_configs:
      - url: http://127.0.0.1:${port}/sd
    relabel_configs:
      - source_labels: [__meta_fedistatus_components]
        regex: .*,api,.*
        action: keep
      - { source_labels: [__address__], target_label: __param_server }
      - { source_labels: [__meta_fedistatus_title], target_label: server_title }
      - { target_label: __address__, replacement: "127.0.0.1:${port}" }
`;
}
