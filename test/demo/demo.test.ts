import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import test from 'node:test';
import { WebSocket } from 'ws';
import { DemoOptionsError, startDemo } from '../../src/demo/demo.ts';
import { UnknownFaultError } from '../../src/demo/fault.ts';
import { ask } from '../support/demo-client.ts';

const options = { listen: { host: '127.0.0.1', port: 0 }, software: 'mastodon', version: '4.5' } as const;

test('what cannot be simulated is refused, with what can be', async () => {
  await assert.rejects(
    startDemo({ ...options, software: 'minitwit' }),
    (error: unknown) =>
      error instanceof DemoOptionsError &&
      error.message.startsWith("cannot simulate 'minitwit'; there are: mastodon, "),
  );
  for (const version of ['2.8', 'four', '4', '', '4.5.x']) {
    await assert.rejects(
      startDemo({ ...options, version }),
      new DemoOptionsError(`cannot simulate mastodon '${version}'; there are, for example: 2.9, 3.5, 4.5`),
    );
  }
});

test('an occupied port is an error of the start', async () => {
  await using demo = await startDemo(options);
  await assert.rejects(startDemo({ ...options, listen: { host: '127.0.0.1', port: demo.port } }), {
    code: 'EADDRINUSE',
  });
});

test('it tells its version and the names of its hosts', async () => {
  await using demo = await startDemo(options);
  const { site, port } = demo;
  assert.equal(demo.version, '4.5.3');
  assert.equal(site.webOrigin, `http://mastodon.localhost:${port}`);
  assert.equal(site.storageOrigin, `http://files.localhost:${port}`);
});

test('breaking twice is breaking once, and healing takes away one fault or all', async () => {
  await using demo = await startDemo(options);
  demo.break('redis_down');
  demo.break('redis_down');
  demo.break('streaming_down');
  assert.deepEqual(demo.active, ['streaming_down', 'redis_down']);
  demo.heal('redis_down');
  assert.deepEqual(demo.active, ['streaming_down']);
  demo.heal();
  assert.deepEqual(demo.active, []);
});

test('an unknown fault is refused by name', async () => {
  await using demo = await startDemo(options);
  assert.throws(() => demo.break('gremlins'), UnknownFaultError);
  assert.throws(() => demo.heal('gremlins'), /unknown fault 'gremlins'; there are: .*web_process_down/);
});

test('an old server keeps a WebSocket open that has no token', async () => {
  await using demo = await startDemo({ ...options, version: '3.5' });
  const webSocket = new WebSocket(`ws://127.0.0.1:${demo.port}/api/v1/streaming`, {
    headers: { host: `mastodon.localhost:${demo.port}` },
  });
  await once(webSocket, 'open');
  webSocket.ping();
  await once(webSocket, 'pong');
  webSocket.close();
  await once(webSocket, 'close');
});

test('a request to upgrade to anything else is an ordinary request', async () => {
  await using demo = await startDemo(options);
  const reply = await ask(demo.port, { path: '/health', headers: { connection: 'Upgrade', upgrade: 'h2c' } });
  assert.equal(reply.status, 200);
  assert.equal(reply.body, 'OK');
});

test('a broken handshake does not break the server', async () => {
  await using demo = await startDemo({ ...options, version: '3.5' });
  const headers = { connection: 'Upgrade', upgrade: 'websocket' };
  assert.equal((await ask(demo.port, { path: '/api/v1/streaming', headers })).status, 400);
  assert.equal((await ask(demo.port, '/health')).status, 200);
});

test('disposal ends idle, waiting and upgraded connections at once, and can be repeated', async () => {
  const demo = await startDemo({ ...options, version: '3.5', slowMs: 600_000 });
  demo.break('part:health:slow');
  const host = `Host: mastodon.localhost:${demo.port}\r\n`;
  const open = [
    await opened(demo.port, ''),
    await opened(demo.port, `GET /about HTTP/1.1\r\n${host}\r\n`),
    await opened(
      demo.port,
      `GET /api/v1/streaming HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    ),
  ];
  const waiting = await opened(demo.port, `GET /health HTTP/1.1\r\n${host}\r\n`);
  await Promise.all(open.slice(1).map(socket => once(socket, 'data')));
  const closed = [...open, waiting].map(ended);
  await demo[Symbol.asyncDispose]();
  await Promise.all(closed);
  await demo[Symbol.asyncDispose]();
  await assert.rejects(ask(demo.port, '/health'), { code: 'ECONNREFUSED' });
});

test('a client that leaves a slow answer takes its timer along', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
  await using demo = await startDemo({ ...options, slowMs: 600_000 });
  demo.break('overloaded');
  const before = timers();
  const client = await opened(
    demo.port,
    `GET /about HTTP/1.1\r\nHost: mastodon.localhost:${demo.port}\r\n\r\n`,
  );
  await until(() => timers() > before);
  client.destroy();
  await until(() => timers() <= before);
});

async function opened(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

/** Resolves when the connection is over, by whatever means. */
function ended(socket: Socket): Promise<unknown> {
  return new Promise(resolve => socket.resume().once('close', resolve));
}

/** Waits, a turn of the event loop at a time, for something that other sockets bring about. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > deadline) assert.fail('it never happened');
    await new Promise(resolve => setImmediate(resolve));
  }
}
