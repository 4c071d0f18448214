import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { upByComponent } from '../support/daemon.ts';
import {
  eventually,
  freePort,
  requireProgram,
  startProgram,
  temporaryFolder,
} from '../support/real-programs.ts';

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
  const files = (await readdir(data.path)).sort();
  assert.deepEqual(files, ['history.db', 'history.db.lock'], 'all of it is in one file');
  return tookMs;
}

/** Commands of the README that are not run here: where they are. */
const ranElsewhere: Readonly<Record<string, string>> = {
  'npm ci && npm start': 'below, without the installation; .ci/run installs',
  'npm ci && npm pack': 'test/package.test.ts',
  'npm ci && npm test': '.ci/run',
  '.ci/run': 'itself',
  'docker compose -f deploy/compose.yaml up -d':
    'test/deploy/compose.test.ts, as far as it goes without Docker',
};

test('every command of the README does what it says, and they rehearse an outage', async t => {
  const npm = await requireProgram(t, 'npm');
  if (npm === null) return;
  const commands = commandsOf(await readFile(join(root, 'README.md'), 'utf8'));
  for (const command of Object.keys(ranElsewhere)) assert.ok(commands.includes(command), command);
  await using data = await temporaryFolder();
  const env = { FEDISTATUS_DATA_DIRECTORY: data.path };
  await using daemon = startProgram(npm, ['start'], { cwd: root, withChildren: true, env });
  await eventually('the daemon', async () => (await fetch(metricsUrl)).ok || undefined).catch(
    (error: unknown) => {
      throw new Error(daemon.output(), { cause: error });
    },
  );
  const outputs = new Map<string, string>();
  let isBroken = false;
  for (const command of commands.filter(line => !(line in ranElsewhere))) {
    if (command.includes('demo break')) isBroken = true;
    if (command.includes('demo heal')) isBroken = false;
    const here = command
      .replace('example.social', 'mastodon.localhost:10062')
      .replace('> config.yaml', `> ${data.path}/config.yaml`);
    if (command.includes(' serve ')) {
      await watches(here);
      continue;
    }
    await using running = startProgram('sh', ['-c', here], { cwd: root });
    assert.equal(await running.ended, isBroken && command.endsWith('check') ? 1 : 0, running.output());
    outputs.set(`${command}${isBroken ? ', broken' : ''}`, running.output());
  }
  assert.match(outputs.get('npm start -- check') ?? '', /9 up/);
  const checked = outputs.get('npm start -- check, broken') ?? '';
  assert.match(checked, /main_page\s+DOWN[\s\S]*http_status[\s\S]*answered by the proxy/);
  assert.match(checked, /streaming\s+up/);
  const discovered = await readFile(join(data.path, 'config.yaml'), 'utf8');
  assert.match(discovered, /^ {2}- domain: "mastodon\.localhost:10062"[\s\S]*preset: mastodon/m);
});

/** A daemon beside the one that runs already. */
async function watches(command: string): Promise<void> {
  await using data = await temporaryFolder();
  const port = await freePort();
  const line = `${command} --web.listen-address=127.0.0.1:${port}`;
  const env = { FEDISTATUS_DATA_DIRECTORY: data.path };
  await using daemon = startProgram('sh', ['-c', line], { cwd: root, withChildren: true, env });
  await eventually('something that is up', async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Object.values(upByComponent(text)).includes(1) || undefined;
  }).catch((error: unknown) => {
    throw new Error(daemon.output(), { cause: error });
  });
}

/** What a reader would type: the lines of the blocks for a shell, and what looks like it in a sentence. */
function commandsOf(page: string): readonly string[] {
  const found = page.matchAll(
    /^```sh\n([\s\S]*?)^```$|`((?:npm|npx|node|docker|kubectl|\.ci\/run)\b[^`\n]*)`/gm,
  );
  return Array.from(found, ([, block, inline = '']) => (block ?? inline).trim().split('\n')).flat();
}
