import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import test from 'node:test';
import { pageAsset } from '../../src/probe/page-asset.ts';
import { httpServer, issuesOf, prepared, probeOnce } from '../support/probing.ts';
import { asFailure, asObservation, deadline } from '../support/transport-run.ts';

interface Site {
  readonly page?: { readonly status?: number; readonly html?: string; readonly location?: string };
  readonly script?: { readonly status?: number; readonly type?: string; readonly body?: string };
}

const withScript = '<html><head><script src="/packs/a.js"></script></head></html>';

/** Pages everywhere, scripts below /packs; remembers what it was asked. */
function site({ page = {}, script = {} }: Site, asked: IncomingMessage[] = []) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    asked.push(request);
    if (request.url?.startsWith('/packs/')) {
      response.writeHead(script.status ?? 200, { 'content-type': script.type ?? 'text/javascript' });
      response.end(script.body ?? '1;');
      return;
    }
    const isMoved = page.location !== undefined && request.url?.startsWith('/about');
    const { status = 200, html = withScript, location = '/' } = page;
    response.writeHead(isMoved ? 302 : status, { 'content-type': 'text/html', ...(isMoved && { location }) });
    response.end(isMoved ? '' : html);
  };
}

const expectations = { content_type: ['application/javascript', 'text/javascript'] };

const rows: readonly (readonly [what: string, site: Site, code: string | undefined, path: string])[] = [
  ['a script that is there', {}, undefined, '/packs/a.js'],
  ['a script that is gone', { script: { status: 404, type: 'text/html' } }, 'http_status', '/packs/a.js'],
  [
    'a page in place of the script',
    { script: { type: 'text/html' } },
    'content_type_mismatch',
    '/packs/a.js',
  ],
  ['a page that fails', { page: { status: 502 } }, 'http_status', '/about'],
  ['a page without a script', { page: { html: '<p>Hello</p>' } }, 'keyword_missing', '/about'],
  [
    'a script that is no address',
    { page: { html: '<script src="data:,1"></script>' } },
    'redirect_bad_scheme',
    '/about',
  ],
  [
    'an address that is relative to another',
    { page: { html: '<base href="/packs/"><script src="a.js"></script>' } },
    undefined,
    '/packs/a.js',
  ],
  ['a page behind a redirect', { page: { location: '/auth/sign_in' } }, undefined, '/packs/a.js'],
];

for (const [what, pages, code, path] of rows) {
  test(`${what}: ${code ?? 'up'}`, async () => {
    await using server = await httpServer(site(pages));
    const ready = prepared(pageAsset, { url: `http://${server.host}/about`, ...expectations });
    const { outcome, verdict } = await probeOnce(ready);
    assert.equal(verdict.cause?.code, code, verdict.cause?.message);
    assert.equal(outcome.http?.url, `http://${server.host}${path}`);
  });
}

test('a page that is not there is asked for elsewhere, and its script counts', async () => {
  await using server = await httpServer((request, response) => {
    const pages = request.url?.startsWith('/about') ? { page: { status: 404 } } : {};
    site(pages)(request, response);
  });
  const urls = { url: `http://${server.host}/about`, fallback_url: `http://${server.host}/` };
  const { verdict } = await probeOnce(prepared(pageAsset, urls));
  assert.equal(verdict.result, 'pass');
});

test('the times are those of both requests, and the proof names the script without its query', async () => {
  await using server = await httpServer(site({ page: { html: '<script src="packs/a.js?v=1"></script>' } }));
  const { outcome } = await probeOnce(prepared(pageAsset, { url: `http://${server.host}/about` }));
  const { proofs, phasesMs, latencyMs } = asObservation(outcome);
  assert.deepEqual(proofs, [
    {
      kind: 'script',
      pass: true,
      expected: 'a script that the page loads',
      actual: `http://${server.host}/packs/a.js`,
    },
  ]);
  assert.ok(latencyMs >= (phasesMs.connect ?? 0) + (phasesMs.processing ?? 0));
});

test("credentials are for the page's origin alone", async () => {
  const asked: IncomingMessage[] = [];
  await using other = await httpServer(site({}, asked));
  const html = `<script src="http://${other.host}/packs/a.js"></script>`;
  await using server = await httpServer(site({ page: { html } }, asked));
  const settings = {
    url: `http://${server.host}/about`,
    bearer_token: 'canary',
    headers: { 'x-own': 'canary' },
  };
  const { verdict } = await probeOnce(prepared(pageAsset, settings));
  assert.equal(verdict.result, 'pass');
  assert.deepEqual(
    asked.map(({ headers }) => [headers.authorization, headers['x-own']]),
    [
      ['Bearer canary', 'canary'],
      [undefined, undefined],
    ],
  );
});

test('the page is asked for as configured, the script always with GET', async () => {
  const asked: IncomingMessage[] = [];
  await using server = await httpServer(site({}, asked));
  await probeOnce(prepared(pageAsset, { url: `http://${server.host}/about`, method: 'POST', body: 'x' }));
  assert.deepEqual(
    asked.map(({ method }) => method),
    ['POST', 'GET'],
  );
});

test('one deadline holds for both requests', async () => {
  await using server = await httpServer((request, response) => {
    if (!request.url?.startsWith('/packs/')) site({})(request, response);
  });
  const ready = prepared(pageAsset, { url: `http://${server.host}/about` });
  using limit = deadline(300);
  const outcome = await ready.start({ userAgent: 'test' })({ signal: limit.signal });
  const lateMs = limit.sinceMs();
  assert.equal(asFailure(outcome).code, 'timeout_headers');
  assert.ok(lateMs >= 0 && lateMs < 100, `${lateMs} ms`);
});

test('over both families it sends four requests, else two', () => {
  const url = 'https://social.example/about';
  assert.equal(prepared(pageAsset, { url }).requests, 2);
  assert.equal(prepared(pageAsset, { url, ip: 'both' }).requests, 4);
});

test('contradictions are those of its requests', () => {
  const issues = issuesOf(pageAsset, {
    url: 'https://social.example/about',
    bearer_token: 'a',
    basic_auth: { username: 'b', password: 'c' },
  });
  assert.deepEqual(issues, [': basic_auth and bearer_token contradict each other']);
});
