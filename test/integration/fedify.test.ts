import assert from 'node:assert/strict';
import test from 'node:test';
import { sample, startDaemon, untilUp } from '../support/daemon.ts';
import { startFedifyServer } from '../support/fedify-server.ts';

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
