/** What is unlike Mastodon in the softwares that are simulated in outline (facts/fediverse.md §B and §H). */
import assert from 'node:assert/strict';
import test from 'node:test';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { ask, handshake, type Question } from '../support/demo-client.ts';

interface Trap {
  readonly what: string;
  readonly question: Question;
  readonly status: number;
  /** Content type, without parameters. */
  readonly type?: string;
  readonly header?: readonly [name: string, value: RegExp];
  readonly body?: RegExp;
}

const accept = (value: string): Readonly<Record<string, string>> => ({ accept: value });
const finger = '/.well-known/webfinger?resource=acct:';

/** `DOMAIN` stands for the domain. */
const traps: Readonly<Record<string, readonly Trap[]>> = {
  misskey: [
    { what: 'GET on its API', question: { path: '/api/meta' }, status: 405 },
    {
      what: 'POST on its API',
      question: { path: '/api/meta', method: 'POST' },
      status: 200,
      type: 'application/json',
      header: ['cache-control', /^private, max-age=0/],
      body: /"uri":"http:\/\/misskey\.localhost:/,
    },
    {
      what: 'a ping',
      question: { path: '/api/ping', method: 'POST' },
      status: 200,
      body: /^\{"pong":\d+\}$/,
    },
    {
      what: 'an endpoint that is not there',
      question: { path: '/api/v1/instance' },
      status: 404,
      body: /UNKNOWN_API_ENDPOINT/,
    },
    { what: 'any other path', question: { path: '/health' }, status: 200, type: 'text/html' },
    { what: 'a user that is not there', question: { path: '/@nobody' }, status: 200, type: 'text/html' },
    {
      what: 'the actor behind a page',
      question: { path: '/@admin', headers: accept('application/activity+json') },
      status: 200,
      type: 'application/activity+json',
    },
    {
      what: 'health',
      question: { path: '/healthz' },
      status: 200,
      body: /^$/,
      header: ['cache-control', /no-store/],
    },
    { what: 'a stranger that listens', question: { path: '/streaming', headers: handshake }, status: 101 },
    { what: 'an account of another server', question: { path: `${finger}a@other.test` }, status: 422 },
    {
      what: 'host-meta in JSON',
      question: { path: '/.well-known/host-meta.json' },
      status: 200,
      type: 'application/jrd+json',
    },
  ],
  sharkey: [
    {
      what: "Mastodon's API besides its own",
      question: { path: '/api/v2/instance' },
      status: 200,
      body: /"domain":"sharkey\.localhost:\d+"/,
    },
  ],
  akkoma: [
    { what: 'any path', question: { path: '/@nobody' }, status: 200, type: 'text/html' },
    {
      what: 'an API that is not there',
      question: { path: '/api/v9/x' },
      status: 404,
      type: 'application/json',
    },
    {
      what: 'webfinger for a browser',
      question: { path: `${finger}admin@DOMAIN`, headers: accept('text/html') },
      status: 406,
    },
    {
      what: 'the staff',
      question: { path: '/nodeinfo/2.1.json' },
      status: 200,
      body: /"staffAccounts":\["http/,
    },
    {
      what: 'the instance',
      question: { path: '/api/v1/instance' },
      status: 200,
      body: /"version":"2\.7\.2 \(compatible; Akkoma 3\.15\.2\)"/,
    },
    {
      what: 'a stranger that listens',
      question: { path: '/api/v1/streaming?stream=public', headers: handshake },
      status: 101,
    },
  ],
  gotosocial: [
    { what: 'a client without a name', question: { path: '/', headers: { 'user-agent': '' } }, status: 418 },
    { what: 'HEAD', question: { path: '/livez', method: 'HEAD' }, status: 405 },
    { what: 'life', question: { path: '/livez' }, status: 200, body: /^$/ },
    { what: 'readiness', question: { path: '/readyz' }, status: 200, body: /^$/ },
    {
      what: 'an actor for a request without signature',
      question: { path: '/users/admin', headers: accept('application/activity+json') },
      status: 401,
    },
    {
      what: 'an actor for a browser',
      question: { path: '/users/admin', headers: accept('text/html') },
      status: 303,
      header: ['location', /\/@admin$/],
    },
    {
      what: 'webfinger for a browser',
      question: { path: `${finger}admin@DOMAIN`, headers: accept('text/html') },
      status: 406,
    },
    { what: 'an account of another server', question: { path: `${finger}a@other.test` }, status: 400 },
    {
      what: 'host-meta in JSON',
      question: { path: '/.well-known/host-meta', headers: accept('application/json') },
      status: 406,
    },
    { what: 'streaming without a token', question: { path: '/api/v1/streaming' }, status: 401 },
    {
      what: 'streaming without a token, with an upgrade',
      question: { path: '/api/v1/streaming', headers: handshake },
      status: 401,
      type: 'application/json',
    },
    { what: 'the health of streaming', question: { path: '/api/v1/streaming/health' }, status: 404 },
    { what: 'emoji', question: { path: '/api/v1/custom_emojis' }, status: 401 },
    {
      what: 'a profile',
      question: { path: '/@admin' },
      status: 200,
      header: ['cache-control', /^no-store$/],
    },
  ],
  pixelfed: [
    {
      what: 'webfinger',
      question: { path: `${finger}admin@DOMAIN` },
      status: 200,
      type: 'application/json',
    },
    { what: 'an account that is not there', question: { path: `${finger}nobody@DOMAIN` }, status: 400 },
    { what: 'the server itself', question: { path: `${finger}DOMAIN@DOMAIN` }, status: 200 },
    {
      what: 'a profile under its old name',
      question: { path: '/@admin' },
      status: 302,
      header: ['location', /localhost:\d+\/admin$/],
    },
    { what: 'health', question: { path: '/api/service/health-check' }, status: 200, body: /^OK$/ },
    { what: 'streaming', question: { path: '/api/v1/streaming', headers: handshake }, status: 404 },
  ],
};

for (const [software, rows] of Object.entries(traps)) {
  test(`${software} answers as the real one does`, async t => {
    await using demo = await startDemo({ listen: { host: '127.0.0.1', port: 0 }, software });
    for (const { what, question, status, type, header, body } of rows) {
      await t.test(what, async () => {
        const path = question.path.replaceAll('DOMAIN', demo.site.localDomain);
        const reply = await ask(demo.port, { ...question, path, host: `${software}.localhost` });
        assert.equal(reply.status, status, reply.body);
        if (type !== undefined) assert.equal(reply.headers['content-type']?.split(';')[0], type);
        if (header !== undefined) assert.match(reply.headers[header[0]] ?? '', header[1]);
        if (body !== undefined) assert.match(reply.body, body);
      });
    }
  });
}

interface Row {
  readonly software: string;
  readonly fault: string;
  readonly path: string;
  /** Milliseconds since the fault. */
  readonly after?: number;
  readonly status: number;
  readonly header?: readonly [name: string, value: string];
}

const faults: readonly Row[] = [
  { software: 'misskey', fault: 'redis_down', path: '/healthz', status: 503, header: ['server', 'nginx'] },
  { software: 'misskey', fault: 'redis_down', path: '/', status: 200 },
  { software: 'misskey', fault: 'database_down', path: '/nodeinfo/2.0', status: 200 },
  { software: 'misskey', fault: 'database_down', path: '/nodeinfo/2.0', after: 600_000, status: 500 },
  { software: 'misskey', fault: 'federation_off', path: '/.well-known/host-meta', status: 403 },
  { software: 'akkoma', fault: 'healthcheck_off', path: '/api/v1/pleroma/healthcheck', status: 503 },
  { software: 'gotosocial', fault: 'database_down', path: '/livez', status: 200 },
  { software: 'gotosocial', fault: 'database_down', path: '/readyz', status: 500 },
  { software: 'gotosocial', fault: 'database_down', path: '/api/v1/instance', status: 200 },
  { software: 'gotosocial', fault: 'database_down', path: '/api/v2/instance', status: 500 },
  { software: 'gotosocial', fault: 'database_down', path: `${finger}admin@DOMAIN`, status: 200 },
  {
    software: 'gotosocial',
    fault: 'maintenance_page_migrating',
    path: '/',
    status: 503,
    header: ['retry-after', '120'],
  },
  { software: 'gotosocial', fault: 'maintenance_page_migrating', path: '/livez', status: 200 },
  { software: 'gotosocial', fault: 'rate_limited', path: '/api/v2/instance', status: 429 },
  { software: 'gotosocial', fault: 'timeline_closed', path: '/api/v1/timelines/public', status: 401 },
  { software: 'pixelfed', fault: 'database_down', path: '/api/v1/instance', after: 1_799_000, status: 200 },
  { software: 'pixelfed', fault: 'database_down', path: '/api/v1/instance', after: 1_800_000, status: 500 },
  { software: 'pixelfed', fault: 'database_down', path: '/admin', status: 500 },
  { software: 'pixelfed', fault: 'account_unavailable', path: `${finger}admin@DOMAIN`, status: 400 },
  { software: 'pixelfed', fault: 'account_unavailable', path: '/@admin', status: 302 },
];

for (const { software, fault, path, after = 0, status, header } of faults) {
  test(`${software}, ${fault}: ${path}${after === 0 ? '' : ` after ${after / 1000} s`} is ${status}`, async () => {
    let now = 0;
    await using demo: Demo = await startDemo({
      listen: { host: '127.0.0.1', port: 0 },
      software,
      now: () => now,
    });
    demo.break(fault);
    now = after;
    const asked = path.replaceAll('DOMAIN', demo.site.localDomain);
    const reply = await ask(demo.port, { path: asked, host: `${software}.localhost` });
    assert.equal(reply.status, status);
    if (header !== undefined) assert.equal(reply.headers[header[0]], header[1]);
  });
}
