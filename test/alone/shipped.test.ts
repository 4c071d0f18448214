import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { upByComponent } from '../support/daemon.ts';
import { eventually, requireProgram, startProgram, temporaryFolder } from '../support/real-programs.ts';

// In the folder of the tests that run one after the other: the shipped configuration has fixed ports.

const root = resolve(import.meta.dirname, '../..');

/** The shipped configuration listens here; two runs of this file at once would collide, as two daemons would. */
const metricsUrl = 'http://127.0.0.1:10061/metrics';

const components = [
  'activitypub',
  'api',
  'health',
  'host_meta',
  'main_page',
  'object_storage',
  'streaming',
  'streaming_websocket',
  'user_page',
];

test('the shipped configuration shows every part of the simulated server within two seconds, and stops cleanly', async () => {
  const attempts: number[] = [];
  // Another program may have taken the processor from one start, but hardly from three.
  while (attempts.length < 3 && !attempts.some(ms => ms < 2000)) attempts.push(await firstRun());
  assert.ok(Math.min(...attempts) < 2000, `took ${attempts.map(Math.round).join(', ')} ms`);
});

/** Milliseconds from the start of the daemon to a complete /metrics. */
async function firstRun(): Promise<number> {
  await using data = await temporaryFolder();
  const env = { FEDISTATUS_DATA_DIRECTORY: data.path };
  const began = performance.now();
  await using daemon = startProgram(process.execPath, ['src/main.ts'], { cwd: root, env });
  const up = await eventually('a complete /metrics', async () => {
    const found = upByComponent(await (await fetch(metricsUrl)).text());
    return Object.keys(found).length === components.length ? found : undefined;
  }).catch((error: unknown) => {
    throw new Error(daemon.output(), { cause: error });
  });
  const tookMs = performance.now() - began;
  assert.deepEqual(up, Object.fromEntries(components.map(name => [name, 1])));

  const stopping = performance.now();
  daemon.kill('SIGTERM');
  assert.equal(await daemon.ended, 0, daemon.output());
  assert.ok(performance.now() - stopping < 5000);
  assert.deepEqual(await readdir(data.path), ['history.db', 'history.db.lock'], 'all of it is in one file');
  return tookMs;
}

test('the commands of the README rehearse an outage', async t => {
  const npm = await requireProgram(t, 'npm');
  if (npm === null) return;
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) =>
    text.trim().split('\n'),
  );
  assert.deepEqual(blocks[0], ['npm ci && npm start'], 'the two commands');
  await using data = await temporaryFolder();
  const env = { FEDISTATUS_DATA_DIRECTORY: data.path };
  await using daemon = startProgram(npm, ['start'], { cwd: root, withChildren: true, env });
  await eventually('the daemon', async () => (await fetch(metricsUrl)).ok || undefined).catch(
    (error: unknown) => {
      throw new Error(daemon.output(), { cause: error });
    },
  );
  const outputs: string[] = [];
  for (const line of blocks[1] ?? []) {
    await using command = startProgram('sh', ['-c', line], { cwd: root });
    const code = await command.ended;
    outputs.push(`$ ${line}\n${command.output()}\n(${code})`);
  }
  const [healthy = '', broken = '', checked = '', healed = ''] = outputs;
  assert.match(healthy, /9 up[\s\S]*\(0\)$/);
  assert.match(broken, /\(0\)$/);
  assert.match(checked, /main_page\s+DOWN[\s\S]*http_status[\s\S]*answered by the proxy[\s\S]*\(1\)$/);
  assert.match(checked, /streaming\s+up/);
  assert.match(healed, /\(0\)$/);
});
