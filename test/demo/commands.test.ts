import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import type { Arguments, Command, ExitCode } from '../../src/cli/command.ts';
import { UsageError } from '../../src/cli/command.ts';
import { demoBreak, demoFaults, demoHeal, demoServe } from '../../src/cli/demo.ts';
import { startDemo } from '../../src/demo/demo.ts';
import { fakeIo } from '../support/fake-io.ts';
import { temporaryFolder } from '../support/real-programs.ts';

const options = { listen: { host: '127.0.0.1', port: 0 }, software: 'mastodon', version: '4.5' } as const;

test('faults are broken, listed and healed from the command line', async () => {
  await using demo = await startDemo(options);
  const listen = `127.0.0.1:${demo.port}`;
  assert.deepEqual(await run(demoBreak, { positionals: ['redis_down', 'part:api'], listen }), {
    code: 0,
    stdout: 'broken now: redis_down\nbroken now: redis_down, part:api\n',
    stderr: '',
  });
  assert.deepEqual(demo.active, ['redis_down', 'part:api']);
  assert.match((await run(demoFaults, { listen })).stdout, /^\* redis_down /m);
  assert.equal(
    (await run(demoHeal, { positionals: ['redis_down'], listen })).stdout,
    'broken now: part:api\n',
  );
  assert.equal((await run(demoHeal, { listen })).stdout, 'nothing is broken\n');
});

test('the simulated server of a configuration is found by it', async () => {
  await using demo = await startDemo(options);
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'drill.yaml');
  const servers = 'servers: [{ domain: a.example, preset: mastodon }]\n';
  for (const host of ['127.0.0.1', '']) {
    await writeFile(file, `demo: { listen: "${host}:${demo.port}" }\n${servers}`);
    assert.equal((await run(demoBreak, { positionals: ['redis_down'], 'config.file': file })).code, 0);
    assert.deepEqual(demo.active, ['redis_down']);
    demo.heal();
  }
  const elsewhere = `127.0.0.1:${await closedPort()}`;
  assert.equal((await run(demoHeal, { 'config.file': file, listen: elsewhere })).code, 1);
  await writeFile(file, servers);
  await assert.rejects(
    run(demoHeal, { 'config.file': file }),
    new UsageError(`${file} has no \`demo\`: no simulated server runs by it`),
  );
  await writeFile(file, 'servers: 1\n');
  await assert.rejects(run(demoHeal, { 'config.file': file }), /drill\.yaml:1:10: servers: /);
});

test('an unknown fault is a usage mistake that names the known ones', async () => {
  await using demo = await startDemo(options);
  const { code, stdout, stderr } = await run(demoBreak, {
    positionals: ['gremlins'],
    listen: `127.0.0.1:${demo.port}`,
  });
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /^fedistatus: unknown fault 'gremlins'; there are: .*web_process_down/);
});

test('without a fault to break, the list of faults is pointed at', () => {
  assert.throws(
    () => demoBreak.run(args({}), fakeIo().io),
    new UsageError('name a fault; fedistatus demo faults lists them'),
  );
});

test('no running server is said to be so', async () => {
  const { code, stderr } = await run(demoFaults, { listen: `127.0.0.1:${await closedPort()}` });
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^fedistatus: no simulated server at http:\/\/127\.0\.0\.1:\d+; start one with: fedistatus demo\n$/,
  );
});

for (const listen of ['10062', 'localhost', '127.0.0.1:', '127.0.0.1:65536']) {
  test(`the address '${listen}' is a usage mistake`, async () => {
    await assert.rejects(run(demoFaults, { listen }), {
      name: 'UsageError',
      message: /^--listen: write host:port, /,
    });
  });
}

test('the server runs until a signal comes, and tells where its parts are', async () => {
  const port = await closedPort();
  const { io, output, stop, written } = fakeIo();
  const ended = demoServe.run(args({ listen: `127.0.0.1:${port}`, 'software-version': '3.5' }), io);
  await written;
  assert.match(output().stdout, /^A simulated server is running: mastodon 3\.5\.3\./);
  assert.match(output().stdout, new RegExp(`http://files\\.localhost:${port}/check\\.txt`));
  const hint = `demo break web_process_down --listen 127.0.0.1:${port}\n`;
  assert.ok(output().stdout.endsWith(hint), 'which finds this one, and not one at the usual address');
  assert.equal((await run(demoHeal, { listen: `127.0.0.1:${port}` })).code, 0);
  stop();
  assert.equal(await ended, 0);
  assert.equal((await run(demoHeal, { listen: `127.0.0.1:${port}` })).code, 1);
});

test('a version that cannot be simulated is a usage mistake, an occupied port a failure', async () => {
  await using demo = await startDemo(options);
  await assert.rejects(run(demoServe, { listen: '127.0.0.1:0', 'software-version': '1.0' }), UsageError);
  const { code, stderr } = await run(demoServe, { listen: `127.0.0.1:${demo.port}` });
  assert.equal(code, 1);
  assert.match(stderr, /cannot listen: .*EADDRINUSE/);
});

interface Given extends Readonly<Record<string, string | readonly string[]>> {}

function args({ positionals = [], ...texts }: Given): Arguments {
  return {
    positionals: [positionals].flat(),
    text(name) {
      const value = texts[name];
      return typeof value === 'string' ? value : undefined;
    },
    texts: () => [],
    flag: () => false,
  };
}

async function run(
  command: Command,
  given: Given,
): Promise<{ code: ExitCode; stdout: string; stderr: string }> {
  const { io, output } = fakeIo();
  const code = await command.run(args(given), io);
  return { code, ...output() };
}

/** A port that was free a moment ago, and where nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
