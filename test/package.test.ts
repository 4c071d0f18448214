import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { commands } from '../src/cli/index.ts';
import { version } from '../src/version.ts';
import { upByComponent } from './support/daemon.ts';
import {
  eventually,
  freePort,
  requireProgram,
  startProgram,
  temporaryFolder,
} from './support/real-programs.ts';

const root = resolve(import.meta.dirname, '..');

/** The Node.js of the tests is the first that a program finds. */
const env = {
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  npm_config_offline: 'true',
};

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
function runIn(cwd: string, program: string, ...args: readonly string[]): Promise<Finished> {
  return new Promise(done => {
    execFile(program, args, { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

async function succeed(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runIn(cwd, program, ...args);
  assert.equal(code, 0, `${program} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

test('npm pack gives a program that needs nothing but Node.js', async t => {
  const npm = await requireProgram(t, 'npm');
  const npx = await requireProgram(t, 'npx');
  if (npm === null || npx === null) return;
  await using folder = await temporaryFolder();
  const [packed = assert.fail('no package')]: Packed[] = JSON.parse(
    await succeed(root, npm, 'pack', '--json', '--silent', `--pack-destination=${folder.path}`),
  );
  await t.test('it holds what a sysop wants, and no source', () => {
    const paths = packed.files.map(({ path }) => path);
    for (const wanted of [
      'dist/fedistatus.cjs',
      'dist/THIRD-PARTY.txt',
      'LICENSE',
      'README.md',
      'config.yaml',
    ]) {
      assert.ok(paths.includes(wanted), wanted);
    }
    assert.deepEqual(
      paths.filter(path => /^(?:src|scripts|test)\/|\/source\//.test(path)),
      [],
    );
  });
  // Offline and with an empty cache: a package that it wants would not be found.
  const install = [
    'install',
    '--prefix',
    '.',
    `--cache=${join(folder.path, 'cache')}`,
    `./${packed.filename}`,
  ];
  await succeed(folder.path, npm, ...install);
  assert.deepEqual(await visible(join(folder.path, 'node_modules')), ['fedistatus']);
  assert.equal(await succeed(folder.path, npx, 'fedistatus', '--version'), `fedistatus ${version}\n`);
  await t.test('a character of it takes one byte of memory', async () => {
    const program = await readFile(join(folder.path, 'node_modules/fedistatus/dist/cli.cjs'));
    assert.equal(
      program.find(byte => byte > 0x7f),
      undefined,
    );
  });
  await t.test('it is installed for all of a machine as docs/install.md says', async () => {
    const page = await readFile(join(root, 'docs/install.md'), 'utf8');
    const [, command = ''] = /^sudo (npm install --global .+)$/m.exec(page) ?? [];
    const prefix = join(folder.path, 'usr/local');
    await succeed(folder.path, 'sh', '-c', command.replace('/usr/local', prefix));
    assert.equal(
      await succeed(folder.path, join(prefix, 'bin/fedistatus'), '--version'),
      `fedistatus ${version}\n`,
    );
  });
  await everyCommandWorks(t, folder.path);
});

/** All that depends on what the bundle must find at run time. */
async function everyCommandWorks(t: TestContext, folder: string): Promise<void> {
  const bin = join(folder, 'node_modules/.bin/fedistatus');
  const run = (...args: readonly string[]): Promise<Finished> => runIn(folder, bin, ...args);
  await t.test('the help names the same commands', async () => {
    const help = await succeed(folder, bin, '--help');
    for (const { name, load } of commands) {
      const { summary } = await load();
      assert.ok(help.includes(name) && help.includes(summary), name);
    }
  });

  const [port, demoPort] = [await freePort(), await freePort()];
  const config = join(folder, 'config.yaml');
  await writeFile(config, simulated(port, demoPort));
  const talkative = { ...env, NODE_DEBUG_NATIVE: 'CODE_CACHE' };
  await using daemon = startProgram(bin, ['serve', '--log.format=pretty'], { cwd: folder, env: talkative });
  const up = await eventually('a complete /metrics', async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return /fedistatus_up\{.*"user_page"/.test(text) && /fedistatus_up\{.*"api"/.test(text)
      ? text
      : undefined;
  }).catch((error: unknown) => {
    throw new Error(daemon.output(), { cause: error });
  });
  assert.deepEqual(new Set(Object.values(upByComponent(up))), new Set([1]));

  await t.test('a start compiles nothing of Node.js that comes compiled', () => {
    assert.match(daemon.output(), /^Code cache of http .* is accepted$/m);
    assert.doesNotMatch(daemon.output(), /is rejected/);
  });
  await t.test('nor does it load HTTP/2, which nobody is offered here', () => {
    assert.doesNotMatch(daemon.output(), /^Code cache of .*http2/m);
  });
  await t.test('the daemon serves its pages', async () => {
    for (const path of ['/', '/history.atom', '/api/v2/summary.json', '/sd', '/operator']) {
      assert.equal((await fetch(`http://127.0.0.1:${port}${path}`)).status, 200, path);
    }
  });
  await t.test('check, config check, publish, healthcheck, the fire drill and discover work', async () => {
    assert.equal((await run('check')).code, 0);
    assert.equal((await run('config', 'check', config)).code, 0);
    assert.equal((await run('publish', '--out', 'page')).code, 0);
    assert.ok((await readdir(join(folder, 'page'))).includes('index.html'));
    assert.equal((await run('healthcheck', '--url', `http://127.0.0.1:${port}/-/healthy`)).code, 0);
    const there = ['--listen', `127.0.0.1:${demoPort}`];
    assert.equal((await run('demo', 'break', 'web_process_down', ...there)).code, 0);
    assert.match((await run('check')).stdout, /web_process_down/);
    assert.equal((await run('demo', 'heal', ...there)).code, 0);
    assert.match((await run('demo', 'faults', ...there)).stdout, /web_process_down/);
    assert.match((await run('discover', `mastodon.localhost:${demoPort}`)).stdout, /preset: mastodon/);
  });
  daemon.kill('SIGTERM');
  assert.equal(await daemon.ended, 0, daemon.output());
}

function simulated(port: number, demoPort: number): string {
  return `
listen: 127.0.0.1:${port}
demo: { listen: 127.0.0.1:${demoPort}, software: mastodon, version: "4.5" }
servers:
  - domain: mastodon.localhost:${demoPort}
    preset: mastodon
    account: admin
    object_storage: http://files.localhost:${demoPort}/check.txt
`;
}

async function visible(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter(name => !name.startsWith('.'));
}

test('an older Node.js is told what is wanted', async () => {
  const { engines } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const main = await readFile(join(root, 'src/main.ts'), 'utf8');
  const [, major, minor] = /leastMinor\] = \[(\d+), (\d+)\]/.exec(main) ?? [];
  assert.equal(engines.node, `>=${major}.${minor}`);
});
