import assert from 'node:assert/strict';
import test from 'node:test';
import { websocket } from '../../../src/probe/websocket.ts';
import { prepared, probeOnce, rawServer } from '../../support/probing.ts';
import { asFailure, asObservation } from '../../support/transport-run.ts';

const mebibyte = 1024 * 1024;

/** A body in chunks of so many bytes. */
function chunked(bytes: number, chunks: number): string {
  return `${`${bytes.toString(16)}\r\n${'a'.repeat(bytes)}\r\n`.repeat(chunks)}0\r\n\r\n`;
}

test('row 48: a refusal in chunks of few bytes takes memory for its bytes, not for each chunk', async () => {
  await using server = await rawServer(socket => {
    socket.write('HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n');
    socket.end(chunked(5, 200_000));
  });
  const probing = prepared(websocket, { url: `ws://${server.host}/`, status: 401 });
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 2);
  const { outcome } = await probeOnce(probing, 20_000);
  clearInterval(sampler);
  assert.equal(asObservation(outcome).http?.bodyBytes, 1_000_000);
  assert.ok(peak - before < 60 * mebibyte, `grew by ${Math.round((peak - before) / mebibyte)} MiB`);
});

test('a refusal that is more framing than body is read no further', async () => {
  await using server = await rawServer(socket => {
    socket.write('HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n');
    socket.end(chunked(1, 400_000));
  });
  const probing = prepared(websocket, { url: `ws://${server.host}/`, status: 401 });
  const { code, phase } = asFailure((await probeOnce(probing, 20_000)).outcome);
  assert.deepEqual([code, phase], ['headers_too_large', 'transfer']);
});
