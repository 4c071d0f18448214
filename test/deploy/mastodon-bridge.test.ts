/** From Alertmanager to a direct message: the real Alertmanager, the shipped receiver, and the bridge beside it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'node:test';
import { shippedConfiguration, startAlertmanager, startHook } from '../support/alertmanager.ts';
import { httpServer } from '../support/probing.ts';
import {
  eventually,
  freePort,
  requireProgram,
  startProgram,
  temporaryFolder,
} from '../support/real-programs.ts';

const bridgeFile = resolve(import.meta.dirname, '../../deploy/alertmanager/mastodon-bridge.ts');

const annotations = {
  summary: 'api of a.example is down',
  description: `Reason: http_status. ${'Likely cause: web_process_down. '.repeat(30)}`,
  runbook_url: 'https://docs.example/alerts/FedistatusComponentDown.md',
};

const notification = {
  version: '4',
  groupKey: '{}:{alertname="FedistatusComponentDown", server="a.example"}',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      startsAt: '2026-11-22T03:04:05Z',
      fingerprint: '01',
      annotations,
    },
  ],
};

test('a notification becomes one direct message with its runbook, however often it is tried', async () => {
  await using folder = await temporaryFolder();
  await using mastodon = await startMastodon([503, 200, 200]);
  await using bridge = await startBridge(folder.path, mastodon.url);
  assert.equal(await bridge.post(JSON.stringify(notification)), 502, 'Alertmanager must try again');
  assert.equal(await bridge.post(JSON.stringify(notification)), 200);
  const resolved = notification.alerts.map(alert => ({ ...alert, status: 'resolved' }));
  assert.equal(await bridge.post(JSON.stringify({ ...notification, alerts: resolved })), 200);

  const [refused, sent, over] = mastodon.posts;
  assert.equal(sent?.headers.authorization, 'Bearer s3cret');
  assert.equal(sent.form.get('visibility'), 'direct');
  const status = sent.form.get('status') ?? '';
  assert.match(status, /^@sysop@other\.example\nFIRING: api of a\.example is down\nReason: http_status\./);
  assert.match(status, /…\nhttps:\/\/docs\.example\/alerts\/FedistatusComponentDown\.md$/);
  assert.equal(status.length, 500);
  assert.equal(refused?.headers['idempotency-key'], sent.headers['idempotency-key']);
  assert.notEqual(over?.headers['idempotency-key'], sent.headers['idempotency-key']);
  assert.match(over?.form.get('status') ?? '', /\nRESOLVED: api of a\.example is down\nhttps/);
});

test('what still fires stands before what is over, which may be cut off', async () => {
  await using folder = await temporaryFolder();
  await using mastodon = await startMastodon([200]);
  await using bridge = await startBridge(folder.path, mastodon.url);
  const over = Array.from({ length: 20 }, (_, index) => ({
    ...notification.alerts[0],
    status: 'resolved',
    annotations: { ...annotations, summary: `s${index}.example is down` },
  }));
  const mixed = { ...notification, alerts: [...over, ...notification.alerts] };
  assert.equal(await bridge.post(JSON.stringify(mixed)), 200);
  const status = mastodon.posts[0]?.form.get('status') ?? '';
  assert.match(
    status,
    /^@sysop@other\.example\nFIRING: api of a\.example is down\nRESOLVED: s0\.example is down\n/,
  );
  assert.equal(status.length, 500);
});

test('a server that cannot be reached is tried again', async () => {
  await using folder = await temporaryFolder();
  await using bridge = await startBridge(folder.path, `http://127.0.0.1:${await freePort()}`);
  assert.equal(await bridge.post(JSON.stringify(notification)), 502);
});

test('the shipped receivers say what is down, why, and where to read on', async t => {
  const path = await requireProgram(t, 'prometheus-alertmanager');
  if (path === null) return;
  await using folder = await temporaryFolder();
  await using mastodon = await startMastodon([200, 200, 200]);
  await using bridge = await startBridge(folder.path, mastodon.url);
  await using slack = await startHook();
  const addressFile = join(folder.path, 'slack_webhook');
  await writeFile(addressFile, slack.url);
  const { receivers } = await shippedConfiguration();
  const shipped = JSON.stringify(receivers.filter(({ name }) => name === 'slack' || name === 'mastodon'))
    .replace('http://127.0.0.1:10063/', bridge.url)
    .replace('/etc/alertmanager/secrets/slack_webhook', addressFile);
  const routes = [{ receiver: 'slack', continue: true }, { receiver: 'mastodon' }];
  const times = { group_wait: '0s', group_interval: '1s' };
  const route = { receiver: 'slack', group_by: ['alertname', 'server'], ...times, routes };
  await using alertmanager = await startAlertmanager(
    path,
    `{ "route": ${JSON.stringify(route)}, "receivers": ${shipped} }`,
  );
  const down = (component: string, more: object = {}): object => ({
    labels: { alertname: 'FedistatusComponentDown', server: 'a.example', component },
    annotations,
    ...more,
  });
  const tell = async (...alerts: readonly object[]): Promise<void> => {
    const { ok } = await fetch(`http://127.0.0.1:${alertmanager.port}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    });
    assert.ok(ok);
  };
  await tell(down('api'));
  const post = await eventually('a post', () => Promise.resolve(mastodon.posts[0]));
  assert.match(post.form.get('status') ?? '', /FIRING: api of a\.example is down\nReason: http_status/);
  const said = JSON.stringify(await eventually('a message', () => Promise.resolve(slack.bodies[0])));
  assert.match(said, /"title":"\[FIRING:1\] FedistatusComponentDown a\.example/);
  assert.match(said, /"title_link":"https:\/\/docs\.example\/alerts\/FedistatusComponentDown\.md"/);
  assert.match(said, /"text":"FIRING: api of a\.example is down\. Reason: http_status\./);

  // One is over while another is down: one message tells of both.
  const other = {
    summary: 'main_page of a.example is down',
    description: 'Reason: timeout.',
    runbook_url: 'https://docs.example/other',
  };
  const over = { endsAt: new Date().toISOString() };
  await tell(down('api', over), down('main_page', { annotations: other }));
  const both = /RESOLVED: api of a\.example is down/;
  const mixed = await eventually('a post on both', () =>
    Promise.resolve(mastodon.posts.find(({ form }) => both.test(form.get('status') ?? ''))),
  );
  assert.match(
    mixed.form.get('status') ?? '',
    /FIRING: main_page [^]+\nReason: timeout\.\nhttps:\/\/docs\.example\/other$/,
  );
  const told = await eventually('a message on both', () =>
    Promise.resolve(slack.bodies.map(body => JSON.stringify(body)).find(body => both.test(body))),
  );
  assert.match(told, /"title_link":"https:\/\/docs\.example\/other"/);
  assert.match(
    told,
    /"text":"FIRING: main_page of a\.example is down\. Reason: timeout\.\\nRESOLVED: api of a\.example is down/,
  );
});

test('what is no notification is refused for good, and nothing is posted', async () => {
  await using folder = await temporaryFolder();
  await using mastodon = await startMastodon([200]);
  await using bridge = await startBridge(folder.path, mastodon.url);
  for (const body of ['', '{', '{}', 'null', '[]']) assert.equal(await bridge.post(body), 400, body);
  assert.equal(await bridge.post(' '.repeat(2 * 1024 * 1024)), 413);
  assert.deepEqual(mastodon.posts, []);
});

interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

/** A server that takes posts as Mastodon does, and answers with these codes one after the other. */
async function startMastodon(
  codes: readonly number[],
): Promise<AsyncDisposable & { readonly url: string; readonly posts: readonly Post[] }> {
  const posts: Post[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url, headers } = request;
    const form = new URLSearchParams(await text(request));
    const code = method === 'POST' && url === '/api/v1/statuses' ? (codes[posts.length] ?? 500) : 404;
    posts.push({ headers, form });
    response.writeHead(code).end('{}');
  };
  const server = await httpServer((request, response) => void take(request, response));
  return {
    url: `http://${server.host}`,
    posts,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function startBridge(
  folder: string,
  server: string,
): Promise<AsyncDisposable & { readonly url: string; post(body: string): Promise<number> }> {
  const token = join(folder, 'token');
  await writeFile(token, 's3cret\n');
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}/`;
  const program = startProgram(process.execPath, [
    bridgeFile,
    `--server=${server}`,
    '--to=@sysop@other.example',
    `--token-file=${token}`,
    `--listen=${listen}`,
  ]);
  await eventually('the bridge', async () => (await fetch(url)).status === 405 || undefined);
  return {
    url,
    post: async body => (await fetch(url, { method: 'POST', body })).status,
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}
