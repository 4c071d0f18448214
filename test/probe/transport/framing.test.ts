import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { drip, flood, hostileServer } from '../../support/hostile-server.ts';
import { asFailure, asObservation, fetch, summary } from '../../support/transport-run.ts';

interface Case {
  readonly row: string;
  readonly send: string | ((socket: Socket) => void);
  readonly close?: 'fin' | 'reset' | 'nothing';
  readonly expect: string;
  readonly status?: number;
  readonly text?: string;
  readonly timeoutMs?: number;
  readonly method?: string;
}

const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

const cases: readonly Case[] = [
  {
    row: '7: 204 on a connection kept open',
    send: 'HTTP/1.1 204 No Content\r\n\r\n',
    expect: 'answer',
    status: 204,
    text: '',
  },
  {
    row: '9: 304 with a length',
    send: 'HTTP/1.1 304 Not Modified\r\ncontent-length: 100\r\n\r\n',
    expect: 'answer',
    status: 304,
  },
  {
    row: '10: HEAD with a length',
    method: 'HEAD',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n',
    expect: 'answer',
  },
  {
    row: '30: a body byte by byte',
    send: socket => drip(socket, Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nkeyword')),
    expect: 'answer',
    text: 'keyword',
  },
  {
    row: '30: chunks of one byte each',
    send: `${chunked}${'1\r\na\r\n'.repeat(3000)}0\r\n\r\n`,
    expect: 'answer',
    text: 'a'.repeat(3000),
  },
  {
    row: '39: an endless body until close',
    send: socket => flood(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'abc'),
    expect: 'body_too_large',
    status: 200,
  },
  {
    row: '39: an endless chunked body',
    send: socket => flood(socket, chunked, `1000\r\n${'x'.repeat(4096)}\r\n`),
    expect: 'body_too_large',
    status: 200,
  },
  {
    row: '40: a length of 100 GiB',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: 107374182400\r\n\r\n',
    expect: 'body_too_large',
    status: 200,
  },
  {
    row: '49: an empty body',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
    expect: 'answer',
    text: '',
  },
  {
    row: '50: two lengths',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd',
    expect: 'malformed_response',
  },
  {
    row: '51: a negative length',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: -3\r\n\r\nabc',
    expect: 'malformed_response',
  },
  {
    row: '51: a length in words',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: three\r\n\r\nabc',
    expect: 'malformed_response',
  },
  {
    row: '51: an overflowing length',
    send: `HTTP/1.1 200 OK\r\ncontent-length: ${'9'.repeat(30)}\r\n\r\nabc`,
    expect: 'malformed_response',
  },
  {
    row: '52: shorter than its length',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc',
    close: 'fin',
    expect: 'body_truncated',
    status: 200,
  },
  {
    row: '53: longer than its length',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabckeyword',
    expect: 'answer',
    text: 'abc',
  },
  {
    row: '54: a second answer in the first',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nkeyword',
    expect: 'answer',
    text: 'abc',
  },
  {
    row: '55: a length and chunks',
    send: 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    expect: 'malformed_response',
  },
  { row: '56: a bad chunk size', send: `${chunked}zz\r\nabc\r\n`, expect: 'malformed_response', status: 200 },
  { row: '56: a negative chunk size', send: `${chunked}-3\r\nabc\r\n`, expect: 'malformed_response' },
  {
    row: '56: an overflowing chunk size',
    send: `${chunked}${'f'.repeat(30)}\r\nabc\r\n`,
    expect: 'malformed_response',
  },
  {
    row: '56: no line end after a chunk',
    send: `${chunked}3\r\nabcXX0\r\n\r\n`,
    expect: 'malformed_response',
  },
  {
    row: '57: cut before the last chunk',
    send: `${chunked}3\r\nabc\r\n`,
    close: 'fin',
    expect: 'body_truncated',
    status: 200,
  },
  {
    row: '57: cut before the last chunk, after a close that was announced',
    send: 'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n',
    close: 'fin',
    expect: 'body_truncated',
    status: 200,
  },
  {
    row: '83: reset before the last chunk, after a close that was announced',
    send: 'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n',
    close: 'reset',
    expect: 'conn_reset',
    status: 200,
  },
  {
    row: '83: reset in a body that ends with the connection',
    send: 'HTTP/1.1 200 OK\r\n\r\nabc',
    close: 'reset',
    expect: 'conn_reset',
    status: 200,
  },
  {
    row: '58: chunk extensions and trailers',
    send: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-t\r\n\r\n3;a=b\r\nabc\r\n0\r\nx-t: keyword\r\n\r\n',
    expect: 'answer',
    text: 'abc',
  },
  {
    row: '59: an endless chunk extension',
    send: socket => flood(socket, `${chunked}3;a=`, 'a'),
    expect: 'headers_too_large',
    status: 200,
  },
  {
    row: '59: an endless trailer',
    send: socket => flood(socket, `${chunked}0\r\n`, 'a: b\r\n'),
    expect: 'headers_too_large',
    status: 200,
  },
  {
    row: '59: an endless status line',
    send: socket => flood(socket, 'HTTP/1.1 200 ', 'a'),
    expect: 'headers_too_large',
  },
  { row: '60: HTTP/0.9', send: '<html>keyword</html>', close: 'fin', expect: 'malformed_response' },
  { row: '60: garbage', send: '\x00\x01\x02\x03', expect: 'malformed_response' },
  { row: '60: the greeting of SSH', send: 'SSH-2.0-OpenSSH_9.2\r\n', expect: 'malformed_response' },
  { row: '61: status OK200', send: 'HTTP/1.1 OK200\r\n\r\n', expect: 'malformed_response' },
  { row: '61: a status of four digits', send: 'HTTP/1.1 2000 OK\r\n\r\n', expect: 'malformed_response' },
  { row: '61: status 000', send: 'HTTP/1.1 000 OK\r\n\r\n', expect: 'malformed_response' },
  {
    row: '62: status 600',
    send: 'HTTP/1.1 600 OK\r\ncontent-length: 0\r\n\r\n',
    expect: 'answer',
    status: 600,
  },
  {
    row: '63: no reason phrase',
    send: 'HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok',
    expect: 'answer',
    text: 'ok',
  },
  {
    row: '63: HTTP/1.0 until close',
    send: 'HTTP/1.0 200 OK\r\n\r\nkeyword',
    close: 'fin',
    expect: 'answer',
    text: 'keyword',
  },
  {
    row: '64: bytes beyond ASCII in a header',
    send: 'HTTP/1.1 200 OK\r\nx-name: \xed\x95\x9c\xff\r\ncontent-length: 2\r\n\r\nok',
    expect: 'answer',
    text: 'ok',
  },
  {
    row: '66: 20 KiB of headers',
    send: `HTTP/1.1 200 OK\r\nx-long: ${'a'.repeat(20_000)}\r\ncontent-length: 2\r\n\r\nok`,
    expect: 'answer',
    text: 'ok',
  },
  {
    row: '67: a header of 1 MiB',
    send: `HTTP/1.1 200 OK\r\nx-long: ${'a'.repeat(1 << 20)}\r\ncontent-length: 2\r\n\r\nok`,
    expect: 'headers_too_large',
  },
  {
    row: '67: ten thousand headers',
    send: `HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(10_000)}content-length: 2\r\n\r\nok`,
    expect: 'headers_too_large',
  },
  {
    row: '67: ten thousand lines of body are no headers',
    send: `HTTP/1.1 200 OK\r\ncontent-length: 40000\r\n\r\n${'a\r\n\n'.repeat(10_000)}`,
    expect: 'answer',
    text: 'a\r\n\n'.repeat(10_000),
  },
  {
    row: '67: 3000 cookies',
    send: `HTTP/1.1 200 OK\r\n${'set-cookie: a=b\r\n'.repeat(3000)}content-length: 2\r\n\r\nok`,
    expect: 'answer',
    text: 'ok',
  },
  {
    row: '68: endless headers',
    send: socket => flood(socket, 'HTTP/1.1 200 OK\r\n', 'a: b\r\n'),
    expect: 'headers_too_large',
  },
  {
    row: '69: 100 Continue',
    send: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    expect: 'answer',
    status: 200,
    text: 'ok',
  },
  {
    row: '69: 103 Early Hints',
    send: 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    expect: 'answer',
    text: 'ok',
  },
  {
    row: '69: several interim answers',
    send: `${'HTTP/1.1 102 Processing\r\nx: y\r\n\r\n'.repeat(20)}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok`,
    expect: 'answer',
    text: 'ok',
  },
  {
    row: '69: interim answers byte by byte',
    send: socket =>
      drip(
        socket,
        Buffer.from(
          'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\na: b\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
        ),
      ),
    expect: 'answer',
    text: 'ok',
  },
  {
    row: '70: endless interim answers',
    send: socket => flood(socket, '', 'HTTP/1.1 102 Processing\r\n\r\n'),
    expect: 'timeout_headers',
    timeoutMs: 300,
  },
  {
    row: '71: 101 that nobody asked for',
    send: 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    expect: 'malformed_response',
  },
  {
    row: '72: a connection kept open',
    send: 'HTTP/1.1 200 OK\r\nconnection: keep-alive\r\nkeep-alive: timeout=60\r\ncontent-length: 2\r\n\r\nok',
    expect: 'answer',
    text: 'ok',
  },
  { row: '83: FIN after the request', send: '', close: 'fin', expect: 'conn_closed' },
  { row: '83: RST after the request', send: '', close: 'reset', expect: 'conn_reset' },
  { row: '84: cut inside the status line', send: 'HTTP/1.1 20', close: 'fin', expect: 'malformed_response' },
  {
    row: '84: cut inside the headers',
    send: 'HTTP/1.1 200 OK\r\nx-a: b\r\nx-',
    close: 'fin',
    expect: 'malformed_response',
  },
];

describe('the framing of an answer', () => {
  for (const { row, send, close = 'nothing', expect, status, text, timeoutMs, method } of cases) {
    it(`row ${row}: ${expect}`, async () => {
      await using server = await hostileServer(socket => {
        if (typeof send === 'function') return send(socket);
        if (send !== '') socket.write(Buffer.from(send, 'latin1'));
        if (close === 'fin') socket.end();
        if (close === 'reset') socket.resetAndDestroy();
      });
      const changes = method === undefined ? {} : { method };
      const outcome = await fetch(`http://127.0.0.1:${server.port}/`, changes, timeoutMs ?? 5000);
      assert.equal(summary(outcome), expect, JSON.stringify(outcome));
      if (status !== undefined) assert.equal(outcome.http?.status, status);
      if (text !== undefined) assert.equal(asObservation(outcome).text, text);
      assert.equal(server.connections, 1);
    });
  }

  it('row 32: keywords in headers, reason, trailer and chunk extension are not in the text', async () => {
    await using server = await hostileServer(socket =>
      socket.write(
        'HTTP/1.1 200 keyword\r\nx-keyword: keyword\r\ntransfer-encoding: chunked\r\n\r\n2;keyword=keyword\r\nok\r\n0\r\nx-keyword: keyword\r\n\r\n',
      ),
    );
    const { text } = asObservation(await fetch(`http://127.0.0.1:${server.port}/`));
    assert.equal(text, 'ok');
  });

  it('row 65: headers with names of Object.prototype are plain headers', async () => {
    await using server = await hostileServer(socket =>
      socket.write(
        'HTTP/1.1 200 OK\r\n__proto__: a\r\nconstructor: b\r\ntoString: c\r\ncontent-length: 0\r\n\r\n',
      ),
    );
    const { http } = asObservation(await fetch(`http://127.0.0.1:${server.port}/`));
    assert.deepEqual(http?.headers.get('__proto__'), ['a']);
    assert.deepEqual(http?.headers.get('constructor'), ['b']);
    assert.deepEqual(http?.headers.get('tostring'), ['c']);
    assert.equal(http?.headers.get('hasownproperty'), undefined);
  });

  it('row 83: FIN before the request is a closed connection', async () => {
    await using server = await hostileServer(socket => socket.end(), { atOnce: true });
    const { code } = asFailure(await fetch(`http://127.0.0.1:${server.port}/`));
    assert.match(code, /^conn_(?:closed|reset)$/);
  });

  it('an answer that came before the request was sent counts', async () => {
    await using server = await hostileServer(
      socket => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
      {
        atOnce: true,
      },
    );
    assert.equal(asObservation(await fetch(`http://127.0.0.1:${server.port}/`)).text, 'ok');
  });

  it('a message of a failure holds no byte of the answer', async () => {
    await using server = await hostileServer(socket =>
      socket.write('HTTP/1.1 200 OK\r\nevil\x1b[2J: \x00\r\n\r\n'),
    );
    const { message } = asFailure(await fetch(`http://127.0.0.1:${server.port}/`));
    assert.ok(!message.includes('evil') && !message.includes('\x1b'), message);
  });
});
