import assert from 'node:assert/strict';
import test from 'node:test';
import { websocket } from '../../../src/probe/websocket.ts';
import { prepared, probeOnce, rawServer } from '../../support/probing.ts';
import { asObservation } from '../../support/transport-run.ts';

const mebibyte = 1024 * 1024;

test('row 48: a refusal whose body comes in chunks of one byte takes memory for its bytes, not for each chunk', async () => {
  const chunks = 400_000;
  await using server = await rawServer(socket => {
    socket.write('HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n');
    socket.end(`${'1\r\na\r\n'.repeat(chunks)}0\r\n\r\n`);
  });
  const probing = prepared(websocket, { url: `ws://${server.host}/`, status: 401 });
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 2);
  const { outcome } = await probeOnce(probing, 20_000);
  clearInterval(sampler);
  assert.equal(asObservation(outcome).http?.bodyBytes, chunks);
  assert.ok(peak - before < 80 * mebibyte, `grew by ${Math.round((peak - before) / mebibyte)} MiB`);
});
