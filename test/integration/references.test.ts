import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Daemon, sample, startDaemon } from '../support/daemon.ts';
import { answer, type HostileServer, hostileServer } from '../support/hostile-server.ts';
import { eventually, freePort } from '../support/real-programs.ts';

/** Two rounds of questions to the references are at least five seconds apart. */
const patienceMs = 20_000;

const page = { server: 'wiki.localhost', component: 'page' };
const connectFailures = { ...page, reason: 'connect' };

describe('references', { concurrency: true }, () => {
  test('while none answers, nothing is said of any component and no failure is counted', async () => {
    await using stack = new AsyncDisposableStack();
    const first = await restartable(stack);
    const second = await restartable(stack);
    const target = await restartable(stack);
    const daemon = stack.use(await startDaemon(configFor(target.port, first.port, second.port)));
    await until(daemon, 'all up', text => {
      const ups = [first, second].map(({ port }) => referenceUp(text, port));
      return sample(text, 'fedistatus_up', page) === 1 && ups.every(up => up === 1);
    });

    await Promise.all([first.stop(), second.stop(), target.stop()]);
    const offline = await until(daemon, 'offline', text =>
      [first, second].every(({ port }) => referenceUp(text, port) === 0),
    );
    assert.equal(sample(offline, 'fedistatus_up', page), undefined);
    assert.equal(sample(offline, 'fedistatus_probe_failures_total', connectFailures), 0);
    for (const name of ['fedistatus_failure', 'fedistatus_latency_seconds', 'fedistatus_phase_seconds']) {
      assert.equal(sample(offline, name, page), undefined, name);
    }
    const probes = sample(offline, 'fedistatus_probes_total', page);
    const runs = await internalFailures(daemon);
    await eventually(
      'another run while offline',
      async () => (await internalFailures(daemon)) > runs || undefined,
    );
    assert.equal(sample(await daemon.metrics(), 'fedistatus_probes_total', page), probes);

    await Promise.all([second.start(), target.start()]);
    const back = await until(daemon, 'up again', text => sample(text, 'fedistatus_up', page) === 1);
    assert.deepEqual([referenceUp(back, first.port), referenceUp(back, second.port)], [0, 1]);
    assert.equal(sample(back, 'fedistatus_probe_failures_total', connectFailures), 0);
    const story = /the prober itself seems to be offline[\s\S]*online again/;
    // The log comes by another way than an answer, and may be later.
    await eventually('the log', async () => story.test(daemon.program.output()) || undefined);
    assert.doesNotMatch(daemon.program.output(), /component is down/);
  });

  test('one dead reference of two changes nothing: a dead target is down', async () => {
    await using stack = new AsyncDisposableStack();
    const first = await restartable(stack);
    const second = await restartable(stack);
    const target = await restartable(stack);
    const daemon = stack.use(await startDaemon(configFor(target.port, first.port, second.port)));
    await until(daemon, 'up', text => sample(text, 'fedistatus_up', page) === 1);
    await first.stop();
    await target.stop();
    const text = await until(daemon, 'down', seen => sample(seen, 'fedistatus_up', page) === 0);
    assert.deepEqual([referenceUp(text, first.port), referenceUp(text, second.port)], [0, 1]);
    assert.equal(sample(text, 'fedistatus_failure', connectFailures), 1);
    assert.ok((sample(text, 'fedistatus_probe_failures_total', connectFailures) ?? 0) >= 1);
  });
});

interface Restartable {
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A web server that can go away and come back at the same address. */
async function restartable(stack: AsyncDisposableStack): Promise<Restartable> {
  const open = (port: number): Promise<HostileServer> =>
    hostileServer(socket => socket.end(answer('OK')), { port });
  const port = await freePort();
  let running: HostileServer | null = await open(port);
  const stop = async (): Promise<void> => {
    await running?.[Symbol.asyncDispose]();
    running = null;
  };
  stack.defer(stop);
  const start = async (): Promise<void> => {
    running = await open(port);
  };
  return { port, start, stop };
}

function configFor(target: number, first: number, second: number): string {
  return `
interval: 2s
timeout: 500ms
references: ["http://127.0.0.1:${first}/", "tcp://127.0.0.1:${second}"]
servers:
  - domain: wiki.localhost
    components:
      page: { url: "http://127.0.0.1:${target}/", keyword: OK }
`;
}

function referenceUp(text: string, port: number): number | undefined {
  const name = [`http://127.0.0.1:${port}/`, `tcp://127.0.0.1:${port}`];
  const values = name.map(reference => sample(text, 'fedistatus_reference_up', { reference }));
  return values.find(value => value !== undefined);
}

async function until(daemon: Daemon, what: string, holds: (text: string) => boolean): Promise<string> {
  return await eventually(
    what,
    async () => {
      const text = await daemon.metrics();
      if (!holds(text)) throw new Error(text);
      return text;
    },
    patienceMs,
  );
}

async function internalFailures(daemon: Daemon): Promise<number> {
  const shown: { components: { internal_failures: number }[] } = JSON.parse(
    await (await daemon.get('/debug/components')).text(),
  );
  return shown.components[0]?.internal_failures ?? 0;
}
