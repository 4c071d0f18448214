import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import test from 'node:test';
import type { Snapshot } from '../../src/core/snapshot.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import { ListenError } from '../../src/server/listen.ts';
import { startTestServer, until } from '../support/http-server.ts';
import { fullSnapshot } from '../support/snapshots.ts';

/** A raw connection that says this and then no more; resolves to what came before the other side hung up. */
async function say(url: string, text: string): Promise<{ socket: Socket; closed: Promise<string> }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', chunk => (received += String(chunk)));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').then(() => received);
  await once(socket, 'connect');
  socket.write(text);
  return { socket, closed };
}

const get = 'GET /-/healthy HTTP/1.1\r\nHost: x\r\n';
const getMetrics = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';

/** Scrapes that have their answer as soon as a test calls what waits for it. */
function scrapesThatWait(): { readonly source: ServerDeps['source']; readonly waiting: (() => void)[] } {
  const waiting: (() => void)[] = [];
  const scrape = async (): Promise<Snapshot> => {
    await new Promise<void>(resolve => waiting.push(resolve));
    return fullSnapshot();
  };
  return { source: { snapshot: fullSnapshot, scrape }, waiting };
}

test('headers that never end are cut off while others are served', async () => {
  await using server = await startTestServer({ limits: { headersTimeoutMs: 200 } });
  const slow = await Promise.all(Array.from({ length: 20 }, () => say(server.operator.url, get)));
  const started = performance.now();
  assert.equal((await server.fetch('/metrics')).status, 200);
  const answers = await Promise.all(slow.map(({ closed }) => closed));
  assert.ok(performance.now() - started < 2000);
  for (const text of answers) assert.match(text, /^HTTP\/1\.1 408 /);
});

test('a body that never ends is cut off', async () => {
  await using server = await startTestServer({ limits: { headersTimeoutMs: 150, requestTimeoutMs: 300 } });
  const { closed } = await say(
    server.operator.url,
    `POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx`,
  );
  const started = performance.now();
  await closed;
  assert.ok(performance.now() - started < 2000);
});

test('an answer may take longer than a request', async () => {
  const { source, waiting } = scrapesThatWait();
  await using server = await startTestServer({
    deps: { source },
    limits: { headersTimeoutMs: 50, requestTimeoutMs: 60 },
  });
  const response = server.fetch('/metrics');
  await until(() => waiting.length > 0);
  // The check for requests that take too long runs every 50 ms: let a few of them pass.
  setTimeout(() => waiting[0]?.(), 300);
  assert.equal((await response).status, 200);
});

test('connections beyond the limit are refused', async () => {
  await using server = await startTestServer({ limits: { maxConnections: 2 } });
  const [one, two] = [await say(server.operator.url, get), await say(server.operator.url, get)];
  const three = await say(server.operator.url, `${get}\r\n`);
  assert.equal(await three.closed, '');
  one.socket.write('Connection: close\r\n\r\n');
  assert.match(await one.closed, /^HTTP\/1\.1 200 /);
  two.socket.destroy();
});

test('requests that are sent ahead are answered one by one, everybody else in between', async () => {
  const { source, waiting } = scrapesThatWait();
  await using server = await startTestServer({ deps: { source }, limits: { maxWaitingRequests: 2 } });
  const { socket, closed } = await say(server.operator.url, getMetrics.repeat(3));
  for (let scrapes = 1; scrapes <= 3; scrapes += 1) {
    await until(() => waiting.length === scrapes);
    assert.equal((await server.fetch('/-/healthy')).status, 200);
    assert.equal(waiting.length, scrapes);
    waiting.at(-1)?.();
  }
  socket.end();
  assert.equal((await closed).match(/^HTTP\/1\.1 200 /gm)?.length, 3);
});

test('a connection that sends more requests ahead than it may is closed, and none of them is begun', async () => {
  const { source, waiting } = scrapesThatWait();
  await using server = await startTestServer({ deps: { source }, limits: { maxWaitingRequests: 2 } });
  const { closed } = await say(server.operator.url, getMetrics.repeat(1000));
  assert.equal(await closed, '');
  assert.equal(waiting.length, 1);
  waiting[0]?.();
  assert.equal((await server.fetch('/-/healthy')).status, 200);
  assert.equal(waiting.length, 1);
});

test('headers beyond the limit are 431', async () => {
  await using server = await startTestServer();
  const { closed } = await say(server.operator.url, `${get}X: ${'x'.repeat(9000)}\r\n\r\n`);
  assert.match(await closed, /^HTTP\/1\.1 431 /);
});

test('an address that is taken is told in words, and nothing is left listening', async () => {
  await using taken = await startTestServer();
  const { address } = taken.operator;
  await assert.rejects(startTestServer({ options: { public: address } }), error => {
    assert.ok(error instanceof ListenError);
    assert.equal(
      error.message,
      `cannot listen on 127.0.0.1:${address.port}: another program listens there already`,
    );
    return true;
  });
});

test('an address of another machine is told in words', async () => {
  const operator = { host: '192.0.2.1', port: 0 };
  await assert.rejects(startTestServer({ options: { operator } }), /this machine has no such address/);
});

test('stopping closes idle connections at once, and may be asked for twice', async () => {
  const server = await startTestServer({ limits: { stopWithinMs: 4000 } });
  await (await server.fetch('/-/healthy')).text();
  const started = performance.now();
  await Promise.all([server[Symbol.asyncDispose](), server[Symbol.asyncDispose]()]);
  assert.ok(performance.now() - started < 1000);
  await assert.rejects(server.fetch('/-/healthy'));
});

test('stopping does not wait for whoever has connected and asked for nothing, as browsers do beforehand', async () => {
  const server = await startTestServer({ limits: { stopWithinMs: 4000 } });
  const { closed } = await say(server.operator.url, '');
  // Was answered on a connection that was accepted later.
  await (await server.fetch('/-/healthy')).text();
  const started = performance.now();
  await server[Symbol.asyncDispose]();
  assert.ok(performance.now() - started < 1000);
  assert.equal(await closed, '');
});

test('stopping lets an answer under way finish', async () => {
  let finish: () => void = () => undefined;
  let scraping = false;
  const scrape = async (): Promise<ReturnType<typeof fullSnapshot>> => {
    scraping = true;
    await new Promise<void>(resolve => (finish = resolve));
    return fullSnapshot();
  };
  const server = await startTestServer({
    deps: { source: { snapshot: fullSnapshot, scrape } },
    limits: { stopWithinMs: 4000 },
  });
  const response = server.fetch('/metrics');
  await until(() => scraping);
  const started = performance.now();
  const stopped = server[Symbol.asyncDispose]();
  finish();
  assert.match(await (await response).text(), /^fedistatus_up/m);
  await stopped;
  assert.ok(performance.now() - started < 2000);
});

test('stopping waits no longer than it may for those who hold on', async () => {
  const server = await startTestServer({ limits: { stopWithinMs: 200 } });
  const { closed } = await say(server.operator.url, get);
  const started = performance.now();
  await server[Symbol.asyncDispose]();
  await closed;
  assert.ok(performance.now() - started < 1500);
});
