import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { discoverDeps } from '../../src/cli/discoverer.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Reply } from '../../src/discover/asker.ts';
import { explainNothing } from '../../src/discover/nothing.ts';
import { nothingAt } from '../support/discovering.ts';
import { httpServer, type Listening, listening, rawServer } from '../support/probing.ts';
import { freePort } from '../support/real-programs.ts';

function answering(status: number, type: string, body: string): () => Promise<Listening> {
  return () =>
    httpServer((_request, response) => {
      response.writeHead(status, { 'Content-Type': type });
      response.end(body);
    });
}

const page = '<!DOCTYPE html><title>An app</title><div id="app"></div>';

/** What is there, what is said of it, and after how many questions. */
const cases: readonly [
  what: string,
  start: () => Promise<Listening>,
  message: RegExp,
  mostRequests: number,
][] = [
  [
    'a single-page application that answers everything with a page',
    answering(200, 'text/html', page),
    /^HOST answers everything with a page, which proves nothing$/,
    5,
  ],
  [
    'a page that says to be JSON',
    answering(200, 'application/json', page),
    /^HOST answers everything with a page, which proves nothing$/,
    5,
  ],
  [
    'redirects in a circle',
    () =>
      httpServer((request, response) => {
        response.writeHead(301, { Location: `http://${request.headers.host}${request.url}` });
        response.end();
      }),
    /^HOST redirects without end: the redirects lead in a circle$/,
    3,
  ],
  [
    'redirects to ever new places',
    () =>
      httpServer((request, response) => {
        response.writeHead(302, { Location: `${request.url}0` });
        response.end();
      }),
    /^HOST redirects without end: more than 5 redirects$/,
    18,
  ],
  [
    'a web server of something else',
    answering(404, 'text/html', page),
    /^nothing that belongs to a fediverse server is at HOST: status 404$/,
    5,
  ],
  [
    'a proxy whose program is down',
    answering(502, 'text/html', page),
    /^HOST is down: everything that was asked for has status 502$/,
    5,
  ],
  [
    'a server behind a password',
    answering(401, 'text/html', page),
    /^HOST wants a password: status 401 for everything that was asked for$/,
    5,
  ],
  [
    'a server that lets nobody in',
    answering(403, 'text/html', page),
    /^HOST refuses us: status 403 for everything that was asked for$/,
    5,
  ],
  [
    'a server that has ended for good',
    answering(410, 'text/plain', ''),
    /^HOST is gone for good: status 410 for everything that was asked for$/,
    5,
  ],
  [
    'a server that hangs up',
    () => rawServer(socket => socket.destroy()),
    /^HOST is down, or does not answer us: /,
    3,
  ],
  [
    'documents that lead nowhere',
    answering(200, 'application/json', '{"links":[{"rel":"self"}],"version":"","software":{}}'),
    /^nothing that belongs to a fediverse server is at HOST: status 200, but not what was asked for$/,
    5,
  ],
];

for (const [what, start, message, mostRequests] of cases) {
  test(`nothing is written of ${what}, and why is said`, async () => {
    await using server = await start();
    const nothing = await nothingAt(server.host);
    assert.match(nothing.message.replaceAll(server.host, 'HOST'), message);
    assert.ok(nothing.advice.length > 0);
    assert.ok(nothing.answers.length >= 3);
    assert.ok(nothing.requests <= mostRequests, `${nothing.requests} requests`);
  });
}

test('nothing is written of a server that is down, and that it is down is said', async () => {
  const nothing = await nothingAt(`127.0.0.1:${await freePort()}`);
  assert.match(nothing.message, /^127\.0\.0\.1:\d+ is down, or does not answer us: connect ECONNREFUSED /);
  assert.equal(nothing.requests, 3);
});

test('nothing is written of a name that does not exist, and that it does not is said', async () => {
  const nothing = await nothingAt('no-such-name.invalid', { run: failingWith('dns_nxdomain') });
  assert.equal(nothing.message, 'there is no such name: no-such-name.invalid');
  assert.match(nothing.advice.join(' '), /Is it spelt right\?/);
});

test('nothing is written of a name that cannot be looked up or trusted, and why is said', async () => {
  const dns = await nothingAt('a.example', { run: failingWith('dns_servfail') });
  assert.equal(dns.message, 'a.example cannot be looked up: made up');
  const tls = await nothingAt('a.example', { run: failingWith('tls_expired') });
  assert.equal(tls.message, 'a.example cannot be trusted: made up');
  assert.deepEqual(tls.advice, ['See: openssl s_client -connect a.example:443 -servername a.example']);
  const port = await nothingAt('a.example:8443', { run: failingWith('tls_expired') });
  assert.deepEqual(port.advice, ['See: openssl s_client -connect a.example:8443 -servername a.example']);
});

test('a server that never answers is given up after one time-out, not after many', async () => {
  await using server = await listening(createServer(() => {}));
  const { run } = discoverDeps(new AbortController().signal);
  const nothing = await nothingAt(server.host, { run: probe => run(probe, 200) });
  assert.match(nothing.message, /is down, or does not answer us: /);
  assert.equal(nothing.requests, 3);
});

test('answers of several kinds are no pattern, and are told one by one', () => {
  const silence = { kind: 'silence', code: 'conn_reset', message: 'reset' } as const;
  const answer = {
    kind: 'answer',
    status: 404,
    url: 'https://a.example/',
    redirects: 0,
    headers: new Map(),
    mediaType: 'text/html',
    answeredBy: 'unknown',
    text: '',
  } as const;
  const replies: ReadonlyMap<string, Reply> = new Map<string, Reply>([
    ['nodeinfo', silence],
    ['host-meta', answer],
  ]);
  const { message } = explainNothing('a.example', replies);
  assert.equal(message, 'nothing that belongs to a fediverse server is at a.example: reset');
});

function failingWith(code: 'dns_nxdomain' | 'dns_servfail' | 'tls_expired'): () => Promise<Outcome> {
  return () => Promise.resolve({ kind: 'failure', code, message: 'made up', phasesMs: {} });
}
