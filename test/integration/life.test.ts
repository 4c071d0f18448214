import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { sample, startDaemon, untilUp } from '../support/daemon.ts';
import { eventually } from '../support/real-programs.ts';

const reloadable = ['--web.enable-lifecycle'];

test('a reload keeps the counters of what did not change, and a bad file changes nothing', async () => {
  await using target = await startTarget();
  await using daemon = await startDaemon(configFor(target.origin), reloadable);
  await untilUp(daemon, { quick: 1, other: 1 });
  const before = await eventually('a few probes', async () => {
    const count = sample(await daemon.metrics(), 'fedistatus_probes_total', { component: 'quick' });
    return count !== undefined && count >= 2 ? count : undefined;
  });

  await writeFile(
    daemon.configFile,
    (await readFile(daemon.configFile, 'utf8')).replace('other:', 'another:'),
  );
  daemon.program.kill('SIGHUP');
  const text = await untilUp(daemon, { quick: 1, another: 1 });
  assert.ok((sample(text, 'fedistatus_probes_total', { component: 'quick' }) ?? 0) >= before);
  assert.equal(sample(text, 'fedistatus_probes_total', { component: 'other' }), undefined);

  await writeFile(daemon.configFile, 'servers: [{ domain: a.example, presett: mastodon }]');
  const refused = await fetch(`http://127.0.0.1:${daemon.port}/-/reload`, { method: 'POST' });
  assert.equal(refused.status, 500);
  assert.match(await refused.text(), /1:\d+: servers\[0\]\.presett: unknown key: did you mean `preset`\?/);
  const after = await daemon.metrics();
  assert.equal(sample(after, 'fedistatus_config_last_reload_successful'), 0);
  assert.equal(sample(after, 'fedistatus_up', { component: 'another' }), 1);
});

test('one component that hangs delays no other, nor the end of the daemon', async () => {
  await using target = await startTarget();
  await using daemon = await startDaemon(
    configFor(target.origin, `hanging: { url: "${target.origin}/hang" }`),
  );
  await untilUp(daemon, { quick: 1, hanging: 0 });
  const count = async (): Promise<number> =>
    sample(await daemon.metrics(), 'fedistatus_probes_total', { component: 'quick' }) ?? 0;
  const twoProbesMs = async (): Promise<number> => {
    const before = await count();
    const began = performance.now();
    await eventually(
      'two more probes of the quick one',
      async () => (await count()) >= before + 2 || undefined,
    );
    return performance.now() - began;
  };
  const spells: number[] = [];
  // Another program may have the processor in one of them, but hardly in three.
  while (spells.length < 3 && !spells.some(ms => ms < 3500)) spells.push(await twoProbesMs());
  assert.ok(Math.min(...spells) < 3500, `took ${spells.map(Math.round).join(', ')} ms`);

  const began = performance.now();
  daemon.program.kill('SIGINT');
  assert.equal(await daemon.program.ended, 0, daemon.program.output());
  assert.ok(performance.now() - began < 5000);
});

test('a reload that is asked for while the daemon still loads comes once it has started', async () => {
  await using target = await startTarget();
  // In the moment in which the program gets its first handler of a signal.
  const hangup = encodeURIComponent(`const { on } = process;
    process.on = function (event, callback) {
      on.call(this, event, callback);
      if (event === 'SIGTERM') process.kill(process.pid, 'SIGHUP');
      return this;
    }`);
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${hangup}` };
  await using daemon = await startDaemon(configFor(target.origin), [], env);
  const said = await eventually('the reload', async () => {
    const output = daemon.program.output();
    return output.includes('"configuration reloaded"') ? output : undefined;
  });
  assert.equal(said.split('"configuration reloaded"').length, 2);
});

test('a signal that comes twice does not cut short what the first one has begun', async () => {
  await using target = await startTarget();
  const echo = encodeURIComponent(
    'process.once("SIGTERM", () => setImmediate(() => process.kill(process.pid, "SIGTERM")))',
  );
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${echo}` };
  await using daemon = await startDaemon(configFor(target.origin), [], env);
  daemon.program.kill('SIGTERM');
  assert.equal(await daemon.program.ended, 0);
  assert.match(daemon.program.output(), /"stopped"/);
});

test('the daemon goes on when nobody reads its log any more', async () => {
  await using target = await startTarget();
  await using daemon = await startDaemon(configFor(target.origin), reloadable);
  daemon.program.process.stdout?.destroy();
  // Each of them is a line for the log.
  for (let line = 0; line < 3; line++) {
    const reloaded = await fetch(`http://127.0.0.1:${daemon.port}/-/reload`, { method: 'POST' });
    assert.equal(reloaded.status, 200);
  }
  await untilUp(daemon, { quick: 1 });
  daemon.program.kill('SIGTERM');
  assert.equal(await daemon.program.ended, 0);
});

test('an error that nobody foresaw is logged, and ends the process with another code than 0', async () => {
  await using target = await startTarget();
  const fault = encodeURIComponent('process.on("SIGUSR2", () => { throw new Error("nobody foresaw this") })');
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${fault}` };
  await using daemon = await startDaemon(configFor(target.origin), [], env);
  daemon.program.kill('SIGUSR2');
  assert.notEqual(await daemon.program.ended, 0);
  assert.match(daemon.program.output(), /"level":"error".*nobody foresaw this.*the daemon ends/);
});

test('nothing listens as long as the configuration is wrong', async () => {
  await assert.rejects(
    startDaemon('servers: [{ domain: a.example, presett: mastodon }]'),
    /did not start.*presett/,
  );
});

interface Target extends AsyncDisposable {
  readonly origin: string;
}

/** Answers everything but `/hang`. */
async function startTarget(): Promise<Target> {
  const server: Server = createServer((request, response) => {
    if (request.url?.startsWith('/hang') !== true) response.end('OK');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

function configFor(origin: string, more = ''): string {
  return `
interval: 1s
timeout: 900ms
servers:
  - domain: target.test
    components:
      quick: { url: "${origin}/", keyword: OK }
      other: { url: "${origin}/", keyword: OK }
      ${more}
`;
}
