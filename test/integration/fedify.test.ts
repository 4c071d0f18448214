import assert from 'node:assert/strict';
import test from 'node:test';
import { sample, startDaemon, untilUp } from '../support/daemon.ts';
import { discovered, hasty } from '../support/discovered.ts';
import { startFedifyServer } from '../support/fedify-server.ts';
import { eventually } from '../support/real-programs.ts';

test('a real Fedify server: its webfinger and actor are up, an account that it does not know is down', async () => {
  await using fedify = await startFedifyServer();
  await using daemon = await startDaemon(`
interval: 1s
timeout: 900ms
servers:
  - domain: ${fedify.domain}
    components:
      activitypub: { type: activitypub, account: alice, host_meta: optional, actor: true }
      nobody: { type: activitypub, account: nobody, host_meta: skip }
      no_host_meta: { type: activitypub, account: alice, host_meta: required }
`);
  const text = await untilUp(daemon, { activitypub: 1, nobody: 0, no_host_meta: 0 });
  assert.equal(sample(text, 'fedistatus_keyword_match', { component: 'activitypub' }), 1);
  assert.equal(sample(text, 'fedistatus_keyword_match', { component: 'nobody' }), undefined);
  assert.equal(sample(text, 'fedistatus_failure', { component: 'nobody', reason: 'activitypub' }), 1);
  assert.equal(sample(text, 'fedistatus_failure', { component: 'no_host_meta', reason: 'activitypub' }), 1);
});

test('a real Fedify server is discovered as what it is and watched, until it is gone', async () => {
  const fedify = await startFedifyServer();
  await using _end = fedify;
  const config = await discovered(fedify.domain);
  assert.match(config, /software +example-app 1\.2\.3 +\(nodeinfo\)/);
  assert.match(config, /there is no preset for example-app/);
  assert.match(config, /preset: fediverse/);
  assert.match(config, /account: alice/);
  await using daemon = await startDaemon(hasty + config);
  const parts = ['main_page', 'activitypub', 'nodeinfo'];
  await untilUp(daemon, Object.fromEntries(parts.map(part => [part, 1 as const])));

  await fedify[Symbol.asyncDispose]();
  // A probe that was under way at the end has another reason.
  await eventually('no connection to any part', async () => {
    const text = await daemon.metrics();
    const hasFailed = (component: string): boolean =>
      sample(text, 'fedistatus_failure', { component, reason: 'connect' }) === 1;
    return parts.every(hasFailed) || undefined;
  });
  await eventually('the diagnosis', async () =>
    sample(await daemon.metrics(), 'fedistatus_diagnosis', { diagnosis: 'server_unreachable' }),
  );
});
