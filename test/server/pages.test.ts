import assert from 'node:assert/strict';
import { request } from 'node:http';
import test from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { LongText, Publisher } from '../../src/publish/publisher.ts';
import { startTestServer } from '../support/http-server.ts';
import { textOf } from '../support/publication.ts';
import { canary } from '../support/snapshots.ts';

test('/metrics answers in full, in the format that was asked for', async () => {
  await using server = await startTestServer();
  const response = await server.fetch('/metrics', { headers: { accept: 'application/openmetrics-text' } });
  assert.equal(response.status, 200);
  assert.equal(
    response.headers.get('content-type'),
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
  );
  assert.match(response.headers.get('vary') ?? '', /Accept.*Accept-Encoding/);
  assert.match(await response.text(), /^fedistatus_up\{[^}]+\} 1$[^]*# EOF\n$/m);
});

test('every answer, errors included, has the headers that protect its readers, and none that tell of us', async () => {
  await using server = await startTestServer();
  for (const path of ['/operator', '/metrics', '/-/healthy', '/debug/components', '/nowhere', '/probe']) {
    const { headers } = await server.fetch(path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
    assert.equal(headers.get('cache-control'), 'no-store', path);
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none';/, path);
    assert.equal(headers.get('x-powered-by'), null, path);
    assert.equal(headers.get('etag'), null, path);
  }
});

const statuses: readonly [method: string, path: string, status: number, text: RegExp][] = [
  ['GET', '/-/healthy', 200, /^healthy\n$/],
  ['GET', '/-/ready', 200, /^ready\n$/],
  ['GET', '/nowhere', 404, /^not found\n$/],
  ['GET', '/metrics/', 404, /^not found\n$/],
  ['GET', '/METRICS', 404, /^not found\n$/],
  ['GET', '/open/a/b.svg', 200, /^rest a\/b\.svg$/],
  ['GET', '/open/%ff', 400, /^bad request\n$/],
  ['POST', '/metrics', 405, /use GET, HEAD\n$/],
  ['DELETE', '/', 405, /use GET, HEAD\n$/],
  ['GET', '/-/reload', 405, /use POST, PUT\n$/],
  ['POST', '/-/reload', 403, /not enabled/],
];

for (const [method, path, status, text] of statuses) {
  test(`${method} ${path} is ${status}`, async () => {
    await using server = await startTestServer();
    const response = await server.fetch(path, { method });
    assert.equal(response.status, status);
    assert.match(await response.text(), text);
    if (status === 405) assert.match(response.headers.get('allow') ?? '', /GET|POST/);
  });
}

test('HEAD has the headers of GET and no body', async () => {
  await using server = await startTestServer();
  const head = await server.fetch('/debug/components', { method: 'HEAD' });
  const get = await server.fetch('/debug/components');
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('content-length'), get.headers.get('content-length'));
  assert.equal(await head.text(), '');
});

/** Without a client that undoes the coding. */
async function fetchRaw(
  url: string,
  headers: Record<string, string>,
): Promise<{ coding: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ coding: response.headers['content-encoding'] ?? '', body: Buffer.concat(chunks) }),
      );
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

test('a long page is compressed for those who ask, a short one never', async () => {
  await using server = await startTestServer();
  const { url } = server.operator;
  const zipped = await fetchRaw(`${url}/metrics`, { 'accept-encoding': 'gzip' });
  assert.equal(zipped.coding, 'gzip');
  assert.match(gunzipSync(zipped.body).toString(), /^fedistatus_up/m);
  assert.equal((await fetchRaw(`${url}/metrics`, {})).coding, '');
  assert.equal((await fetchRaw(`${url}/metrics`, { 'accept-encoding': 'gzip;q=0' })).coding, '');
  assert.equal((await fetchRaw(`${url}/-/healthy`, { 'accept-encoding': 'gzip' })).coding, '');
});

/** As the writer of metrics makes it: each part in the memory of the one before. */
async function* longText(): LongText {
  const memory = Buffer.alloc(100_000);
  for (let index = 0; index < 20; index += 1) {
    memory.fill(`${index}\n`);
    yield memory.subarray(0, 100_000 - index);
    await setImmediate();
  }
}

const longPage: Publisher = {
  path: '/long',
  title: 'A page in many parts',
  audience: 'operator',
  triggersProbes: false,
  render: () => ({ status: 200, contentType: 'text/plain; charset=utf-8', body: longText() }),
};

test('a page that is made while it is sent arrives whole, and whoever leaves in the middle harms nobody', async () => {
  await using server = await startTestServer({ deps: { publishers: [longPage] } });
  const url = `${server.operator.url}/long`;
  const whole = Buffer.from(await textOf(longText()));
  const plain = await fetchRaw(url, {});
  assert.equal(plain.coding, '');
  assert.ok(plain.body.equals(whole));
  const zipped = await fetchRaw(url, { 'accept-encoding': 'gzip' });
  assert.equal(zipped.coding, 'gzip');
  assert.ok(gunzipSync(zipped.body).equals(whole));
  for (const coding of ['gzip', 'identity']) {
    const leaving = new AbortController();
    const { body } = await fetch(url, { headers: { 'accept-encoding': coding }, signal: leaving.signal });
    await body?.getReader().read();
    leaving.abort();
  }
  const head = await server.fetch('/long', { method: 'HEAD' });
  assert.deepEqual([head.status, await head.text()], [200, '']);
  assert.deepEqual(server.log, []);
});

test('a page that breaks off while it is made never looks complete', async () => {
  async function* broken(): LongText {
    yield Buffer.from('a 1\n');
    throw new Error('broken');
  }
  const page: Publisher = {
    ...longPage,
    render: () => ({ status: 200, contentType: 'text/plain; charset=utf-8', body: broken() }),
  };
  await using server = await startTestServer({ deps: { publishers: [page] } });
  for (const coding of ['gzip', 'identity']) {
    await assert.rejects(fetchRaw(`${server.operator.url}/long`, { 'accept-encoding': coding }));
  }
  assert.equal(server.log.length, 2);
});

test('not ready is 503 until every component had its first probe', async () => {
  let isReady = false;
  await using server = await startTestServer({ deps: { isReady: () => isReady } });
  assert.equal((await server.fetch('/-/ready')).status, 503);
  assert.equal((await server.fetch('/-/healthy')).status, 200);
  isReady = true;
  assert.equal((await server.fetch('/-/ready')).status, 200);
});

test('the public listener has the public pages alone', async () => {
  await using server = await startTestServer();
  assert.equal((await server.fetchPublic('/open/x')).status, 200);
  for (const path of [
    '/operator',
    '/metrics',
    '/debug/components',
    '/probe',
    '/-/healthy',
    '/-/ready',
    '/-/reload',
  ]) {
    const response = await server.fetchPublic(path);
    assert.equal(response.status, 404, path);
    assert.equal(await response.text(), 'not found\n');
  }
});

test('a publisher that throws is a 500 that says nothing, and a line in the log', async () => {
  const broken: Publisher = {
    path: '/broken',
    title: 'Broken',
    audience: 'public',
    triggersProbes: false,
    render: () => {
      throw new Error(canary);
    },
  };
  await using server = await startTestServer({ deps: { publishers: [broken] } });
  const response = await server.fetch('/broken');
  assert.equal(response.status, 500);
  assert.equal(await response.text(), 'internal error\n');
  assert.deepEqual(
    server.log.map(({ level, message, path }) => ({ level, message, path })),
    [{ level: 'error', message: 'a request failed', path: '/broken' }],
  );
});

test('requests are counted under a closed set of paths', async () => {
  await using server = await startTestServer();
  await server.fetch('/-/healthy');
  await server.fetch(`/${canary}`);
  await server.fetch('/open/a');
  await server.fetch('/open/b');
  await server.fetch('/probe');
  const page = await (await server.fetch('/metrics')).text();
  assert.deepEqual(page.match(/^fedistatus_web_requests_total.*$/gm)?.toSorted(), [
    'fedistatus_web_requests_total{handler="/-/healthy",code="200"} 1',
    'fedistatus_web_requests_total{handler="/open/",code="200"} 2',
    'fedistatus_web_requests_total{handler="/probe",code="400"} 1',
    'fedistatus_web_requests_total{handler="other",code="404"} 1',
  ]);
  assert.match(page, /^fedistatus_web_render_duration_seconds_count\{handler="\/open\/"\} 2$/m);
});

const timeouts: readonly [header: string | undefined, deadlineMs: number | null][] = [
  [undefined, 9500],
  ['15', 14_500],
  ['1', 500],
  ['0.4', 200],
  ['2.5', 2000],
  ['99999999', 600_000],
  ['soon', null],
  ['0', null],
  ['-5', null],
  ['NaN', null],
];

for (const [header, deadlineMs] of timeouts) {
  test(`row 79, 80: a scrape timeout of ${header} leaves ${deadlineMs} ms`, async () => {
    await using server = await startTestServer();
    const headers: Record<string, string> =
      header === undefined ? {} : { 'X-Prometheus-Scrape-Timeout-Seconds': header };
    const response = await server.fetch('/metrics', { headers });
    assert.equal(response.status, deadlineMs === null ? 400 : 200);
    assert.deepEqual(server.deadlines, deadlineMs === null ? [] : [deadlineMs]);
  });
}

test('pages other than /metrics probe nothing', async () => {
  await using server = await startTestServer();
  for (const path of ['/', '/debug/components', '/open/x']) await server.fetch(path);
  assert.deepEqual(server.deadlines, []);
});

test('a reload answers with what the configuration said, and is refused to pages of other sites', async () => {
  let outcome: { ok: true } | { ok: false; message: string } = { ok: true };
  let calls = 0;
  const reload = async (): Promise<typeof outcome> => {
    calls += 1;
    return outcome;
  };
  await using server = await startTestServer({ deps: { reload } });
  assert.equal((await server.fetch('/-/reload', { method: 'POST' })).status, 200);
  outcome = { ok: false, message: 'config.yaml:3:1: unknown key' };
  const failed = await server.fetch('/-/reload', { method: 'PUT' });
  assert.equal(failed.status, 500);
  assert.match(await failed.text(), /config\.yaml:3:1: unknown key/);
  const { url } = server.operator;
  const foreign = await new Promise(resolve => {
    request(`${url}/-/reload`, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }, response => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  assert.equal(foreign, 403);
  assert.equal(calls, 2);
});
