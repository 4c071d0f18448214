import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { secretMask } from '../../src/core/secret.ts';
import { keywordMatch } from '../../src/core/verdict.ts';
import { websocket } from '../../src/probe/websocket.ts';
import { testAuthority } from '../support/certificates.ts';
import {
  httpServer,
  issuesOf,
  type Listening,
  listening,
  type Probed,
  prepared,
  probeOnce,
  rawServer,
} from '../support/probing.ts';
import { asFailure, asObservation, deadline } from '../support/transport-run.ts';

function probe({ host }: Pick<Listening, 'host'>, input: object = {}, timeoutMs = 2000): Promise<Probed> {
  return probeOnce(prepared(websocket, { url: `ws://${host}/api/v1/streaming`, ...input }), timeoutMs);
}

/** A real WebSocket server; what it does with each connection is up to `greet`. */
async function websocketServer(
  greet: (socket: WebSocket) => void = () => {},
  options: Partial<ServerOptions> = {},
): Promise<Listening> {
  const { createServer } = await import('node:http');
  const http = createServer();
  new WebSocketServer({ server: http, ...options }).on('connection', greet);
  return listening(http);
}

/** The head of a right answer to a handshake. */
function rightHead(request: string, extra = ''): string {
  const key = /^sec-websocket-key: (.*)$/im.exec(request)?.[1]?.trim() ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${extra}\r\n`;
}

/** A server that shakes hands rightly and then says exactly these bytes. */
function afterHandshake(...chunks: readonly Buffer[]): Promise<Listening> {
  return rawServer((socket, head) => {
    socket.write(Buffer.concat([Buffer.from(rightHead(head)), ...chunks]));
  });
}

/** An unmasked frame: first byte (FIN, RSV, opcode) and payload. */
function frame(first: number, payload: string | Buffer = ''): Buffer {
  const body = Buffer.from(payload);
  assert.ok(body.length < 126);
  return Buffer.concat([Buffer.from([first, body.length]), body]);
}

describe('websocket, an open one', () => {
  test('passes by its handshake alone, with status, phases and proof (row 146)', async () => {
    await using server = await websocketServer();
    const { outcome, verdict } = await probe(server);
    assert.equal(verdict.result, 'pass');
    const seen = asObservation(outcome);
    assert.equal(seen.http?.status, 101);
    assert.equal(seen.http.url, `ws://${server.host}/api/v1/streaming`);
    assert.equal(seen.address, '127.0.0.1');
    assert.deepEqual(Object.keys(seen.phasesMs), ['connect', 'processing']);
    assert.deepEqual(verdict.assertions[0], {
      kind: 'upgrade',
      pass: true,
      expected: '101',
      actual: '101, a WebSocket',
    });
  });

  test('is closed in good order, so that the server has nothing to complain of', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    await using server = await websocketServer(socket => socket.on('close', resolve));
    await probe(server);
    assert.equal(await promise, 1000);
  });

  test('may be written as https, with a query that nobody gets to see', async () => {
    await using server = await websocketServer();
    const ready = prepared(websocket, { url: `http://${server.host}/s?access_token=hunter2` });
    assert.equal(ready.target, `ws://${server.host}/s`);
    const { outcome, verdict } = await probeOnce(ready);
    assert.equal(verdict.result, 'pass');
    assert.ok(!JSON.stringify([outcome, verdict]).includes('hunter2'));
  });

  test('gets the headers, the subprotocol and the message that are configured', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    await using server = await websocketServer(
      socket => socket.on('message', data => socket.send(`echo ${(data as Buffer).toString()}`)),
      {
        handleProtocols: () => 'graphql-ws',
        verifyClient: ({ req }: { req: { headers: Record<string, unknown> } }) => {
          resolve(req.headers);
          return true;
        },
      },
    );
    const { verdict, outcome } = await probe(server, {
      headers: { Authorization: 'Bearer token', 'User-Agent': 'own' },
      subprotocol: 'graphql-ws',
      send: 'hello',
      expect: '^echo hello$',
    });
    assert.equal(verdict.cause?.message, undefined);
    const {
      authorization,
      'user-agent': agent,
      'sec-websocket-extensions': extensions,
    } = (await promise) as Record<string, unknown>;
    assert.deepEqual(
      { authorization, agent, extensions },
      {
        authorization: 'Bearer token',
        agent: 'own',
        extensions: undefined,
      },
    );
    assert.equal(asObservation(outcome).text, 'echo hello');
    assert.ok('transfer' in outcome.phasesMs);
  });

  test('can be asked for over each address family', async () => {
    await using server = await websocketServer();
    const ready = prepared(websocket, { url: `ws://${server.host}/`, ip: 'both', bearer_token: 'hunter2' });
    const { outcome, verdict } = await probeOnce(ready);
    assert.equal(verdict.result, 'pass');
    assert.deepEqual(outcome.families, [{ ip: 4, address: '127.0.0.1' }]);
    assert.equal(ready.requests, 2);
  });

  test('is found by its name in its certificate, which is exported', async () => {
    await using authority = await testAuthority();
    const { key, cert } = await authority.issue();
    const https = createTlsServer({ key, cert });
    new WebSocketServer({ server: https }).on('connection', socket => socket.send('hi'));
    await using server = await listening(https);
    const url = `wss://localhost:${server.port}/`;
    const tls = { ca_file: authority.caFile };
    const good = await probeOnce(prepared(websocket, { url, tls, expect: 'hi' }));
    assert.equal(good.verdict.result, 'pass');
    assert.ok('tls' in good.outcome.phasesMs && good.outcome.tls?.authorized === true);
  });
});

describe('websocket, what it says (row 150)', () => {
  const hello = Buffer.from('안녕 OK');
  const rows: readonly (readonly [string, readonly Buffer[]])[] = [
    ['with the head', [frame(0x81, hello)]],
    ['fragmented, with a ping between', [frame(0x01, 'x O'), frame(0x89, 'ping'), frame(0x80, 'K')]],
    ['as bytes', [frame(0x82, hello)]],
    ['after others', [frame(0x81, 'no'), frame(0x81, 'neither'), frame(0x81, 'OK')]],
  ];
  for (const [name, chunks] of rows) {
    test(`is heard ${name}`, async () => {
      await using server = await afterHandshake(...chunks);
      const { verdict } = await probe(server, { expect: 'OK$' });
      assert.equal(verdict.cause?.message, undefined);
      assert.deepEqual(
        verdict.assertions.map(({ kind, pass }) => [kind, pass]),
        [
          ['upgrade', true],
          ['expect', true],
          ['status', true],
          ['not_stale', true],
        ],
      );
    });
  }

  test('is heard byte by byte, split inside a character', async () => {
    await using server = await rawServer((socket, head) => {
      socket.setNoDelay(true);
      socket.write(rightHead(head));
      const bytes = frame(0x81, hello);
      const next = (index: number): void => {
        if (index < bytes.length)
          socket.write(bytes.subarray(index, index + 1), () => setImmediate(next, index + 1));
      };
      next(0);
    });
    const { outcome } = await probe(server, { expect: '안녕' });
    assert.equal(asObservation(outcome).text, '안녕 OK');
  });

  test('never, is a timeout; wrong, is a missing message', async () => {
    await using silent = await afterHandshake();
    const never = asFailure((await probe(silent, { expect: 'OK' }, 300)).outcome);
    assert.deepEqual(
      [never.code, never.message, never.phase],
      ['timeout_message', 'no message in time', 'transfer'],
    );
    await using wrong = await afterHandshake(frame(0x81, 'no'), frame(0x81, 'ok'));
    const { verdict } = await probe(wrong, { expect: 'OK' }, 300);
    assert.equal(verdict.cause?.code, 'ws_message_missing');
    assert.equal(verdict.cause.message, 'none of 2 messages matched, expected OK');
  });

  test('without end, is a missing message at once', async () => {
    await using server = await websocketServer(socket => {
      const chatter = (): void => {
        if (socket.readyState === socket.OPEN) socket.send('x'.repeat(1000), () => setImmediate(chatter));
      };
      chatter();
    });
    const { verdict, tookMs } = await probe(server, { expect: 'OK', max_body: '64KiB' });
    assert.equal(verdict.cause?.code, 'ws_message_missing');
    assert.ok(tookMs < 1500, `${tookMs} ms`);
  });

  test('before it closes, counts; after it, is ws_closed (row 152)', async () => {
    await using polite = await websocketServer(socket => {
      socket.send('OK');
      socket.close(1001, 'going');
    });
    assert.equal((await probe(polite, { expect: 'OK' })).verdict.result, 'pass');
    const closings: readonly (readonly [(socket: WebSocket) => void, RegExp])[] = [
      [socket => socket.close(1011, 'no "database"'), /^closed with 1011, "no \\"database\\"" before/],
      [socket => socket.close(), /^closed without a code/],
      [socket => socket.terminate(), /^the connection ended/],
    ];
    for (const [close, message] of closings) {
      await using server = await websocketServer(close);
      const { cause } = (await probe(server, { expect: 'OK' })).verdict;
      assert.equal(cause?.code, 'ws_closed');
      assert.match(cause.message, message);
    }
  });

  test('as it leaves without being listened to, does not matter', async () => {
    await using server = await afterHandshake(frame(0x88, Buffer.from([3, 243])));
    assert.equal((await probe(server)).verdict.result, 'pass');
  });
});

describe('websocket, frames that break RFC 6455 (row 151)', () => {
  const huge = Buffer.from([0x82, 127, 0x7f, 255, 255, 255, 255, 255, 255, 255]);
  const rows: readonly (readonly [string, Buffer])[] = [
    ['a masked frame', Buffer.from([0x81, 0x82, 1, 2, 3, 4, 78, 73])],
    ['a reserved bit', frame(0xc1, 'OK')],
    ['a reserved opcode', frame(0x83, 'OK')],
    ['text that is not UTF-8', frame(0x81, Buffer.from([0xff, 0xfe]))],
    ['a frame of 2^63 bytes', huge],
    ['a message above the cap', Buffer.from([0x82, 127, 0, 0, 0, 0, 1, 0, 0, 0])],
    ['a continuation of nothing', frame(0x80, 'OK')],
    ['a fragmented ping', frame(0x09, 'OK')],
    ['a close with a code that may not be sent', frame(0x88, Buffer.from([3, 237]))],
  ];
  for (const [name, bytes] of rows) {
    test(`${name}: ws_protocol`, async () => {
      await using server = await afterHandshake(bytes);
      const { cause } = (await probe(server, { expect: 'OK' })).verdict;
      assert.equal(cause?.code, 'ws_protocol');
      assert.equal(cause.reason, 'websocket');
      assert.notEqual(cause.message, '');
    });
  }

  test('fragments without end: ws_protocol, and little memory', async () => {
    await using server = await rawServer((socket, head) => {
      socket.write(rightHead(head));
      const part = Buffer.concat(Array.from({ length: 512 }, () => frame(0x00, 'x'.repeat(125))));
      const more = (): void => {
        if (!socket.writable) return;
        if (socket.write(part)) setImmediate(more);
        else socket.once('drain', more);
      };
      socket.write(frame(0x01, 'x'));
      more();
    });
    const before = process.memoryUsage().rss;
    const { verdict } = await probe(server, { expect: 'OK' });
    assert.equal(verdict.cause?.code, 'ws_protocol');
    assert.ok(process.memoryUsage().rss - before < 100 * 1024 ** 2);
  });
});

describe('websocket, a handshake that is wrong (row 148)', () => {
  const edit =
    (change: (head: string) => string) =>
    (socket: Socket, request: string): void => {
      socket.write(change(rightHead(request)));
    };
  const rows: readonly (readonly [string, (head: string) => string, RegExp])[] = [
    ['a wrong accept', head => head.replace(/Accept: ./, 'Accept: !'), /Sec-WebSocket-Accept/],
    ['no accept', head => head.replace(/Sec-WebSocket-Accept:.*\r\n/, ''), /Sec-WebSocket-Accept/],
    ['no Upgrade', head => head.replace('Upgrade: websocket\r\n', ''), /names no protocol/],
    ['no Connection', head => head.replace('Connection: Upgrade\r\n', ''), /names no protocol/],
    ['another protocol', head => head.replace('Upgrade: websocket', 'Upgrade: h2c'), /Upgrade/],
    [
      'a subprotocol',
      head => head.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: chat\r\n\r\n'),
      /subprotocol/,
    ],
    [
      'an extension',
      head => head.replace('\r\n\r\n', '\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n'),
      /Extensions/,
    ],
  ];
  for (const [name, change, message] of rows) {
    test(`${name}: ws_handshake, the status is kept`, async () => {
      await using server = await rawServer(edit(change));
      const { outcome, verdict } = await probe(server);
      assert.equal(verdict.cause?.code, 'ws_handshake');
      assert.match(verdict.cause.message, message);
      assert.equal(outcome.http?.status, 101);
    });
  }

  test('a subprotocol that the server does not take up: ws_handshake', async () => {
    await using server = await websocketServer(() => {}, { handleProtocols: () => false });
    assert.equal((await probe(server, { subprotocol: 'chat' })).verdict.cause?.code, 'ws_handshake');
  });
});

describe('websocket, refused (row 147)', () => {
  /** An HTTP answer by hand. */
  const refusal = (status: string, headers: string, body = ''): Promise<Listening> =>
    rawServer(socket => {
      socket.write(`HTTP/1.1 ${status}\r\n${headers}\r\n${body}`);
    });

  test('as Mastodon does since 4.2 is healthy where the configuration says so', async () => {
    const headers = 'X-Error-Message: Missing access token\r\nContent-Length: 0\r\nConnection: close\r\n';
    await using server = await refusal('401 Unauthorized', headers);
    const { outcome, verdict } = await probe(server, { status: [101, 401] });
    assert.equal(verdict.result, 'pass');
    const seen = asObservation(outcome);
    assert.deepEqual([seen.http?.status, seen.http?.bodyBytes, seen.text], [401, 0, '']);
    assert.equal(seen.http?.answeredBy, 'streaming');
    assert.ok('transfer' in seen.phasesMs);
    assert.equal((await probe(server)).verdict.cause?.code, 'ws_handshake', 'but not by default');
  });

  test('without a length on a connection that stays open is not waited for', async () => {
    await using server = await refusal('401 Unauthorized', 'Connection: keep-alive\r\n');
    const { verdict, tookMs } = await probe(server, { status: 401 });
    assert.equal(verdict.result, 'pass');
    assert.ok(tookMs < 1000, `${tookMs} ms`);
  });

  test('with a body is judged by it, chunked and coded as it may be', async () => {
    const { gzipSync } = await import('node:zlib');
    await using server = await httpServer((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"error":"Missing access token"}'));
    });
    const input = { status: 401, json: { path: '$.error', matches: 'token' } };
    assert.equal((await probe(server, input)).verdict.result, 'pass');
    const { verdict } = await probe(server, { status: 401, keyword_absent: 'error' });
    assert.equal(verdict.cause?.code, 'keyword_present');
    assert.equal(keywordMatch((await probe(server, { status: 401, keyword: 'token' })).verdict), true);
  });

  const rows: readonly (readonly [string, string, string, RegExp])[] = [
    ['200 OK', '', 'ws_handshake', /^upgrade 200 \(an ordinary answer/],
    [
      '400 Bad Request',
      '',
      'ws_handshake',
      /^upgrade 400 \(the proxy may not pass on the header Upgrade\), expected 101$/,
    ],
    ['403 Forbidden', '', 'ws_handshake', /^upgrade 403, expected 101$/],
    ['404 Not Found', 'X-Runtime: 0.01\r\n', 'ws_handshake', /the proxy may not route streaming/],
    ['302 Found', 'Location: /elsewhere\r\n', 'ws_handshake', /^upgrade 302/],
    ['502 Bad Gateway', 'Server: nginx\r\n', 'ws_handshake', /streaming may be down/],
    ['503 Service Unavailable', '', 'ws_handshake', /^upgrade 503/],
    ['429 Too Many Requests', '', 'rate_limited', /^upgrade 429/],
  ];
  for (const [status, headers, code, message] of rows) {
    test(`${status}: ${code}, the status is kept`, async () => {
      await using server = await refusal(status, `${headers}Content-Length: 2\r\n`, 'OK');
      const { outcome, verdict } = await probe(server, { keyword: 'OK' });
      assert.equal(verdict.cause?.code, code);
      assert.match(verdict.cause.message, message);
      assert.equal(outcome.http?.status, Number.parseInt(status, 10));
      assert.equal(verdict.assertions.at(-1)?.pass, null, 'a keyword is not looked for in an error page');
    });
  }

  test('with a body that stalls, is cut off, is too large or is not what it says', async () => {
    const bodies: readonly (readonly [string, string, boolean, string])[] = [
      ['Content-Length: 9\r\n', 'stall', false, 'timeout_body'],
      ['Content-Length: 9\r\n', 'cut', true, 'body_truncated'],
      ['Transfer-Encoding: chunked\r\n', '5\r\nabcde', true, 'body_truncated'],
      ['Transfer-Encoding: chunked\r\n', 'zz\r\n', false, 'malformed_response'],
      ['Content-Length: 9000\r\n', 'x'.repeat(9000), false, 'body_too_large'],
      ['Content-Encoding: gzip\r\nContent-Length: 5\r\n', 'plain', false, 'decompress_error'],
    ];
    for (const [headers, body, ends, code] of bodies) {
      await using server = await rawServer(socket => {
        socket.write(`HTTP/1.1 401 Unauthorized\r\n${headers}\r\n${body}`);
        if (ends) socket.end();
      });
      const failure = asFailure((await probe(server, { status: 401, max_body: '1KiB' }, 300)).outcome);
      assert.equal(failure.code, code, `${headers}${body.slice(0, 10)}`);
      assert.equal(failure.http?.status, 401);
    }
  });
});

describe('websocket, no answer', () => {
  const rows: readonly (readonly [string, string, (socket: Socket) => void])[] = [
    ['silence (row 149)', 'timeout_headers', () => {}],
    ['an end', 'conn_closed', socket => socket.end()],
    ['a reset', 'conn_reset', socket => socket.resetAndDestroy()],
    ['an end in the head', 'malformed_response', socket => socket.end('HTTP/1.1 101 Sw')],
    ['another protocol', 'malformed_response', socket => socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
    [
      'headers without end',
      'headers_too_large',
      socket => socket.write(`HTTP/1.1 101 X\r\n${'a: b\r\n'.repeat(60_000)}`),
    ],
    [
      'interim answers without end',
      'headers_too_large',
      socket => socket.write('HTTP/1.1 100 C\r\n\r\n'.repeat(20_000)),
    ],
  ];
  for (const [name, code, behave] of rows) {
    test(`${name}: ${code}`, async () => {
      await using server = await rawServer(behave);
      const timeoutMs = code === 'timeout_headers' ? 300 : 2000;
      assert.equal(asFailure((await probe(server, {}, timeoutMs)).outcome).code, code);
    });
  }

  test('an interim answer before the real one is nothing special', async () => {
    await using server = await rawServer((socket, head) => {
      socket.write(
        `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n${rightHead(head)}`,
      );
    });
    assert.equal((await probe(server)).verdict.result, 'pass');
  });

  test('a banner before the question is no answer to it', async () => {
    await using server = await listening(
      createTcpServer(socket => {
        socket.write('220 mail.example ESMTP\r\n');
      }),
    );
    assert.equal(asFailure((await probe(server, {}, 300)).outcome).code, 'malformed_response');
  });

  test('a refused connection, and faults of TLS, keep their own codes (row 153)', async () => {
    const gone = await websocketServer();
    await gone[Symbol.asyncDispose]();
    assert.equal(asFailure((await probe(gone)).outcome).code, 'connect_refused');

    await using authority = await testAuthority();
    const certificates = [
      [{ days: [-9, -2] }, 'tls_expired'],
      [{ names: 'DNS:else.example' }, 'tls_name_mismatch'],
      [{ selfSigned: true }, 'tls_self_signed'],
    ] as const;
    for (const [wish, code] of certificates) {
      const { key, cert } = await authority.issue(wish);
      const https = createTlsServer({ key, cert });
      const sockets = new WebSocketServer({ server: https });
      sockets.on('connection', socket => socket.terminate());
      await using server = await listening(https);
      const tls = { ca_file: authority.caFile };
      const ready = prepared(websocket, { url: `wss://localhost:${server.port}/`, tls });
      const failure = asFailure((await probeOnce(ready)).outcome);
      assert.equal(failure.code, code);
      assert.ok(failure.tls !== undefined, 'its dates are known all the same');
    }
  });

  test('the deadline holds wherever it falls, and nothing stays behind', async () => {
    const open = new Set<Socket>();
    const keep = (socket: Socket): void => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    };
    const behaviours: readonly (readonly [string, (socket: Socket, head: string) => void])[] = [
      ['timeout_headers', keep],
      [
        'timeout_message',
        (socket, head) => {
          keep(socket);
          socket.write(rightHead(head));
        },
      ],
      [
        'timeout_body',
        socket => {
          keep(socket);
          socket.write('HTTP/1.1 401 U\r\nContent-Length: 5\r\n\r\n');
        },
      ],
    ];
    for (const [code, behave] of behaviours) {
      await using server = await rawServer(behave);
      using limit = deadline(500);
      const ready = prepared(websocket, { url: `ws://${server.host}/`, expect: 'OK' });
      const outcome = await ready.start({ userAgent: 'test' })({ signal: limit.signal });
      const lateMs = limit.sinceMs();
      assert.equal(asFailure(outcome).code, code);
      assert.ok(lateMs >= 0 && lateMs < 100, `${code}: ${lateMs} ms`);
      const [socket] = open;
      if (socket !== undefined && !socket.closed) {
        await new Promise(resolve => {
          socket.once('close', resolve);
        });
      }
      assert.equal(open.size, 0);
    }
  });

  test('a run that is called off says nothing about the target', async () => {
    await using server = await rawServer(() => {});
    const ready = prepared(websocket, { url: `ws://${server.host}/` });
    const controller = new AbortController();
    const running = ready.start({ userAgent: 'x' })({ signal: controller.signal });
    controller.abort();
    assert.equal(asFailure(await running).code, 'internal');
  });
});

describe('websocket, settings', () => {
  const url = 'wss://social.example/api/v1/streaming';
  const bad: readonly (readonly [object, RegExp])[] = [
    [{}, /^url: /],
    [{ url: 'social.example' }, /^url: write a URL such as/],
    [{ url: 'ftp://social.example' }, /^url: /],
    [{ url: 'wss://a:b@social.example' }, /^url: /],
    [{ url: `${url}#top` }, /^url: /],
    [{ url, subprotocol: 'a b' }, /^subprotocol: /],
    [{ url, expect: '(' }, /^expect: /],
    [{ url, headers: { Upgrade: 'h2c' } }, /^headers\.Upgrade: this header is/],
    [{ url, headers: { 'sec-websocket-key': 'x' } }, /^headers\.sec-websocket-key: /],
    [{ url, headers: { 'a b': 'x' } }, /^headers\.a b: /],
    [{ url, headers: { a: 'x\r\nb: y' } }, /^headers\.a: a header can hold/],
    [{ url, keywords: 'a' }, /keywords/],
  ];
  for (const [input, message] of bad) {
    test(`refuse ${JSON.stringify(input)}`, () => {
      const issues = issuesOf(websocket, input);
      assert.equal(issues.length, 1, issues.join('; '));
      assert.match(issues[0] ?? '', message);
    });
  }

  test('hide the values of headers', () => {
    const headers = { authorization: 'hunter2' };
    const parsed = websocket.settings.parse({ url, headers });
    assert.ok(!JSON.stringify(parsed).includes('hunter2'));
    assert.ok(JSON.stringify(parsed).includes(secretMask));
  });

  test('make one request', () => assert.equal(prepared(websocket, { url }).requests, 1));
});
