import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Outcome } from '../../../src/core/outcome.ts';
import { defaultTls } from '../../../src/probe/keys/network.ts';
import { fetchAnswer } from '../../../src/probe/transport/fetch-answer.ts';
import { type Authority, type Pem, testAuthority } from '../../support/certificates.ts';
import { answer, flood, type HostileServer, hostileServer } from '../../support/hostile-server.ts';
import {
  data,
  emptySettings,
  endHeaders,
  endStream,
  fieldBlock,
  frame,
  frameServer,
  goAway,
  head,
  resetStream,
  uint32,
} from '../../support/http2-frames.ts';
import { eventually } from '../../support/real-programs.ts';
import {
  asFailure,
  asObservation,
  deadline,
  fetch,
  network,
  phasesOf,
  requestTo,
  summary,
} from '../../support/transport-run.ts';

let authority: Authority;
let pem: Pem;
before(async () => {
  authority = await testAuthority();
  pem = await authority.issue();
});
after(() => authority[Symbol.asyncDispose]());

type Changes = Parameters<typeof fetch>[1];

function ask(port: number, changes: Changes = {}, timeoutMs = 2000): Promise<Outcome> {
  const tls = { ...defaultTls, caFile: authority.caFile };
  const request = { http2: true, network: network({ tls }), ...changes };
  return fetch(`https://localhost:${port}/path?query`, request, timeoutMs);
}

async function outcomeOf(
  behave: (socket: Socket) => void,
  timeoutMs?: number,
  changes?: Changes,
): Promise<Outcome> {
  await using server = await frameServer({ key: pem.key, cert: pem.chain }, behave);
  const outcome = await ask(server.port, changes, timeoutMs);
  assert.equal(server.connections, 1, 'one connection, and no second try');
  return outcome;
}

const fields = (count: number): readonly (readonly [string, string])[] =>
  Array.from({ length: count }, (_, n) => [`x-${n}`, 'value']);

const answered = (bytes: readonly Buffer[]) => (socket: Socket) => void socket.write(Buffer.concat(bytes));

describe('an answer over HTTP/2', () => {
  const answers: readonly (readonly [name: string, bytes: readonly Buffer[], text: string])[] = [
    ['in one frame', [head('200'), data('ok', endStream)], 'ok'],
    ['in several', [head('200'), data('o'), data(''), data('k'), data('', endStream)], 'ok'],
    ['with trailers', [head('200'), data('ok'), trailers(endHeaders | endStream)], 'ok'],
    ['9: of a length without a body', [head('304', [['content-length', '100']], endHeaders | endStream)], ''],
    ['without a body', [head('204', [], endHeaders | endStream)], ''],
    ['69: after interim answers', [head('100'), head('103'), head('200'), data('ok', endStream)], 'ok'],
    ['66: with 200 headers', [head('200', fields(200)), data('ok', endStream)], 'ok'],
    ['65: with a header named __proto__', [head('200', [['__proto__', 'x']]), data('ok', endStream)], 'ok'],
    ['before a GOAWAY that lets it be', [goAway(0, 1), head('200'), data('ok', endStream)], 'ok'],
    ['before a GOAWAY with an error', [head('200'), data('ok', endStream), goAway(2, 1)], 'ok'],
    ['before garbage', [head('200'), data('ok', endStream), Buffer.alloc(200, 'x')], 'ok'],
    [
      'without a body, its head in two frames',
      [head('204', [], endStream), frame('continuation', { flags: endHeaders }), goAway(2, 1)],
      '',
    ],
  ];
  for (const [name, bytes, text] of answers) {
    it(`${name}: is read`, async () => {
      assert.equal(asObservation(await outcomeOf(answered(bytes))).text, text);
    });
  }

  const early = [head('200'), data('ok', endStream)];
  const endings = [
    ['leaves the rest of the request', early],
    ['asks for no more of it (RFC 9113 §8.1)', [...early, resetStream(0)]],
  ] as const;
  for (const [name, bytes] of endings) {
    it(`of a server that ${name}: is read`, async () => {
      const request = { method: 'POST', body: 'x'.repeat(3 * initialWindowBytes) };
      assert.equal(asObservation(await outcomeOf(answered(bytes), undefined, request)).text, 'ok');
    });
  }
});

/** What a client may send before the server asks for more (RFC 9113 §6.9.2). */
const initialWindowBytes = 65_535;

function trailers(flags: number): Buffer {
  return frame('headers', { flags, payload: fieldBlock([['x-trailer', 'y']]) });
}

describe('row 134: what is no answer over HTTP/2', () => {
  const part = [head('200'), data('part')];
  const broken: readonly (readonly [name: string, code: string, behave: (socket: Socket) => void])[] = [
    ...[0, 2, 5, 7, 8, 11, 12, 13].map(
      code => [`a reset with ${code} instead`, 'conn_reset', answered([resetStream(code)])] as const,
    ),
    ['a reset in the body', 'conn_reset', answered([...part, resetStream(2)])],
    [
      'a reset without an error before all that was promised',
      'conn_reset',
      answered([head('200', [['content-length', '9']]), data('part'), resetStream(0)]),
    ],
    ['a reset without an error in the body', 'conn_reset', answered([...part, resetStream(0)])],
    [
      '40: the promise of 100 GiB',
      'body_too_large',
      answered([head('200', [['content-length', '107374182400']]), data('part')]),
    ],
    ['a cancelled body', 'conn_reset', answered([...part, resetStream(8)])],
    ['GOAWAY instead', 'conn_closed', answered([goAway(0, 0)])],
    ['GOAWAY for too many requests', 'conn_closed', answered([goAway(11, 0)])],
    ['GOAWAY in the body', 'body_truncated', answered([...part, goAway(2, 1)])],
    ['FIN instead', 'conn_closed', socket => void socket.end()],
    ['FIN in the head', 'conn_closed', socket => void socket.end(head('200').subarray(0, 12))],
    ['FIN in the body', 'body_truncated', socket => void socket.end(Buffer.concat(part))],
    ['HTTP/1.1 instead', 'malformed_response', socket => void socket.write(answer('ok'))],
    ['garbage', 'malformed_response', socket => void socket.write(Buffer.alloc(200, 'x'))],
    ['a frame too large', 'malformed_response', answered([frame('data', { payload: Buffer.alloc(99_999) })])],
    ['a body before its head', 'malformed_response', answered([data('x')])],
    ['a broken block of headers', 'malformed_response', answered([block(Buffer.alloc(8, 0xff))])],
    [
      'no status after a GOAWAY that lets it be',
      'malformed_response',
      answered([goAway(0, 1), block(fieldBlock([['x', 'y']])), data('ok', endStream)]),
    ],
    ['no status', 'malformed_response', answered([block(fieldBlock([['x', 'y']])), data('ok', endStream)])],
    ['status 000', 'malformed_response', answered([head('000'), data('ok', endStream)])],
    ['status 101', 'malformed_response', answered([head('101'), data('ok', endStream)])],
    [
      'a name in upper case',
      'malformed_response',
      answered([head('200', [['X-A', 'b']]), data('ok', endStream)]),
    ],
    [
      'a header of the connection',
      'malformed_response',
      answered([head('200', [['connection', 'close']]), data('ok', endStream)]),
    ],
    [
      'another length than promised',
      'malformed_response',
      answered([head('200', [['content-length', '9']]), data('ok', endStream)]),
    ],
    ['6000 headers', 'headers_too_large', answered(headerBlocks(6000))],
    ['headers without end', 'headers_too_large', endlessHead],
    ['nothing', 'timeout_headers', () => {}],
    ['no end of the body', 'timeout_body', answered(part)],
  ];
  for (const [name, code, behave] of broken) {
    it(`${name}: ${code}`, async () => {
      assert.equal(summary(await outcomeOf(behave, code.startsWith('timeout') ? 300 : 2000)), code);
    });
  }
});

function block(payload: Buffer): Buffer {
  return frame('headers', { flags: endHeaders, payload });
}

/** A head in a frame, with field after field of which the table knows both halves: one byte each. */
function headerBlocks(count: number): readonly Buffer[] {
  return [block(Buffer.concat([Buffer.from([0x88]), Buffer.alloc(count, 0x90)])), data('ok', endStream)];
}

function endlessHead(socket: Socket): void {
  const start = head('200', [], 0).toString('latin1');
  flood(socket, start, frame('continuation', { payload: fieldBlock([['x-header', 'y']]) }));
}

describe('row 39, 59, 145: a flood of frames ends early, and costs little', () => {
  const ping = frame('ping', { stream: 0, payload: Buffer.alloc(8) });
  const padding = Buffer.concat([Buffer.from([255]), Buffer.alloc(255)]);
  const floods: readonly (readonly [name: string, start: Buffer, unit: Buffer, code: RegExp])[] = [
    // Which of them depends on how much of it comes before the first window is used up.
    ['body', head('200'), data('x'.repeat(16_000)), /^(?:body_too_large|malformed_response)$/],
    ['padding', head('200'), frame('data', { flags: 8, payload: padding }), /^headers_too_large$/],
    ['empty frames', head('200'), data(''), /^malformed_response$/],
    ['PING', Buffer.alloc(0), ping, /^(?:headers_too_large|malformed_response)$/],
    ['SETTINGS', Buffer.alloc(0), emptySettings, /^malformed_response$/],
    ['WINDOW_UPDATE', Buffer.alloc(0), frame('window_update', { payload: uint32(1) }), /^headers_too_large$/],
    [
      'unknown frames',
      Buffer.alloc(0),
      frame('unknown', { payload: Buffer.alloc(9999) }),
      /^headers_too_large$/,
    ],
    ['interim answers', Buffer.alloc(0), head('103'), /^headers_too_large$/],
    ['GOAWAY', Buffer.alloc(0), goAway(0, 0x7fffffff), /^(?:headers_too_large|conn_closed)$/],
  ];
  for (const [name, start, unit, code] of floods) {
    it(`${name}: ${code.source}`, async () => {
      const residentBefore = process.memoryUsage().rss;
      const outcome = await outcomeOf(socket => flood(socket, start.toString('latin1'), unit));
      assert.match(summary(outcome), code);
      const grownBy = Math.round((process.memoryUsage().rss - residentBefore) / 1024 / 1024);
      assert.ok(grownBy < 100, `grew by ${grownBy} MiB`);
    });
  }
});

describe('a healthy server of HTTP/2', () => {
  let server: Http2SecureServer;
  let seen: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[];
  before(async () => {
    seen = [];
    server = createSecureServer({ key: pem.key, cert: pem.chain, allowHTTP1: true }, (_request, response) =>
      response.stream === undefined ? response.end('one') : undefined,
    );
    server.on('stream', (stream, headers) => void serve(stream, headers));
    await once(server.listen(0, 'localhost'), 'listening');
  });
  after(() => server.close());

  async function serve(stream: ServerHttp2Stream, headers: Readonly<Record<string, unknown>>): Promise<void> {
    stream.on('error', () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    seen.push({ headers, body: Buffer.concat(chunks).toString() });
    const path = String(headers[':path']);
    if (path.startsWith('/redirect')) stream.respond({ ':status': 302, location: '/end' });
    else if (path.startsWith('/gzip')) stream.respond({ ':status': 200, 'content-encoding': 'gzip' });
    else stream.respond({ ':status': 200, 'set-cookie': ['a=1', 'b=2'], 'x-late': 'é' });
    stream.end(path.startsWith('/gzip') ? gzipSync('two'.repeat(500_000)) : 'two'.repeat(500_000));
  }

  const at = (path: string, changes: Changes = {}): Promise<Outcome> => {
    const tls = { ...defaultTls, caFile: authority.caFile };
    const request = { http2: true, maxBodyBytes: 4_000_000, network: network({ tls }), ...changes };
    return fetch(`https://localhost:${(server.address() as AddressInfo).port}${path}`, request);
  };

  it('row 133: is spoken to over HTTP/2, in all phases', async () => {
    const outcome = asObservation(await at('/'));
    assert.equal(outcome.http?.version, '2');
    assert.equal(outcome.text?.length, 1_500_000);
    assert.equal(phasesOf(outcome), 'resolve connect tls processing transfer');
    assert.deepEqual(outcome.http?.headers.get('set-cookie'), ['a=1', 'b=2']);
    assert.equal(seen.at(-1)?.headers[':authority'], `localhost:${(server.address() as AddressInfo).port}`);
  });

  it('row 133: is spoken to over HTTP/1.1 unless HTTP/2 is asked for', async () => {
    const outcome = asObservation(await at('/', { http2: false }));
    assert.deepEqual([outcome.http?.version, outcome.text], ['1.1', 'one']);
  });

  it('row 12: gets a body byte by byte', async () => {
    const body = '안녕 '.repeat(50_000);
    asObservation(await at('/', { method: 'POST', body }));
    assert.equal(seen.at(-1)?.body, body);
    assert.equal(seen.at(-1)?.headers['content-length'], String(Buffer.byteLength(body)));
  });

  it('row 10: is asked for its head alone', async () => {
    assert.equal(asObservation(await at('/', { method: 'HEAD' })).text, '');
  });

  it('row 94, 111: is followed when it leads elsewhere, whatever comes with that', async () => {
    const outcome = asObservation(await at('/redirect'));
    assert.equal(outcome.http?.redirects, 1);
    assert.equal(seen.at(-1)?.headers[':path'], '/end');
  });

  it('row 41: has its content coding undone', async () => {
    assert.equal(asObservation(await at('/gzip')).text?.length, 1_500_000);
  });

  it('row 37: may not send more than is wanted', async () => {
    assert.equal(summary(await at('/', { maxBodyBytes: 1_000_000 })), 'body_too_large');
  });

  it('leaves no connection behind', async () => {
    await at('/');
    const connections = promisify(server.getConnections.bind(server));
    await eventually('no connection', async () => (await connections()) === 0 || undefined, 3000);
  });
});

describe('a server that knows HTTP/1.1 alone', () => {
  let server: HostileServer;
  after(() => server[Symbol.asyncDispose]());
  for (const [name, protocols] of [
    ['and says so', ['http/1.1']],
    ['and says nothing', undefined],
  ] as const) {
    it(`row 133: ${name} is spoken to over HTTP/1.1`, async () => {
      const tls = { key: pem.key, cert: pem.chain, ...(protocols && { ALPNProtocols: [...protocols] }) };
      await using other = await hostileServer(socket => void socket.end(answer('ok')), { tls });
      server = other;
      assert.equal(asObservation(await ask(other.port, {})).http?.version, '1.1');
    });
  }
});

it('row 131: the want of a client certificate is told over HTTP/2, too', async () => {
  const server = createSecureServer({
    key: pem.key,
    cert: pem.chain,
    ca: await readFile(authority.caFile),
    requestCert: true,
  });
  server.on('sessionError', () => {});
  await once(server.listen(0, 'localhost'), 'listening');
  assert.equal(summary(await ask((server.address() as AddressInfo).port)), 'tls_client_cert');
  server.close();
});

describe('row 83: a connection over HTTP/2 that is reset', () => {
  for (const [name, bytes, phase] of [
    ['before the answer', [], 'processing'],
    ['in the body', [head('200'), data('part')], 'transfer'],
  ] as const) {
    it(`${name} is conn_reset`, async () => {
      const raw: Socket[] = [];
      const tls = { key: pem.key, cert: pem.chain };
      const reset = (socket: Socket): void =>
        void socket.write(Buffer.concat(bytes), () => setTimeout(() => raw[0]?.resetAndDestroy(), 20));
      await using server = await frameServer(tls, reset, { onRaw: socket => raw.push(socket) });
      const failure = asFailure(await ask(server.port));
      assert.deepEqual([failure.code, failure.phase], ['conn_reset', phase]);
    });
  }
});

it('row 73: the deadline holds over HTTP/2 within 50 ms', async () => {
  await using server = await frameServer({ key: pem.key, cert: pem.chain }, () => {});
  const tls = { ...defaultTls, caFile: authority.caFile };
  const request = {
    ...requestTo(`https://localhost:${server.port}/`),
    http2: true,
    network: network({ tls }),
  };
  using limit = deadline(500);
  const outcome = await fetchAnswer(request, { signal: limit.signal, userAgent: 'test' });
  const lateMs = limit.sinceMs();
  assert.equal(asFailure(outcome).phase, 'processing');
  assert.ok(lateMs >= 0 && lateMs <= 50, `${lateMs} ms late`);
});
