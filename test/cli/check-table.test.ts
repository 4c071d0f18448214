import assert from 'node:assert/strict';
import test from 'node:test';
import { renderTable } from '../../src/cli/check-table.ts';
import type { Finding } from '../../src/core/diagnosis/finding.ts';
import { diagnose } from '../../src/core/diagnosis/index.ts';
import type { Role } from '../../src/core/diagnosis/role.ts';
import type { ComponentView } from '../../src/core/diagnosis/view.ts';
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

test('below its table each server has what was found, with evidence and the first things to do', () => {
  const findings = diagnose({
    domain: 'a.example',
    prober: 'unknown',
    components: [
      view('main_page', 'page', badGateway),
      view('health', 'health', badGateway),
      view('api', 'api', badGateway),
    ],
  });
  const rows = [checked('main_page', badGateway), checked('streaming', refused)];
  const table = renderTable(rows, { colour: false, findings: new Map([['a.example', findings]]) });
  assert.equal(
    table.slice(table.indexOf('The proxy')),
    `The proxy of a.example answers for a web process that does not: it is dead or does not listen. (web_process_down, likely)
    api, health, main_page: http_status · a.example · status 502 · answered by the proxy
  First:
    - See whether the web service runs, and since when.
      systemctl status mastodon-web --no-pager   # Docker: docker compose ps web
    - See whether the kernel killed a process for want of memory.
      journalctl -k --since '-2 hours' --no-pager | grep -iE 'out of memory|oom-kill'
    - Look in the log of the web service for the last lines before it ended.
      journalctl -u mastodon-web -n 100 --no-pager   # Docker: docker compose logs --tail 100 web
    - Ask the process itself, past the proxy.
      curl -sS -i http://127.0.0.1:3000/health
  More: https://github.com/fedistatus/fedistatus/blob/main/docs/runbooks/web_process_down.md

2 of 2 down
`,
  );
});

test('a finding without command and runbook has neither line, and what it hides behind shows', () => {
  const finding: Finding = {
    id: 'our_own',
    sentence: 'It is ours.',
    publicSentence: 'It is down.',
    confidence: 'possible',
    evidence: [
      {
        component: 'edge',
        up: false,
        code: 'stale_cache',
        status: 200,
        cache: 'stale',
        answeredBy: 'unknown',
      },
      { component: 'api', up: false, code: 'timeout_tls', phase: 'tls', host: 'a.example:8443' },
    ],
    checks: [{ step: 'Look.', command: null }],
    runbook: null,
  };
  const table = renderTable([checked('api', refused)], {
    colour: false,
    findings: new Map([['a.example', [finding]]]),
  });
  assert.deepEqual(table.split('\n').slice(5, 11), [
    '',
    '  It is ours. (our_own, possible)',
    '    edge: stale_cache · status 200 · an old copy of a cache',
    '    api: timeout_tls · phase tls · a.example:8443',
    '  First:',
    '    - Look.',
  ]);
});

test('colours come only when they are asked for', () => {
  const rows = [checked('api', refused)];
  assert.ok(!renderTable(rows, { colour: false }).includes('\u001b'));
  assert.ok(renderTable(rows, { colour: true }).includes('\u001b[31mDOWN'));
});

function view(name: string, role: Role, outcome: Outcome): ComponentView {
  const { result, target } = checked(name, outcome);
  return { name, role, target, result };
}

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
