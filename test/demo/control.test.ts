import assert from 'node:assert/strict';
import test from 'node:test';
import { type ControlDeps, control } from '../../src/demo/control.ts';
import { startDemo } from '../../src/demo/demo.ts';
import { FaultBoard } from '../../src/demo/fault-board.ts';
import type { DemoRequest } from '../../src/demo/message.ts';
import { siteAt } from '../../src/demo/site.ts';
import { ask, type Reply } from '../support/demo-client.ts';

const options = { listen: { host: '127.0.0.1', port: 0 }, software: 'mastodon', version: '4.5' } as const;

test('the overview is JSON with everything that there is to break', async () => {
  await using demo = await startDemo(options);
  demo.break('redis_down');
  const reply = await ask(demo.port, { path: '/_demo', host: '127.0.0.1' });
  assert.equal(reply.status, 200);
  assert.equal(reply.headers['content-type'], 'application/json; charset=utf-8');
  const overview: Record<string, unknown> = JSON.parse(reply.body);
  const { software, version, domain, active, faults, help } = overview;
  assert.deepEqual(
    { software, version, domain, active },
    {
      software: 'mastodon',
      version: '4.5.3',
      domain: `mastodon.localhost:${demo.port}`,
      active: ['redis_down'],
    },
  );
  assert.deepEqual(
    (faults as { id: string; active: boolean }[]).filter(fault => fault.active).map(({ id }) => id),
    ['redis_down'],
  );
  assert.match(
    (help as string[]).join('\n'),
    new RegExp(`curl -X PUT http://127\\.0\\.0\\.1:${demo.port}/_demo/faults/ID`),
  );
});

test('faults are set and healed over HTTP, and each answer tells what is broken now', async () => {
  await using demo = await startDemo(options);
  const send = (method: string, path: string): Promise<Reply> =>
    ask(demo.port, { method, path, host: 'localhost' });
  assert.equal((await send('PUT', '/_demo/faults/redis_down')).body, 'broken now: redis_down\n');
  assert.equal((await send('PUT', '/_demo/faults/part%3Aapi')).body, 'broken now: redis_down, part:api\n');
  assert.match((await send('GET', '/_demo/faults')).body, /^\* redis_down +Redis refuses/m);
  assert.equal((await send('DELETE', '/_demo/faults/redis_down')).body, 'broken now: part:api\n');
  assert.equal((await send('DELETE', '/_demo/faults')).body, 'nothing is broken\n');
  assert.deepEqual(demo.active, []);
});

test('the control answers whatever is broken', async () => {
  await using demo = await startDemo(options);
  for (const { id } of demo.faults) demo.break(id);
  const reply = await ask(demo.port, { method: 'DELETE', path: '/_demo/faults' });
  assert.equal(reply.body, 'nothing is broken\n');
});

const mistakes = [
  {
    method: 'PUT',
    path: '/_demo/faults/gremlins',
    status: 404,
    body: /unknown fault 'gremlins'; there are: /,
  },
  { method: 'DELETE', path: '/_demo/faults/gremlins', status: 404, body: /unknown fault/ },
  { method: 'GET', path: '/_demo/elsewhere', status: 404, body: /curl -X PUT/ },
  { method: 'POST', path: '/_demo', status: 405, body: /use one of: GET/ },
  { method: 'GET', path: '/_demo/faults/redis_down', status: 405, body: /use one of: PUT, DELETE/ },
];

for (const { method, path, status, body } of mistakes) {
  test(`${method} ${path} is told what to do instead`, async () => {
    await using demo = await startDemo(options);
    const reply = await ask(demo.port, { method, path });
    assert.equal(reply.status, status);
    assert.match(reply.body, body);
    assert.deepEqual(demo.active, []);
  });
}

const callers = [
  { host: '127.0.0.1:10062', from: '127.0.0.1', status: 200 },
  { host: 'localhost', from: '::1', status: 200 },
  { host: '[::1]:10062', from: '::ffff:127.0.0.1', status: 200 },
  { host: 'mastodon.localhost:10062', from: '127.0.0.1', status: 200 },
  { host: 'rebound.example:10062', from: '127.0.0.1', status: 403 },
  { host: '127.0.0.1.example', from: '127.0.0.1', status: 403 },
  { host: 'notlocalhost', from: '127.0.0.1', status: 403 },
  { host: '', from: '127.0.0.1', status: 403 },
  { host: 'localhost', from: '192.0.2.7', status: 403 },
  { host: 'localhost', from: '', status: 403 },
];

for (const { host, from, status } of callers) {
  test(`a control request for '${host}' from '${from}' gets ${status}`, () => {
    assert.equal(control(deps(), request(host), from).status, status);
  });
}

function deps(): ControlDeps {
  const site = siteAt(10062, { name: 'mastodon', splitDomain: false, ownStreamingHost: false });
  return { board: new FaultBoard([], () => 0), site, software: 'mastodon', version: '4.5.3' };
}

function request(host: string): DemoRequest {
  return {
    method: 'GET',
    host,
    path: '/_demo',
    query: new URLSearchParams(),
    search: '',
    accept: '',
    userAgent: '',
    wantsWebSocket: false,
    subprotocol: '',
    authorization: '',
    signal: new AbortController().signal,
  };
}
