import assert from 'node:assert/strict';
import test from 'node:test';
import { renderTable } from '../../src/cli/check-table.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { type Result, toResult } from '../../src/core/result.ts';

const headers = new Map([['content-type', ['text/html']]]);

const good: Outcome = {
  kind: 'observation',
  latencyMs: 181,
  phasesMs: { resolve: 4, connect: 31, tls: 58, processing: 80, transfer: 8 },
  address: '203.0.113.7',
  http: {
    status: 200,
    headers,
    redirects: 0,
    url: 'https://a.example/',
    cache: 'none',
    answeredBy: 'application',
  },
  text: 'OK',
};

const badGateway: Outcome = {
  ...good,
  http: { status: 502, headers, redirects: 0, url: 'https://a.example/', cache: 'none', answeredBy: 'proxy' },
};

const refused: Outcome = {
  kind: 'failure',
  code: 'connect_refused',
  phase: 'connect',
  message: '203.0.113.7:443 refused the connection',
  phasesMs: { resolve: 4 },
  address: '203.0.113.7',
};

const ownFault: Outcome = {
  kind: 'failure',
  code: 'local_fault',
  message: 'the event loop stalled',
  phasesMs: {},
};

test('a table says of each component whether it is up, and of one that is not why, expected and actual', () => {
  const table = renderTable(
    [
      checked('main_page', good),
      checked('api', badGateway),
      checked('streaming', refused),
      checked('health', ownFault),
    ],
    { colour: false },
  );
  assert.equal(
    table,
    `a.example
  COMPONENT  STATE     LATENCY    RESOLVE    CONNECT        TLS PROCESSING   TRANSFER
  main_page  up         181 ms     4.0 ms      31 ms      58 ms      80 ms     8.0 ms
  api        DOWN       181 ms     4.0 ms      31 ms      58 ms      80 ms     8.0 ms
      http_status: status 502, expected 200-299
      https://a.example/ · 203.0.113.7 · status 502 · answered by the proxy
  streaming  DOWN            –     4.0 ms          –          –          –          –
      connect_refused: 203.0.113.7:443 refused the connection
      https://a.example/streaming · 203.0.113.7
  health     unknown         –          –          –          –          –          –
      local_fault: the event loop stalled
      https://a.example/health

2 of 4 down, 1 unknown
`,
  );
});

test('of a refused certificate it says what it is, and of a connection which addresses it did not go to', () => {
  const outcome: Outcome = {
    kind: 'failure',
    code: 'tls_expired',
    phase: 'tls',
    message: 'the certificate is not trusted: CERT_HAS_EXPIRED',
    phasesMs: { resolve: 4, connect: 31 },
    address: '203.0.113.7',
    failedAddresses: ['203.0.113.5', '203.0.113.6'],
    families: [
      { ip: 4, address: '203.0.113.7' },
      { ip: 6, address: '2001:db8::7', code: 'connect_refused' },
    ],
    tls: {
      notBefore: Date.UTC(2026, 0, 1),
      notAfter: Number.NaN,
      subject: 'CN=a.example',
      issuer: 'CN=Test CA',
      subjectAltNames: 'DNS:a.example',
      authorized: false,
    },
  };
  const table = renderTable([checked('api', outcome)], { colour: false });
  assert.deepEqual(table.split('\n').slice(3, 9), [
    '      tls_expired: the certificate is not trusted: CERT_HAS_EXPIRED',
    '      https://a.example/api · 203.0.113.7',
    '      tried in vain: 203.0.113.5, 203.0.113.6',
    '      IPv4 · 203.0.113.7 · answered',
    '      IPv6 · 2001:db8::7 · connect_refused',
    '      certificate of CN=a.example · for DNS:a.example · by CN=Test CA · valid 2026-01-01 to no date',
  ]);
});

test('colours come only when they are asked for', () => {
  const rows = [checked('api', refused)];
  assert.ok(!renderTable(rows, { colour: false }).includes('\u001b'));
  assert.ok(renderTable(rows, { colour: true }).includes('\u001b[31mDOWN'));
});

function checked(name: string, outcome: Outcome): { result: Result; target: string } {
  const component = {
    server: 'a.example',
    name,
    type: 'http',
    title: name,
    group: null,
    target: `https://a.example/${name}`,
    intervalMs: 60_000,
    timeoutMs: 10_000,
    assertions: [{ kind: 'status', accepted: [{ from: 200, to: 299 }], restricted: null }],
    fingerprint: '',
    confirm: { failures: 2, successes: 2, retryAfterMs: 5000, staleAfterMs: 180_000 },
  } as const;
  return { result: toResult(component, outcome, { at: 0, durationMs: 200 }), target: component.target };
}
