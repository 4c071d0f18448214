import assert from 'node:assert/strict';
import test from 'node:test';
import { startDemo } from '../../src/demo/demo.ts';
import { ask, handshake, type Question } from '../support/demo-client.ts';

/** `DOMAIN` stands for the web domain with its port, `WEB` for its origin, `FILES` and `WS` for the other bases. */
interface Row {
  readonly asks: string;
  readonly question: Question;
  readonly status: number;
  /** null: the header must not be there. */
  readonly headers?: Readonly<Record<string, string | RegExp | null>>;
  readonly body?: string;
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
}

const page = (path: string): Question => ({ path, headers: { accept: 'text/html' } });
const json = (path: string): Question => ({ path, headers: { accept: 'application/json' } });
const activity = (path: string): Question => ({ path, headers: { accept: 'application/activity+json' } });
const webfinger = (resource: string): Question => ({ path: `/.well-known/webfinger?resource=${resource}` });
const socket = (path = '/api/v1/streaming'): Question => ({ path, headers: handshake });
const files = (path: string): Question => ({ path, host: 'files.localhost' });

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const rails = {
  'x-request-id': uuid,
  'x-runtime': /^0\.0\d{5}$/,
  server: 'Mastodon',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-frame-options': 'DENY',
} as const;

const notRails = { 'x-runtime': null } as const;

const storage: readonly Row[] = [
  {
    asks: 'the file that the sysop placed on the object storage',
    question: files('/check.txt'),
    status: 200,
    headers: {
      'content-type': 'text/plain',
      etag: /^"[\da-f]{32}"$/,
      'x-amz-request-id': /^[\dA-F]{16}$/,
      ...notRails,
    },
    body: 'OK\n',
  },
  {
    asks: 'for an object that is not there',
    question: files('/nothing'),
    status: 404,
    headers: { 'content-type': 'application/xml' },
    contains: ['<Code>NoSuchKey</Code>'],
  },
  {
    asks: 'for the picture of the contact account',
    question: files('/accounts/avatars/000/000/001/original/6d6173746f646f6e.png'),
    status: 200,
    headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=315576000, immutable' },
    contains: ['PNG'],
  },
];

/** What every version answers. */
const always: readonly Row[] = [
  ...storage,
  {
    asks: 'for version 1 of the instance',
    question: json('/api/v1/instance'),
    status: 200,
    headers: {
      ...rails,
      'content-type': 'application/json; charset=utf-8',
      'x-ratelimit-limit': '300',
      'x-ratelimit-remaining': /^\d+$/,
      'x-ratelimit-reset': /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z$/,
    },
    contains: [
      '"uri":"DOMAIN"',
      '"streaming_api":"WS"',
      '"acct":"admin"',
      '"avatar":"FILES/accounts/avatars/',
    ],
  },
  {
    asks: 'for the page of an unknown account',
    question: page('/@nobody'),
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8', 'x-runtime': /./ },
  },
  {
    asks: 'for the page of the account',
    question: page('/@admin'),
    status: 200,
    headers: {
      ...rails,
      'content-type': 'text/html; charset=utf-8',
      etag: /^W\/"[\da-f]{32}"$/,
      link: /^<WEB\/\.well-known\/webfinger\?resource=acct%3Aadmin%40.*>; rel="lrdd"/,
      'set-cookie': null,
    },
    contains: [
      'content="Admin (@admin@DOMAIN)" property="og:title"',
      'content="admin@DOMAIN" property="profile:username"',
    ],
  },
  {
    asks: 'for the old page of the account',
    question: page('/users/admin'),
    status: 301,
    headers: { location: 'WEB/@admin' },
  },
  {
    asks: 'webfinger for an unknown account',
    question: webfinger('acct:nobody@DOMAIN'),
    status: 404,
    headers: { 'cache-control': 'max-age=180, public', 'content-type': null },
    body: '',
  },
  {
    asks: 'webfinger for an account of another server',
    question: webfinger('acct:admin@other.example'),
    status: 404,
    body: '',
  },
  {
    asks: 'webfinger for the address of a page, in another case',
    question: webfinger('WEB/@Admin'),
    status: 200,
    contains: ['"subject":"acct:admin@DOMAIN"'],
  },
  {
    asks: 'for the script of the pages, with a wrong name',
    question: { path: '/packs/nothing.js' },
    status: 404,
    headers: { server: 'nginx', ...notRails },
  },
  {
    asks: 'for the health of streaming',
    question: { path: '/api/v1/streaming/health' },
    status: 200,
    headers: { 'content-type': 'text/plain', 'x-request-id': uuid, server: 'nginx', ...notRails },
    body: 'OK',
  },
  {
    asks: 'for the local timeline',
    question: json('/api/v1/timelines/public?local=true&limit=1'),
    status: 200,
    contains: ['"acct":"admin"'],
    lacks: ['visitor'],
  },
  {
    asks: 'for the remote timeline',
    question: json('/api/v1/timelines/public?remote=true'),
    status: 200,
    contains: ['visitor@remote.example'],
    lacks: ['"acct":"admin"'],
  },
  {
    asks: 'for the emojis',
    question: json('/api/v1/custom_emojis'),
    status: 200,
    contains: ['"url":"FILES/custom_emojis/'],
  },
  {
    asks: 'a WebSocket with a wrong token',
    question: socket('/api/v1/streaming?access_token=x'),
    status: 401,
  },
  {
    asks: 'for the actor',
    question: activity('/users/admin'),
    status: 200,
    headers: { 'content-type': 'application/activity+json; charset=utf-8' },
    contains: ['"publicKey"', '"sharedInbox":"WEB/inbox"'],
  },
  { asks: 'with a method that nothing answers', question: { path: '/about', method: 'POST' }, status: 404 },
];

const xrd = (type: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n  <Link rel="lrdd"${type} template="WEB/.well-known/webfinger?resource={uri}"/>\n</XRD>\n`;

const since30: readonly Row[] = [
  {
    asks: 'webfinger for the actor of the server itself',
    question: webfinger('acct:DOMAIN@DOMAIN'),
    status: 200,
    contains: ['"subject":"acct:DOMAIN@DOMAIN"', '"href":"WEB/actor"'],
  },
  {
    asks: 'for the actor of the server itself',
    question: activity('/actor'),
    status: 200,
    contains: ['"type":"Application"'],
  },
  {
    asks: 'where nodeinfo is',
    question: json('/.well-known/nodeinfo'),
    status: 200,
    contains: ['"href":"WEB/nodeinfo/2.0"'],
  },
  {
    asks: 'for nodeinfo',
    question: json('/nodeinfo/2.0'),
    status: 200,
    headers: { 'cache-control': 'max-age=1800, public' },
    contains: ['"name":"mastodon"', '"protocols":["activitypub"]'],
  },
  {
    asks: 'for the health',
    question: { path: '/health' },
    status: 200,
    headers: {
      ...rails,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'max-age=0, private, must-revalidate',
    },
    body: 'OK',
  },
];

const upTo35: readonly Row[] = [
  { asks: 'for the start page', question: page('/'), status: 302, headers: { location: 'WEB/about' } },
  {
    asks: 'for the extended description',
    question: page('/about/more'),
    status: 200,
    contains: ["<span class='display-name__account'>@admin</span>", 'property="og:site_name"'],
  },
  {
    asks: 'about',
    question: page('/about'),
    status: 200,
    contains: ['@admin', 'hosted on DOMAIN'],
    lacks: ["id='mastodon'"],
  },
  {
    asks: 'for version 2 of the instance, as a program',
    question: json('/api/v2/instance'),
    status: 404,
    body: '{"error":"Not Found"}',
  },
  {
    asks: 'for version 2 of the instance, as a browser',
    question: page('/api/v2/instance'),
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  },
  {
    asks: 'for host-meta',
    question: { path: '/.well-known/host-meta' },
    status: 200,
    headers: { 'content-type': 'application/xrd+xml; charset=utf-8' },
    body: xrd(' type="application/xrd+xml"'),
  },
  {
    asks: 'for host-meta in JSON',
    question: json('/.well-known/host-meta'),
    status: 200,
    headers: { 'content-type': 'application/xrd+xml; charset=utf-8' },
  },
  {
    asks: 'for the cache line of streaming',
    question: { path: '/api/v1/streaming/health' },
    status: 200,
    headers: { 'cache-control': null },
  },
  {
    asks: 'for streaming without upgrade',
    question: json('/api/v1/streaming'),
    status: 401,
    body: '{"error":"Error: Missing access token"}',
  },
];

const rows: Readonly<Record<string, readonly Row[]>> = {
  '4.5': [
    ...always,
    ...since30,
    {
      asks: 'about',
      question: page('/about'),
      status: 200,
      headers: {
        ...rails,
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'max-age=15, public, stale-while-revalidate=30, stale-if-error=86400',
        vary: 'Accept, Accept-Language, Cookie, Origin',
        'content-security-policy': /connect-src 'self' data: blob: WEB FILES WS;/,
        'referrer-policy': 'same-origin',
        'set-cookie': null,
      },
      contains: [
        '<script id="initial-state" type="application/json">{"meta":',
        '"domain":"DOMAIN"',
        '"version":"4.5.3"',
        '"admin":null',
        '"streaming_api_base_url":"WS"',
        '"accounts":{}',
        'content="Mastodon hosted on DOMAIN" property="og:site_name"',
        "id='mastodon'",
        '<script src="/packs/assets/application-',
        "href='FILES' rel='dns-prefetch'",
      ],
      lacks: ['@admin'],
    },
    { asks: 'for the start page', question: page('/'), status: 200, contains: ['initial-state'] },
    {
      asks: 'for the extended description',
      question: page('/about/more'),
      status: 301,
      headers: { location: 'WEB/about' },
    },
    {
      asks: 'for the cache line of a page of an account',
      question: page('/@admin'),
      status: 200,
      headers: { 'cache-control': 'max-age=15, public, stale-while-revalidate=30, stale-if-error=3600' },
      contains: ['"domain":"DOMAIN"'],
    },
    {
      asks: 'for the script of the pages',
      question: { path: '/packs/assets/application-C0FfeE42.js' },
      status: 200,
      headers: { 'content-type': 'application/javascript', server: 'nginx' },
    },
    {
      asks: 'for the cache line of version 1 of the instance',
      question: json('/api/v1/instance'),
      status: 200,
      headers: {
        deprecation: '@1668384000',
        vary: 'Origin',
        'cache-control': 'max-age=300, public, stale-while-revalidate=30, stale-if-error=86400',
      },
      contains: ['"version":"4.5.3"'],
    },
    {
      asks: 'for version 2 of the instance',
      question: json('/api/v2/instance'),
      status: 200,
      headers: {
        ...rails,
        deprecation: null,
        'cache-control': /^max-age=300, public/,
        'x-ratelimit-limit': '300',
      },
      contains: [
        '"domain":"DOMAIN"',
        '"streaming":"WS","status":null',
        '"live_feeds":{"local":"public","remote":"public"}',
        '"api_versions":{"mastodon":7}',
        '"rules":[]',
      ],
    },
    {
      asks: 'for an account by name',
      question: json('/api/v1/accounts/lookup?acct=admin'),
      status: 200,
      contains: ['"username":"admin"'],
    },
    {
      asks: 'for an unknown account by name',
      question: json('/api/v1/accounts/lookup?acct=x'),
      status: 404,
      body: '{"error":"Record not found"}',
    },
    {
      asks: 'for host-meta',
      question: { path: '/.well-known/host-meta' },
      status: 200,
      headers: {
        ...rails,
        'content-type': 'application/xrd+xml; charset=utf-8',
        'cache-control': 'max-age=259200, public',
      },
      body: xrd(''),
    },
    {
      asks: 'for host-meta in JSON',
      question: json('/.well-known/host-meta'),
      status: 200,
      body: '{"links":[{"rel":"lrdd","template":"WEB/.well-known/webfinger?resource={uri}"}]}',
    },
    {
      asks: 'for host-meta by its JSON name',
      question: page('/.well-known/host-meta.json'),
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    },
    {
      asks: 'webfinger',
      question: webfinger('acct:admin@DOMAIN'),
      status: 200,
      headers: {
        ...rails,
        'content-type': 'application/jrd+json; charset=utf-8',
        'cache-control': 'max-age=259200, public',
      },
      contains: [
        '"subject":"acct:admin@DOMAIN"',
        '"rel":"self","type":"application/activity+json","href":"WEB/ap/users/1"',
        'http://webfinger.net/rel/avatar',
      ],
      lacks: ['salmon'],
    },
    {
      asks: 'webfinger without resource',
      question: { path: '/.well-known/webfinger' },
      status: 400,
      body: '',
    },
    { asks: 'webfinger for nonsense', question: webfinger('nonsense'), status: 400, body: '' },
    {
      asks: 'for the actor by its number',
      question: activity('/ap/users/1'),
      status: 200,
      contains: ['"id":"WEB/ap/users/1"', '"preferredUsername":"admin"'],
    },
    {
      asks: 'for the actor where the page is',
      question: activity('/@admin'),
      status: 200,
      contains: ['"id":"WEB/ap/users/1"'],
    },
    {
      asks: 'for an unknown actor',
      question: activity('/ap/users/2'),
      status: 404,
      body: '{"error":"Not Found"}',
    },
    {
      asks: 'for the cache line of streaming',
      question: { path: '/api/v1/streaming/health' },
      status: 200,
      headers: { 'cache-control': 'private, no-store' },
    },
    {
      asks: 'for streaming without upgrade',
      question: json('/api/v1/streaming'),
      status: 400,
      body: '{"error":"Unknown channel requested"}',
    },
    {
      asks: 'for a channel without token',
      question: json('/api/v1/streaming/public'),
      status: 401,
      body: '{"error":"Missing access token"}',
    },
    {
      asks: 'a WebSocket without token',
      question: socket(),
      status: 401,
      headers: { 'x-error-message': 'Missing access token', 'content-length': '0', connection: 'close' },
      body: '',
    },
    {
      asks: 'a WebSocket with a wrong token',
      question: socket('/api/v1/streaming?access_token=x'),
      status: 401,
      headers: { 'x-error-message': 'Invalid access token' },
    },
    {
      asks: 'under a foreign name',
      question: { path: '/about', host: 'other.localhost' },
      status: 403,
      headers: { 'x-request-id': null, 'content-length': '0' },
      body: '',
    },
    {
      asks: 'for the health under a foreign name',
      question: { path: '/health', host: 'other.localhost' },
      status: 200,
      body: 'OK',
    },
  ],
  '3.5': [
    ...always,
    ...since30,
    ...upTo35,
    {
      asks: 'about',
      question: page('/about'),
      status: 200,
      headers: { 'permissions-policy': 'interest-cohort=()', vary: null },
      contains: ['initial-state', '"version":"3.5.3"'],
    },
    {
      asks: 'for the cache line of version 1 of the instance',
      question: json('/api/v1/instance'),
      status: 200,
      headers: { 'cache-control': 'max-age=180, public', deprecation: null },
      contains: ['"version":"3.5.3"', '"rules":[]'],
    },
    {
      asks: 'a WebSocket without token',
      question: socket(),
      status: 101,
      headers: { 'sec-websocket-accept': 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' },
    },
    {
      asks: 'webfinger',
      question: webfinger('acct:admin@DOMAIN'),
      status: 200,
      contains: ['"href":"WEB/users/admin"', 'subscribe'],
      lacks: ['avatar', 'salmon'],
    },
    {
      asks: 'webfinger without resource',
      question: { path: '/.well-known/webfinger' },
      status: 400,
      body: '',
    },
    {
      asks: 'under a foreign name',
      question: { path: '/about', host: 'other.localhost' },
      status: 403,
      body: '',
    },
  ],
  '2.9': [
    ...always,
    ...upTo35,
    {
      asks: 'about',
      question: page('/about'),
      status: 200,
      headers: { 'permissions-policy': null },
      lacks: ['initial-state'],
    },
    {
      asks: 'for the cache line of version 1 of the instance',
      question: json('/api/v1/instance'),
      status: 200,
      headers: { 'cache-control': 'max-age=300, public' },
      contains: ['"version":"2.9.2"'],
      lacks: ['"rules"'],
    },
    { asks: 'for the health', question: page('/health'), status: 404 },
    {
      asks: 'for nodeinfo',
      question: json('/.well-known/nodeinfo'),
      status: 404,
      body: '{"error":"Not Found"}',
    },
    { asks: 'for the actor of the server itself', question: activity('/actor'), status: 404 },
    {
      asks: 'webfinger for the actor of the server itself',
      question: webfinger('acct:DOMAIN@DOMAIN'),
      status: 404,
      body: '',
    },
    {
      asks: 'webfinger',
      question: webfinger('acct:admin@DOMAIN'),
      status: 200,
      contains: ['salmon', 'magic-public-key', 'updates-from'],
    },
    {
      asks: 'webfinger without resource',
      question: { path: '/.well-known/webfinger' },
      status: 404,
      body: '',
    },
    { asks: 'a WebSocket without token', question: socket(), status: 401, body: 'Unauthorized' },
    { asks: 'under a foreign name', question: page('/about'), status: 200 },
  ],
};

for (const [version, table] of Object.entries(rows)) {
  test(`Mastodon ${version} answers as the real one does`, async t => {
    await using demo = await startDemo({
      listen: { host: '127.0.0.1', port: 0 },
      software: 'mastodon',
      version,
    });
    const { site } = demo;
    const filled = (text: string): string =>
      text
        .replaceAll('DOMAIN', site.webDomain)
        .replaceAll('WEB', site.webOrigin)
        .replaceAll('FILES', site.storageOrigin)
        .replaceAll('WS', site.streamingBase);
    for (const row of table) {
      await t.test(`asked ${row.asks} (${row.status})`, async () => {
        const reply = await ask(demo.port, { ...row.question, path: filled(row.question.path) });
        assert.equal(reply.status, row.status);
        for (const [name, expected] of Object.entries(row.headers ?? {})) {
          const actual = reply.headers[name];
          if (expected === null) assert.equal(actual, undefined, name);
          else if (typeof expected === 'string') assert.equal(actual, filled(expected), name);
          else assert.match(actual ?? '', new RegExp(filled(expected.source)), name);
        }
        if (row.body !== undefined) assert.equal(reply.body, filled(row.body));
        for (const part of row.contains ?? [])
          assert.ok(reply.body.includes(filled(part)), `lacks ${filled(part)}:\n${reply.body}`);
        for (const part of row.lacks ?? [])
          assert.ok(!reply.body.includes(filled(part)), `has ${filled(part)}`);
      });
    }
  });
}

/** Versions between those of the tables, by the one thing that changed in them. */
const between: readonly {
  version: string;
  question: Question;
  status: number;
  header?: [string, string];
  body?: string;
}[] = [
  { version: '3.3', question: { path: '/health' }, status: 200, body: 'success' },
  { version: '4.0', question: page('/@admin'), status: 200, header: ['cache-control', 'max-age=0, public'] },
  { version: '4.1.0', question: socket(), status: 101 },
  { version: '4.2', question: socket(), status: 401, body: 'Unauthorized' },
  {
    version: '4.2',
    question: json('/api/v1/streaming'),
    status: 400,
    body: '{"error":"Error: Unknown channel requested"}',
  },
  { version: '4.3', question: socket(), status: 401, header: ['x-error-message', 'Missing access token'] },
  {
    version: '4.3',
    question: json('/.well-known/host-meta'),
    status: 200,
    header: ['content-type', 'application/xrd+xml; charset=utf-8'],
  },
  { version: '4.8.0-alpha.1', question: json('/api/v2/instance'), status: 200 },
];

for (const { version, question, status, header, body } of between) {
  test(`Mastodon ${version} answers ${question.path} as its release notes say`, async () => {
    await using demo = await startDemo({
      listen: { host: '127.0.0.1', port: 0 },
      software: 'mastodon',
      version,
    });
    const reply = await ask(demo.port, question);
    assert.equal(reply.status, status);
    if (header !== undefined) assert.equal(reply.headers[header[0]], header[1]);
    if (body !== undefined) assert.equal(reply.body, body);
  });
}

test('a split domain forwards federation to the web domain, and nothing else', async () => {
  await using demo = await startDemo({
    listen: { host: '127.0.0.1', port: 0 },
    software: 'mastodon',
    version: '4.5',
    splitDomain: true,
  });
  const { site, port } = demo;
  assert.equal(site.localDomain, `localhost:${port}`);
  const forwarded = await ask(port, {
    host: 'localhost',
    path: '/.well-known/webfinger?resource=acct:admin@x',
  });
  assert.equal(forwarded.status, 301);
  assert.equal(
    forwarded.headers['location'],
    `${site.webOrigin}/.well-known/webfinger?resource=acct:admin@x`,
  );
  assert.equal((await ask(port, { host: 'localhost', path: '/api/v2/instance' })).status, 404);
  const instance = await ask(port, '/api/v2/instance');
  assert.match(instance.body, new RegExp(`"domain":"localhost:${port}"`));
  const found = await ask(port, `/.well-known/webfinger?resource=acct:admin@localhost:${port}`);
  assert.match(found.body, new RegExp(`"subject":"acct:admin@localhost:${port}"`));
});

test('a streaming host of its own has the streaming API, and Rails sends clients there', async () => {
  await using demo = await startDemo({
    listen: { host: '127.0.0.1', port: 0 },
    software: 'mastodon',
    version: '4.5',
    ownStreamingHost: true,
  });
  const path = '/api/v1/streaming/health';
  const sent = await ask(demo.port, path);
  assert.equal(sent.status, 301);
  assert.equal(sent.headers['location'], `http://streaming.localhost:${demo.port}${path}`);
  const health = await ask(demo.port, { host: 'streaming.localhost', path });
  assert.equal(health.body, 'OK');
  assert.match((await ask(demo.port, '/api/v2/instance')).body, /"streaming":"ws:\/\/streaming\.localhost:/);
});

test('the rate limit counts down within five minutes and starts again', async () => {
  let now = Date.parse('2026-11-22T03:00:01Z');
  await using demo = await startDemo({
    listen: { host: '127.0.0.1', port: 0 },
    software: 'mastodon',
    version: '4.5',
    now: () => now,
  });
  const remaining = async (): Promise<string> => {
    const { headers } = await ask(demo.port, '/api/v1/instance');
    return `${headers['x-ratelimit-remaining']} until ${headers['x-ratelimit-reset']}`;
  };
  assert.equal(await remaining(), '299 until 2026-11-22T03:05:00.000000Z');
  assert.equal(await remaining(), '298 until 2026-11-22T03:05:00.000000Z');
  now += 300_000;
  assert.equal(await remaining(), '299 until 2026-11-22T03:10:00.000000Z');
});
