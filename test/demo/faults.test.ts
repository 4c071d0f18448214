import assert from 'node:assert/strict';
import test from 'node:test';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { ask, handshake, type Question, type Reply } from '../support/demo-client.ts';

const loopback = { host: '127.0.0.1', port: 0 } as const;

/** One request for everything that a monitor looks at. `DOMAIN` stands for the domain in handles. */
const survey: Readonly<Record<string, Question>> = {
  health: { path: '/health' },
  about: { path: '/about', headers: { accept: 'text/html' } },
  profile: { path: '/@admin', headers: { accept: 'text/html' } },
  v1: { path: '/api/v1/instance' },
  v2: { path: '/api/v2/instance' },
  timeline: { path: '/api/v1/timelines/public?local=true&limit=1' },
  host_meta: { path: '/.well-known/host-meta' },
  webfinger: { path: '/.well-known/webfinger?resource=acct:admin@DOMAIN' },
  instance_webfinger: { path: '/.well-known/webfinger?resource=acct:DOMAIN@DOMAIN' },
  actor: { path: '/users/admin', headers: { accept: 'application/activity+json' } },
  instance_actor: { path: '/actor', headers: { accept: 'application/activity+json' } },
  nodeinfo: { path: '/nodeinfo/2.0' },
  script: { path: '/packs/assets/application-C0FfeE42.js' },
  streaming: { path: '/api/v1/streaming/health' },
  socket: { path: '/api/v1/streaming', headers: handshake },
  socket_token: { path: '/api/v1/streaming?access_token=x', headers: handshake },
  storage: { path: '/check.txt', host: 'files.localhost' },
};

/** Everything that Rails answers. */
const rails =
  'health about profile v1 v2 timeline host_meta webfinger instance_webfinger actor instance_actor nodeinfo';
const streaming = 'streaming socket socket_token';
const webServer = `${rails} ${streaming} script`;
const butHealth = rails.replace('health ', '');

interface Row {
  readonly fault: string;
  /** By status, what answers differently now. `hang_up`: nothing came back. */
  readonly changes: Readonly<Record<string, string>>;
  /** A header that every changed answer has, or lacks (null). */
  readonly header?: readonly [name: string, value: RegExp | null];
  readonly body?: RegExp;
}

const table: readonly Row[] = [
  {
    fault: 'web_frontend_broken',
    changes: { 500: 'about profile' },
    header: ['x-runtime', /./],
    body: /something went wrong/,
  },
  {
    fault: 'web_frontend_broken_empty',
    changes: { 500: 'about profile' },
    header: ['x-request-id', /./],
    body: /^$/,
  },
  { fault: 'assets_missing', changes: { 404: 'script' }, header: ['server', /^nginx$/] },
  {
    fault: 'web_process_down',
    changes: { 502: rails },
    header: ['x-runtime', null],
    body: /<center>nginx<\/center>/,
  },
  { fault: 'overloaded', changes: { 504: rails }, header: ['server', /^nginx$/] },
  {
    fault: 'database_down',
    changes: {
      500: 'about profile timeline webfinger instance_webfinger actor instance_actor nodeinfo socket_token',
    },
  },
  {
    fault: 'redis_down',
    changes: { 500: 'v2 nodeinfo' },
    body: /^\{"status":500,"error":"Internal Server Error"\}$/,
  },
  { fault: 'everything_errors', changes: { 500: rails }, header: ['x-runtime', /./] },
  { fault: 'migrations_pending', changes: { 500: 'profile timeline' } },
  { fault: 'streaming_down', changes: { 502: streaming }, header: ['server', /^nginx$/] },
  { fault: 'streaming_not_routed', changes: { 301: streaming }, header: ['x-runtime', /./] },
  { fault: 'streaming_not_routed_404', changes: { 404: streaming }, header: ['x-runtime', /./] },
  {
    fault: 'websocket_upgrade_stripped',
    changes: { 400: 'socket socket_token' },
    body: /Unknown channel requested/,
  },
  { fault: 'object_storage_denied', changes: { 403: 'storage' }, body: /<Code>AccessDenied<\/Code>/ },
  { fault: 'object_storage_down', changes: { 503: 'storage' } },
  { fault: 'object_storage_missing', changes: { 404: 'storage' }, body: /NoSuchKey/ },
  { fault: 'host_header_wrong', changes: { 403: butHealth }, header: ['x-request-id', null], body: /^$/ },
  {
    fault: 'https_redirect_loop',
    changes: { 301: butHealth },
    header: ['location', /^http:\/\/mastodon\.localhost:/],
  },
  { fault: 'blocked_by_ip_rule', changes: { 403: rails }, body: /^Forbidden$/m },
  {
    fault: 'challenged_by_bot_protection',
    changes: { 403: webServer },
    header: ['cf-mitigated', /^challenge$/],
  },
  {
    fault: 'rate_limited',
    changes: { 429: 'v1 v2 timeline' },
    header: ['x-ratelimit-remaining', /^0$/],
    body: /^\{"error":"Too many requests"\}$/,
  },
  {
    fault: 'federation_not_routed',
    changes: { 404: 'host_meta webfinger instance_webfinger' },
    header: ['server', /^nginx$/],
  },
  { fault: 'account_unavailable', changes: { 404: 'profile webfinger actor' } },
  { fault: 'account_unavailable_gone', changes: { 410: 'profile webfinger actor' } },
  { fault: 'account_unavailable_suspended', changes: { 403: 'profile' } },
  { fault: 'limited_federation', changes: { 302: 'profile', 401: 'timeline actor' } },
  { fault: 'timeline_closed', changes: { 422: 'timeline' } },
  { fault: 'no_contact_account', changes: { 200: 'v1 v2' }, body: /"(?:contact_)?account":null/ },
  {
    fault: 'status_link_set',
    changes: { 200: 'v2' },
    body: /"status":"https:\/\/status\.elsewhere\.example\/"/,
  },
  { fault: 'self_destruct', changes: { 410: rails }, header: ['x-runtime', /./] },
  { fault: 'maintenance_page', changes: { 503: webServer }, header: ['retry-after', /^600$/] },
  { fault: 'cdn_cannot_reach_origin', changes: { 521: webServer }, header: ['server', /^cloudflare$/] },
  { fault: 'server_unreachable', changes: { hang_up: webServer } },
  {
    fault: 'hidden_by_cache',
    changes: {
      200: 'about profile v1 v2 timeline host_meta webfinger instance_webfinger actor instance_actor nodeinfo',
      502: 'health',
    },
  },
  { fault: 'background_jobs_stuck', changes: { 200: 'timeline' } },
];

const parts: Readonly<Record<string, string>> = {
  health: 'health',
  main_page: 'about',
  api: 'v1 v2',
  streaming: 'streaming',
  streaming_websocket: 'socket socket_token',
  user_page: 'profile',
  object_storage: 'storage',
  host_meta: 'host_meta',
  activitypub: 'webfinger instance_webfinger actor instance_actor',
  nodeinfo: 'nodeinfo',
  timeline: 'timeline',
  assets: 'script',
};

const partRows: readonly Row[] = Object.entries(parts).flatMap(([part, names]) => [
  { fault: `part:${part}`, changes: { 500: names } },
  {
    fault: `part:${part}:garbage`,
    changes: { 200: names },
    header: ['server', /^nginx$/],
    body: /Welcome to nginx/,
  },
  { fault: `part:${part}:slow`, changes: {} },
]);

const slowMs = 20;

test('each fault changes what it should, and nothing else', async t => {
  await using demo = await startDemo({
    listen: loopback,
    software: 'mastodon',
    version: '4.5',
    slowMs,
    now: () => noon,
  });
  const healthy = await surveyOf(demo);
  for (const { fault, changes, header, body } of [...table, ...partRows]) {
    await t.test(fault, async () => {
      demo.break(fault);
      const broken = await surveyOf(demo);
      const changed = Object.keys(survey).filter(name => facts(broken, name) !== facts(healthy, name));
      const byStatus = Object.fromEntries(
        Object.entries(Object.groupBy(changed, name => broken.get(name)?.status ?? 'hang_up')).map(
          ([status, names = []]) => [status, new Set(names)],
        ),
      );
      const expected = Object.entries(changes).map(([status, names]) => [status, new Set(names.split(' '))]);
      assert.deepEqual(byStatus, Object.fromEntries(expected));
      for (const name of changed) {
        const reply = broken.get(name);
        if (header?.[1] === null) assert.equal(reply?.headers[header[0]], undefined);
        else if (header !== undefined) assert.match(reply?.headers[header[0]] ?? '', header[1]);
        if (body !== undefined) assert.match(reply?.body ?? '', body);
      }
      demo.heal(fault);
      const healed = await surveyOf(demo);
      const stillChanged = Object.keys(survey).filter(name => facts(healed, name) !== facts(healthy, name));
      assert.deepEqual(stillChanged, []);
    });
  }
});

test('the table above knows every fault', async () => {
  await using demo = await startDemo({ listen: loopback, software: 'mastodon', version: '4.5' });
  const known = new Set([...table, ...partRows].map(({ fault }) => fault));
  assert.deepEqual(new Set(demo.faults.map(({ id }) => id)), known);
});

test('the instance API outlives the database by three minutes', async () => {
  let now = noon;
  await using demo = await startDemo({
    listen: loopback,
    software: 'mastodon',
    version: '4.5',
    now: () => now,
  });
  demo.break('database_down');
  now += 179_000;
  assert.equal((await ask(demo.port, '/api/v2/instance')).status, 200);
  now += 1_000;
  assert.equal((await ask(demo.port, '/api/v2/instance')).status, 500);
});

const byVersion: readonly { version: string; fault: string; path: string; status: number; body?: RegExp }[] =
  [
    { version: '4.3', fault: 'database_down', path: '/about', status: 200 },
    { version: '3.5', fault: 'database_down', path: '/about', status: 500 },
    { version: '4.5', fault: 'database_down', path: '/health', status: 200 },
    {
      version: '4.3',
      fault: 'limited_federation',
      path: '/api/v2/instance',
      status: 401,
      body: /authenticated user/,
    },
    { version: '4.5', fault: 'limited_federation', path: '/about', status: 200 },
    { version: '3.5', fault: 'limited_federation', path: '/about', status: 404 },
    { version: '3.5', fault: 'limited_federation', path: '/', status: 302 },
    { version: '3.5', fault: 'hidden_by_cache', path: '/about', status: 502 },
  ];

for (const { version, fault, path, status, body = /^/ } of byVersion) {
  test(`${fault} makes ${path} of Mastodon ${version} answer ${status}`, async () => {
    await using demo = await startDemo({ listen: loopback, software: 'mastodon', version });
    demo.break(fault);
    const reply = await ask(demo.port, path);
    assert.equal(reply.status, status);
    assert.match(reply.body, body);
  });
}

test('a limited server of 3.5 refuses WebSockets without token', async () => {
  await using demo = await startDemo({ listen: loopback, software: 'mastodon', version: '3.5' });
  demo.break('limited_federation');
  assert.equal((await ask(demo.port, { path: '/api/v1/streaming', headers: handshake })).status, 401);
});

test('a cache hides the outage from visitors, but not from an unknown query', async () => {
  await using demo = await startDemo({ listen: loopback, software: 'mastodon', version: '4.5' });
  demo.break('hidden_by_cache');
  const visitor = await ask(demo.port, '/api/v2/instance');
  assert.equal(visitor.status, 200);
  assert.equal(visitor.headers['x-cached'], 'STALE');
  const busted = await ask(demo.port, '/api/v2/instance?_fp=1');
  assert.equal(busted.status, 502);
  assert.equal(busted.headers['x-cached'], undefined);
});

test('redirects of a loop lead exactly to where they came from', async () => {
  await using demo = await startDemo({ listen: loopback, software: 'mastodon', version: '4.5' });
  for (const [fault, path] of [
    ['https_redirect_loop', '/about?_fp=a:{b}'],
    ['streaming_not_routed', '/api/v1/streaming/health?_fp=a:{b}'],
  ] as const) {
    demo.break(fault);
    assert.equal((await ask(demo.port, path)).headers['location'], demo.site.webOrigin + path);
    demo.heal();
  }
});

test('stuck background jobs show in the age of the newest post from elsewhere', async () => {
  await using demo = await startDemo({
    listen: loopback,
    software: 'mastodon',
    version: '4.5',
    now: () => noon,
  });
  const newest = async (): Promise<string> => {
    const posts: unknown = JSON.parse(
      (await ask(demo.port, '/api/v1/timelines/public?remote=true&limit=1')).body,
    );
    return (posts as { created_at: string }[])[0]!.created_at;
  };
  assert.equal(await newest(), '2026-11-22T12:00:00.000Z');
  demo.break('background_jobs_stuck');
  assert.equal(await newest(), '2026-11-22T06:00:00.000Z');
});

test('only the bare domain loses federation where the domains are split', async () => {
  await using demo = await startDemo({
    listen: loopback,
    software: 'mastodon',
    version: '4.5',
    splitDomain: true,
  });
  demo.break('federation_not_routed');
  assert.equal((await ask(demo.port, { host: 'localhost', path: '/.well-known/host-meta' })).status, 404);
  assert.equal((await ask(demo.port, '/.well-known/host-meta')).status, 200);
});

test('of two faults the outer one answers, and what it lets through meets the inner one', async () => {
  await using demo = await startDemo({ listen: loopback, software: 'mastodon', version: '4.5' });
  for (const fault of [
    'everything_errors',
    'streaming_down',
    'cdn_cannot_reach_origin',
    'object_storage_denied',
  ])
    demo.break(fault);
  assert.equal((await ask(demo.port, '/about')).status, 521);
  assert.equal((await ask(demo.port, { host: 'files.localhost', path: '/check.txt' })).status, 403);
  demo.heal('cdn_cannot_reach_origin');
  assert.equal((await ask(demo.port, '/about')).status, 500);
  assert.equal((await ask(demo.port, '/api/v1/streaming/health')).status, 502);
});

test('slow answers keep their reader waiting, and then come right', async () => {
  await using demo = await startDemo({ listen: loopback, software: 'mastodon', version: '4.5', slowMs: 60 });
  demo.break('part:health:slow');
  const before = performance.now();
  assert.equal((await ask(demo.port, '/health')).body, 'OK');
  assert.ok(performance.now() - before >= 59);
});

const noon = Date.parse('2026-11-22T12:00:00Z');

type Survey = ReadonlyMap<string, Reply | null>;

async function surveyOf({ port, site }: Demo): Promise<Survey> {
  const answers = Object.entries(survey).map(async ([name, question]) => {
    const path = question.path.replaceAll('DOMAIN', site.localDomain);
    // A connection that ends without an answer is an answer here.
    const reply = await ask(port, { ...question, path }).catch(() => null);
    return [name, reply] as const;
  });
  return new Map(await Promise.all(answers));
}

/** What should be alike in two equal answers. */
function facts(replies: Survey, name: string): string {
  const reply = replies.get(name);
  if (!reply) return 'nothing';
  const volatile = /^(?:date|x-request-id|x-runtime|x-ratelimit-remaining|x-amz-.*)$/;
  const headers = Object.entries(reply.headers).filter(([header]) => !volatile.test(header));
  return JSON.stringify([reply.status, headers, reply.body]);
}
