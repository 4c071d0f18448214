import assert from 'node:assert/strict';
import test from 'node:test';
import S3rver from 's3rver';
import { sample, startDaemon, untilUp } from '../support/daemon.ts';
import { temporaryFolder } from '../support/real-programs.ts';

test('a real S3 API: check.txt is up, and a bucket without it is down with the status', async () => {
  await using folder = await temporaryFolder();
  await using storage = await startS3(folder.path);
  await using daemon = await startDaemon(`
interval: 1s
timeout: 900ms
servers:
  - domain: storage.test
    components:
      object_storage: { url: "${storage.origin}/media/check.txt", keyword: OK }
      missing: { url: "${storage.origin}/media/other.txt", keyword: OK }
      no_bucket: { url: "${storage.origin}/nothing/check.txt", keyword: OK }
`);
  const text = await untilUp(daemon, { object_storage: 1, missing: 0, no_bucket: 0 });
  assert.equal(sample(text, 'fedistatus_keyword_match', { component: 'object_storage' }), 1);
  assert.equal(sample(text, 'fedistatus_http_status_code', { component: 'missing' }), 404);
  assert.equal(sample(text, 'fedistatus_keyword_match', { component: 'missing' }), undefined);
});

/** S3rver with the bucket `media`, readable by everyone, and `check.txt` uploaded through its API. */
async function startS3(directory: string): Promise<AsyncDisposable & { readonly origin: string }> {
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'media', configs: [] }],
  });
  const { port } = await server.run();
  const origin = `http://127.0.0.1:${port}`;
  const uploaded = await fetch(`${origin}/media/check.txt`, { method: 'PUT', body: 'OK\n' });
  assert.equal(uploaded.status, 200, await uploaded.text());
  return {
    origin,
    async [Symbol.asyncDispose]() {
      await server.close();
    },
  };
}
