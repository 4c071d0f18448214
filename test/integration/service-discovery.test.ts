import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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
  await writeFile(file, await configuration(daemon.port));
  const { stdout } = await promisify(execFile)(promtool, ['check', 'service-discovery', file, 'api']);
  const found: readonly { labels: Readonly<Record<string, string>> }[] = JSON.parse(stdout);
  const kept = found.map(({ labels }) => labels).filter(labels => Object.keys(labels).length > 0);
  assert.equal(found.length, 2, 'one target for each server');
  assert.deepEqual(
    kept.map(labels => [labels['__address__'], labels['__param_server'], labels['server_title']]),
    // Server b has no component `api`: what is dropped has no labels. It stands in any place: promtool does not sort.
    [[`127.0.0.1:${daemon.port}`, 'a.localhost', 'Server A']],
  );
});

/** The example of the page: the API of every server, asked at each scrape. */
async function configuration(port: number): Promise<string> {
  const page = await readFile(resolve(import.meta.dirname, '../../docs/prometheus.md'), 'utf8');
  const [, block = ''] = /```yaml\n(scrape_configs:\n {2}- job_name: api\n[\s\S]*?)```/.exec(page) ?? [];
  return block.replaceAll(':10061', `:${port}`);
}
