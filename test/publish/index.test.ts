import assert from 'node:assert/strict';
import test from 'node:test';
import { createPublishers } from '../../src/publish/index.ts';
import { createSelfMetrics } from '../../src/publish/self-metrics.ts';
import { textOf } from '../support/publication.ts';
import { emptySnapshot } from '../support/snapshots.ts';
import { requestWith, testPublisher } from './contract.ts';

const publishers = createPublishers({
  build: { version: '1.2.3<b>', nodeVersion: '24.0.0' },
  selfMetrics: createSelfMetrics(),
});

for (const publisher of publishers) testPublisher(publisher);

test('no two publishers share a path', () => {
  const paths = publishers.map(({ path }) => path);
  assert.deepEqual(paths, [...new Set(paths)]);
});

test('the operator finds every page, escaped and without a script', async () => {
  const landing = publishers.find(({ path }) => path === '/operator');
  assert.equal(landing?.audience, 'operator');
  const publication = await landing?.render(emptySnapshot(), requestWith());
  const body = await textOf(publication?.body ?? '');
  for (const { path } of publishers) {
    const isPage = path === '/' || !path.endsWith('/');
    if (isPage && path !== '/operator') assert.match(body, new RegExp(`href="${path}"`));
  }
  assert.match(body, /1\.2\.3&lt;b&gt;/);
  assert.match(
    publication?.headers?.['Content-Security-Policy'] ?? '',
    /^default-src 'none'; style-src 'sha256-[^']+';/,
  );
});
