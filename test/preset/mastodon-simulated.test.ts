import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../src/core/verdict.ts';
import { startDemo } from '../../src/demo/demo.ts';
import { loadConfigText } from '../support/load-config-text.ts';

const layouts = [
  { version: '4.5' },
  { version: '4.0' },
  { version: '3.5' },
  { version: '2.9' },
  { version: '4.5', splitDomain: true },
  { version: '4.5', ownStreamingHost: true },
];

for (const layout of layouts) {
  test(`every component is up on a simulated server: ${JSON.stringify(layout)}`, async () => {
    await using demo = await startDemo({
      listen: { host: '127.0.0.1', port: 0 },
      software: 'mastodon',
      ...layout,
    });
    const { site } = demo;
    const { components, userAgent } = await loadConfigText(`timeout: 5s
servers:
  - domain: ${site.localDomain}
    web_domain: ${site.webOrigin}
    streaming: ${site.streamingBase}
    preset: mastodon
    account: admin
    object_storage: ${site.storageOrigin}/check.txt
    components: { assets: {}, edge: {}, timeline: {}, freshness: {}, streaming_database: {} }
`);
    const results = await Promise.all(
      components.map(async ({ component, prepared }) => {
        const outcome = await prepared.start({ userAgent })({ signal: AbortSignal.timeout(5000) });
        const { result, cause } = judge(component.assertions, outcome, Date.now());
        return [component.name, result, cause?.message];
      }),
    );
    assert.deepEqual(
      results,
      components.map(({ component }) => [component.name, 'pass', undefined]),
    );
  });
}
