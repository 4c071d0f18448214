import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { run } from '../../src/cli/index.ts';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { sample, untilUp } from '../support/daemon.ts';
import { fakeIo } from '../support/fake-io.ts';
import {
  eventually,
  freePort,
  type RunningProgram,
  startProgram,
  temporaryFolder,
} from '../support/real-programs.ts';

const main = resolve(import.meta.dirname, '../../src/main.ts');

interface Serving extends AsyncDisposable {
  readonly program: RunningProgram;
  metrics(): Promise<string>;
}

/** The daemon as a sysop runs it who has no file. */
async function serveIn(folder: string, args: readonly string[]): Promise<Serving> {
  const port = await freePort();
  const listen = `--web.listen-address=127.0.0.1:${port}`;
  const program = startProgram(process.execPath, [main, 'serve', listen, ...args], { cwd: folder });
  const metrics = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return { program, metrics, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

function startMastodon(port: number): Promise<Demo> {
  return startDemo({ listen: { host: '127.0.0.1', port }, software: 'mastodon', version: '4.5' });
}

const allUp = {
  main_page: 1,
  api: 1,
  streaming: 1,
  user_page: 1,
  object_storage: 1,
  activitypub: 1,
  health: 1,
} as const;

test('a name is enough for the daemon, which knows the server again even when it is down', async () => {
  await using folder = await temporaryFolder();
  const demoPort = await freePort();
  const args = [`--server=mastodon.localhost:${demoPort}`, '--save=config.yaml'];
  const saved = join(folder.path, 'config.yaml');
  {
    await using _demo = await startMastodon(demoPort);
    await using daemon = await serveIn(folder.path, args);
    const text = await untilUp(daemon, allUp);
    assert.equal(sample(text, 'fedistatus_server_info', { software: 'mastodon', version: '4.5.3' }), 1);
    assert.match(
      await readFile(saved, 'utf8'),
      /^ {4}account: admin # the contact account in \/api\/v2\/instance/m,
    );
    assert.equal((await stat(saved)).mode & 0o777, 0o600);
    assert.match(daemon.program.output(), /"msg":"the configuration was written/);
  }
  await writeFile(saved, '# changed by hand\n');
  await using daemon = await serveIn(folder.path, args);
  await untilUp(daemon, { main_page: 0, api: 0, streaming: 0, user_page: 0, activitypub: 0 });
  await eventually('the word that it could not be discovered', async () =>
    daemon.program.output().includes('a server could not be discovered') ? true : undefined,
  );
  await using _demo = await startMastodon(demoPort);
  daemon.program.kill('SIGHUP');
  await eventually('the discovery on SIGHUP', async () =>
    daemon.program.output().includes('not written, since there is such a file') ? true : undefined,
  );
  assert.equal(await readFile(saved, 'utf8'), '# changed by hand\n');
  assert.match(daemon.program.output(), /"file":"config.yaml","msg":"the configuration file is not read/);
  daemon.program.kill('SIGTERM');
  assert.equal(await daemon.program.ended, 0, daemon.program.output());
});

test('several servers are watched, and one that has never answered does not keep the others', async () => {
  await using folder = await temporaryFolder();
  const [one, other] = [await freePort(), await freePort()];
  await using _demo = await startMastodon(one);
  const servers = [`--server=mastodon.localhost:${one}`, `--server=localhost:${other}`];
  await using daemon = await serveIn(folder.path, servers);
  await untilUp(daemon, { streaming: 1, health: 1 });
  await eventually('the other server', async () => {
    const labels = { server: `localhost:${other}`, component: 'main_page' };
    return sample(await daemon.metrics(), 'fedistatus_up', labels) === 0 || undefined;
  });
});

const mistakes: readonly [argv: readonly string[], message: RegExp][] = [
  [
    ['--server', 'a.example', '-c', 'x.yaml'],
    /--server and --config\.file contradict each other: put .* x\.yaml/,
  ],
  [['--server', 'not a domain'], /'not a domain' is no domain/],
  [['--server', '@admin'], /'@admin' is an account without its server: write @admin@example\.social/],
  [['--save', 'x.yaml'], /--save goes with --server/],
  [['--server', 'a.example', '--overwrite'], /--overwrite goes with --save/],
];

for (const [argv, message] of mistakes) {
  test(`a contradiction on the command line is exit code 2: ${argv.join(' ')}`, async () => {
    const { io, output } = fakeIo();
    assert.equal(await run(['serve', ...argv], io), 2);
    assert.match(output().stderr, message);
  });
}
