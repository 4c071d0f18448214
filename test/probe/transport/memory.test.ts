import assert from 'node:assert/strict';
import { it } from 'node:test';
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { answer, flood, hostileServer } from '../../support/hostile-server.ts';
import { fetch, summary } from '../../support/transport-run.ts';

const zeros = Buffer.alloc(64 * 1024 * 1024);
const mebibyte = 1024 * 1024;

it('row 48, issue 3: sixteen bombs and sixteen floods at once stay under 250 MiB of growth', async () => {
  const bombs: Readonly<Record<string, Buffer>> = {
    gzip: gzipSync(zeros, { level: 1 }),
    br: brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    zstd: zstdCompressSync(zeros),
    'gzip, gzip': gzipSync(gzipSync(zeros, { level: 1 })),
  };
  await using server = await hostileServer((socket, head) => {
    const kind = decodeURIComponent(head.split(' ')[1]?.slice(1) ?? '');
    const bomb = bombs[kind];
    if (bomb !== undefined) socket.write(answer(bomb, `content-encoding: ${kind}\r\n`));
    else flood(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'a keyword that never ends ');
  });
  const kinds = [...Object.keys(bombs), 'flood', 'flood', 'flood', 'flood'];
  const run = async (kind: string): Promise<string> =>
    summary(await fetch(`http://127.0.0.1:${server.port}/${encodeURIComponent(kind)}`, {}, 10_000));
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 2);
  for (let round = 0; round < 3; round += 1) {
    const codes = await Promise.all([...kinds, ...kinds, ...kinds, ...kinds].map(run));
    assert.deepEqual([...new Set(codes)], ['body_too_large']);
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  clearInterval(sampler);
  assert.ok(peak - before < 250 * mebibyte, `grew by ${Math.round((peak - before) / mebibyte)} MiB`);
});
