import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Secret } from '../../src/core/secret.ts';
import { http } from '../../src/probe/http.ts';
import { answer, hostileServer } from '../support/hostile-server.ts';
import { issuesOf, prepared, probeOnce, verdictOf } from '../support/probing.ts';
import { asFailure, phasesOf } from '../support/transport-run.ts';

interface Case {
  readonly row: string;
  readonly answer: Buffer | string;
  readonly settings?: object;
  readonly verdict: string;
}

const page = (status: string, body = 'a keyword', headers = ''): Buffer => answer(body, headers, status);

const cases: readonly Case[] = [
  ...['200 OK', '201 Created', '299 Odd'].map(status => ({
    row: `1: ${status}`,
    answer: page(status),
    verdict: 'up',
  })),
  ...['300 Choices', '404 Not Found'].map(status => ({
    row: `2: ${status}`,
    answer: page(status),
    verdict: 'http_status',
  })),
  {
    row: '3: 404 among the accepted',
    answer: page('404 Not Found'),
    settings: { status: [200, 404] },
    verdict: 'up',
  },
  {
    row: '4: 201 where the list lacks it',
    answer: page('201 Created'),
    settings: { status: [200, 404] },
    verdict: 'http_status',
  },
  {
    row: '4: 200 where 404 is wanted',
    answer: page('200 OK'),
    settings: { status: 404 },
    verdict: 'http_status',
  },
  {
    row: '5: a range and a code',
    answer: page('302 Found'),
    settings: { status: ['200-299', 302], redirects: 0 },
    verdict: 'up',
  },
  {
    row: '6: a keyword does not rescue a bad status',
    answer: page('502 Bad Gateway'),
    settings: { keyword: 'keyword' },
    verdict: 'http_status',
  },
  {
    row: '8: no body where a keyword is wanted',
    answer: 'HTTP/1.1 204 No Content\r\n\r\n',
    settings: { keyword: 'keyword' },
    verdict: 'keyword_missing',
  },
  { row: '9: 304 by default', answer: 'HTTP/1.1 304 Not Modified\r\n\r\n', verdict: 'http_status' },
  {
    row: '9: 304 among the accepted',
    answer: 'HTTP/1.1 304 Not Modified\r\ncontent-length: 100\r\n\r\n',
    settings: { status: 304 },
    verdict: 'up',
  },
  {
    row: '16: a header in any case',
    answer: page('200 OK', '', 'X-ThInG: yes\r\n'),
    settings: { header: [{ name: 'x-THING', equals: 'yes' }] },
    verdict: 'up',
  },
  {
    row: '13: another version of HTTP than is wanted',
    answer: page('200 OK'),
    settings: { http_version: '1.0' },
    verdict: 'http_version',
  },
  {
    row: '13: a version that is wanted',
    answer: page('200 OK'),
    settings: { http_version: [1.1, 2] },
    verdict: 'up',
  },
  {
    row: '136: plain http that leads to https, where that is wanted',
    answer: page('301 Moved Permanently', '', 'location: https://example.social/\r\n'),
    settings: { redirects: 0, status: 301, header: [{ name: 'Location', matches: '^https:' }] },
    verdict: 'up',
  },
  {
    row: '136: plain http that leads nowhere else',
    answer: page('200 OK'),
    settings: { redirects: 0, status: 301, header: [{ name: 'Location', matches: '^https:' }] },
    verdict: 'http_status',
  },
  {
    row: '20: a header that does not match',
    answer: page('200 OK', '', 'x-thing: no\r\n'),
    settings: { header: [{ name: 'x-thing', equals: 'yes' }] },
    verdict: 'header_mismatch',
  },
  {
    row: '21: a header that is absent',
    answer: page('200 OK'),
    settings: { header: [{ name: 'x-thing', exists: true }] },
    verdict: 'header_mismatch',
  },
  {
    row: '27: a keyword that is there',
    answer: page('200 OK'),
    settings: { keyword: 'keyword' },
    verdict: 'up',
  },
  {
    row: '27: a keyword that is not there',
    answer: page('200 OK'),
    settings: { keyword: 'other' },
    verdict: 'keyword_missing',
  },
  {
    row: '28: a forbidden keyword',
    answer: page('200 OK'),
    settings: { keyword_absent: ['x', 'keyword'] },
    verdict: 'keyword_present',
  },
  {
    row: '29: one of several keywords is missing',
    answer: page('200 OK'),
    settings: { keyword: ['keyword', 'other'] },
    verdict: 'keyword_missing',
  },
  { row: '49: an empty body', answer: page('200 OK', ''), verdict: 'up' },
  { row: '62: status 600', answer: page('600 Odd'), verdict: 'http_status' },
  {
    row: 'issue 2, item 5: a stale copy',
    answer: page('200 OK', 'a keyword', 'x-cached: STALE\r\n'),
    settings: { keyword: 'keyword' },
    verdict: 'stale_cache',
  },
  {
    row: 'issue 2, item 6: 429',
    answer: page('429 Too Many Requests', '', 'retry-after: 1\r\n'),
    verdict: 'rate_limited',
  },
  {
    row: '25: 503 with Retry-After',
    answer: page('503 Service Unavailable', '', 'retry-after: 1\r\n'),
    verdict: 'http_status',
  },
];

describe('the verdict on an answer', () => {
  for (const { row, answer: bytes, settings, verdict } of cases) {
    it(`row ${row}: ${verdict}, by one request`, async () => {
      await using server = await hostileServer(socket => socket.write(bytes));
      assert.equal(await verdictOf(http, { url: `http://127.0.0.1:${server.port}/`, ...settings }), verdict);
      assert.equal(server.connections, 1);
    });
  }
});

/** The head and body that one run sends. */
async function sent(settings: object = {}, path = '/'): Promise<string> {
  await using server = await hostileServer(socket => socket.write(answer('ok')));
  await probeOnce(prepared(http, { url: `http://127.0.0.1:${server.port}${path}`, ...settings }));
  return server.received[0] ?? '';
}

describe('the request', () => {
  it('row 17: names the program, accepts everything and the codings that we undo', async () => {
    const head = await sent({ cache: 'allow' });
    assert.match(head, /^GET \/ HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\n/);
    assert.match(head, /\r\nuser-agent: fedistatus\/test\r\n/);
    assert.match(head, /\r\naccept: \*\/\*\r\n/);
    assert.match(head, /\r\naccept-encoding: gzip, deflate, br, zstd\r\n/);
    assert.match(head, /\r\nconnection: close\r\n/);
  });

  it('has a query that no cache has seen, unless told not to', async () => {
    assert.match(await sent(), /^GET \/\?_fedistatus=\d{13} HTTP/);
    assert.match(await sent({}, '/a?b=c'), /^GET \/a\?b=c&_fedistatus=\d{13} HTTP/);
    assert.match(await sent({ cache: 'allow' }, '/a?b=%253A'), /^GET \/a\?b=%253A HTTP/);
  });

  for (const method of ['GET', 'DELETE', 'OPTIONS', 'POST', 'PUT', 'TRACE', 'CONNECT', 'PATCH', 'HEAD']) {
    it(`row 11: ${method} is sent as such, and 200 is up`, async () => {
      await using server = await hostileServer(socket =>
        socket.write(method === 'HEAD' || method === 'CONNECT' ? 'HTTP/1.1 200 OK\r\n\r\n' : answer('ok')),
      );
      assert.equal(await verdictOf(http, { url: `http://127.0.0.1:${server.port}/`, method }), 'up');
      assert.ok(server.received[0]?.startsWith(`${method} /`));
    });
  }

  it('row 12: a body arrives byte for byte', async () => {
    const received = await sent({ method: 'POST', body: 'a=1\r\n한' });
    assert.match(received, /\r\ncontent-length: 8\r\n/);
    assert.equal(Buffer.from(received.split('\r\n\r\n')[1] ?? '', 'latin1').toString(), 'a=1\r\n한');
  });

  it('row 14, 17: configured headers replace ours', async () => {
    const head = await sent({ headers: { Host: 'other.test', 'User-Agent': 'mine', 'X-Key': 'k' } });
    assert.match(head, /\r\nhost: other\.test\r\n/);
    assert.match(head, /\r\nuser-agent: mine\r\n/);
    assert.match(head, /\r\nx-key: k\r\n/);
    assert.equal(head.match(/host:/gi)?.length, 1);
  });

  const logins: readonly (readonly [name: string, settings: object, verdict: string])[] = [
    ['none', {}, 'http_status'],
    ['basic', { basic_auth: { username: 'admin', password: '한:secret' } }, 'up'],
    ['a wrong password', { basic_auth: { username: 'admin', password: 'wrong' } }, 'http_status'],
    ['bearer', { bearer_token: 'token' }, 'up'],
  ];
  for (const [name, settings, verdict] of logins) {
    it(`row 24: with ${name} it is ${verdict}, by one request`, async () => {
      const basic = `Basic ${Buffer.from('admin:한:secret').toString('base64')}`;
      await using server = await hostileServer((socket, head) => {
        const given = /authorization: (.+)\r/.exec(head)?.[1];
        socket.write(given === basic || given === 'Bearer token' ? answer('ok') : page('401 Unauthorized'));
      });
      assert.equal(await verdictOf(http, { url: `http://127.0.0.1:${server.port}/`, ...settings }), verdict);
      assert.equal(server.connections, 1);
    });
  }
});

describe('fallback_url', () => {
  for (const status of ['404 Not Found', '410 Gone']) {
    it(`is asked on ${status}, and the time of both counts`, async () => {
      await using server = await hostileServer((socket, head) => {
        const isFirst = head.startsWith('GET /v2');
        setTimeout(() => socket.write(isFirst ? page(status) : answer('old')), 50);
      });
      const base = `http://127.0.0.1:${server.port}`;
      const { outcome } = await probeOnce(prepared(http, { url: `${base}/v2`, fallback_url: `${base}/v1` }));
      assert.equal(outcome.kind === 'observation' && outcome.text, 'old');
      assert.ok(outcome.kind === 'observation' && outcome.latencyMs >= 95);
      assert.ok((outcome.phasesMs.processing ?? 0) >= 95);
      assert.match(server.received[1] ?? '', /^GET \/v1\?_fedistatus=/);
    });
  }

  it('has no time for a phase that it did not finish', async () => {
    await using server = await hostileServer((socket, head) => {
      if (head.startsWith('GET /v2')) socket.write(page('404 Not Found'));
      else socket.destroy();
    });
    const base = `http://127.0.0.1:${server.port}`;
    const { outcome } = await probeOnce(prepared(http, { url: `${base}/v2`, fallback_url: `${base}/v1` }));
    assert.equal(phasesOf(asFailure(outcome)), 'connect transfer');
  });

  it('is not asked on any other status', async () => {
    await using server = await hostileServer(socket => socket.write(page('500 Oops')));
    const base = `http://127.0.0.1:${server.port}`;
    assert.equal(await verdictOf(http, { url: `${base}/v2`, fallback_url: `${base}/v1` }), 'http_status');
    assert.equal(server.connections, 1);
  });
});

describe('ip: both', () => {
  it('is up when both families answer, and tells of each', async () => {
    await using four = await hostileServer(socket => socket.write(answer('ok')));
    await using _six = await hostileServer(socket => socket.write(answer('ok')), {
      host: '::1',
      port: four.port,
    });
    const ready = prepared(http, { url: `http://localhost:${four.port}/`, ip: 'both' });
    const { outcome, verdict } = await probeOnce(ready);
    assert.equal(verdict.result, 'pass');
    assert.equal(ready.requests, 2);
    assert.deepEqual(outcome.families, [
      { ip: 4, address: '127.0.0.1' },
      { ip: 6, address: '::1' },
    ]);
  });

  it('says that IPv6 only is broken', async () => {
    await using four = await hostileServer(socket => socket.write(answer('ok')));
    const { outcome } = await probeOnce(
      prepared(http, { url: `http://localhost:${four.port}/`, ip: 'both' }),
    );
    const failure = asFailure(outcome);
    assert.equal(failure.code, 'connect_refused');
    assert.match(failure.message, /^IPv6 only is broken: /);
    assert.deepEqual(failure.families, [
      { ip: 4, address: '127.0.0.1' },
      { ip: 6, address: '::1', code: 'connect_refused' },
    ]);
  });

  it('fails when one family answers something else', async () => {
    await using four = await hostileServer(socket => socket.write(answer('ok')));
    await using _six = await hostileServer(socket => socket.write(page('502 Bad Gateway')), {
      host: '::1',
      port: four.port,
    });
    const { outcome, verdict } = await probeOnce(
      prepared(http, { url: `http://localhost:${four.port}/`, ip: 'both' }),
    );
    assert.equal(verdict.cause?.code, 'http_status');
    assert.deepEqual(
      outcome.families?.map(({ code }) => code),
      [undefined, 'http_status'],
    );
  });

  it('leaves out a family that the host does not have', async () => {
    await using four = await hostileServer(socket => socket.write(answer('ok')));
    const { outcome, verdict } = await probeOnce(
      prepared(http, { url: `http://127.0.0.1:${four.port}/`, ip: 'both' }),
    );
    assert.equal(verdict.result, 'pass');
    assert.deepEqual(outcome.families, [{ ip: 4, address: '127.0.0.1' }]);
  });
});

describe('the settings of http', () => {
  it('row 18: take a scheme in any case, and show no query', () => {
    assert.equal(
      prepared(http, { url: 'HTTPS://Example.social/a?token=canary#b' }).target,
      'https://example.social/a',
    );
  });

  const url = 'https://example.social/';
  const refused: readonly (readonly [row: string, input: object, issue: RegExp])[] = [
    ['18: no scheme', { url: 'example.social' }, /^url: write an address that begins with https/],
    ['91: another scheme', { url: 'file:///etc/passwd' }, /^url: write an address/],
    ['91: port 0', { url: 'http://a.test:0/' }, /^url: a port is a number from 1/],
    ['91: port 99999', { url: 'http://a.test:99999/' }, /^url: write an address/],
    ['92: credentials in the address', { url: 'https://user:canary@a.test/' }, /^url: .*basic_auth/],
    ['5: a range that is none', { url, status: '299-200' }, /^status/],
    ['167: an unknown key', { url, keywrd: 'x' }, /keywrd/],
    [
      '167: two ways to log in',
      { url, bearer_token: 'canary', basic_auth: { username: 'a', password: 'canary' } },
      /contradict/,
    ],
    ['13: HTTP/2 without TLS', { url: 'http://a.test/', http2: true }, /^http2: .*https only/],
    ['13: HTTP/2 wanted but not offered', { url, http_version: 2 }, /^http_version: .*http2: true/],
    ['13: a version that is none', { url, http_version: 3 }, /^http_version: write 1\.0, 1\.1 or 2/],
    ['13: a tunnel over HTTP/2', { url, http2: true, method: 'CONNECT' }, /^http2: CONNECT/],
    ['23: two tests of one header', { url, header: [{ name: 'a', equals: 'b', max_age: '1d' }] }, /keep one/],
    [
      'a header of the connection',
      { url, headers: { 'Transfer-Encoding': 'chunked' } },
      /^headers\.Transfer-Encoding/,
    ],
    ['a header that HTTP/2 forbids', { url, headers: { 'HTTP2-Settings': 'x' } }, /^headers\.HTTP2-Settings/],
    ['a header with a line break', { url, headers: { 'x-a': 'canary\r\nx-b: c' } }, /^headers\.x-a/],
    ['the same header twice', { url, headers: { 'x-a': 'b', 'X-A': 'c' } }, /^headers\.X-A/],
    ['a name that is no header', { url, headers: { 'x a': 'b' } }, /headers/],
    ['a login without a password', { url, basic_auth: { username: 'a' } }, /password_file/],
    [
      'a file that is not there',
      { url, tls: { ca_file: '/nonexistent' } },
      /^tls\.ca_file: the file cannot be read \(ENOENT\)$/,
    ],
    ['half of a client certificate', { url, tls: { certificate_file: import.meta.filename } }, /go together/],
    ['too many redirects', { url, redirects: 1000 }, /^redirects/],
    ['an unknown family', { url, ip: 5 }, /^ip: write auto, 4, 6 or both, without quotes/],
    ['a resolver without a port', { url, resolver: '127.0.0.1' }, /^resolver: write host:port/],
    ['a resolver that has to be resolved', { url, resolver: 'dns.example:53' }, /^resolver: /],
  ];
  for (const [row, input, issue] of refused) {
    it(`row ${row}: refused, without repeating a secret`, () => {
      const issues = issuesOf(http, input).join('\n');
      assert.match(issues, issue);
      assert.doesNotMatch(issues, /canary/);
    });
  }

  it('their secrets show nowhere in what is prepared, nor in an outcome', async () => {
    await using server = await hostileServer(socket => socket.write('HTTP/1.1 000\r\n\r\n'));
    const ready = prepared(http, {
      url: `http://127.0.0.1:${server.port}/?q=canary`,
      headers: { 'X-Key': 'canary' },
      bearer_token: 'canary',
    });
    const { outcome } = await probeOnce(ready);
    assert.match(server.received[0] ?? '', /canary/);
    assert.doesNotMatch(JSON.stringify([ready, outcome]), /canary/);
    assert.equal(String(new Secret('canary')), '<secret>');
  });
});
