import assert from 'node:assert/strict';
import { test } from 'node:test';
import { otherStatusPage } from '../../src/demo/mastodon/fault/instance-settings.ts';
import { startDaemon, untilUp } from '../support/daemon.ts';
import { eventually, freePort } from '../support/real-programs.ts';

test("the server's own link to a status page is compared with ours, and what differs is in the log once", async () => {
  const demoPort = await freePort();
  await using daemon = await startDaemon(`
interval: 1s
timeout: 900ms
demo: { listen: "127.0.0.1:${demoPort}" }
page: { public_url: "https://status.example/" }
servers:
  - { domain: "mastodon.localhost:${demoPort}", preset: mastodon }
`);
  await untilUp(daemon, { api: 1 });
  const unset = 'the server does not link to our status page';
  await eventually('the word that it is not set', async () => logged(unset).length > 0 || undefined);
  const fault = `http://127.0.0.1:${demoPort}/_demo/faults/status_link_set`;
  assert.equal((await fetch(fault, { method: 'PUT' })).status, 200);
  const other = 'the server links to another status page than ours';
  const [line = ''] = await eventually('the word that it is another', async () => {
    const lines = logged(other);
    return lines.length > 0 ? lines : undefined;
  });
  assert.match(line, new RegExp(`"page":"https://status.example/",.*"link":"${otherStatusPage}"`));
  assert.match(line, /"level":"warn"/);
  assert.equal(logged(unset).length, 1);

  function logged(message: string): readonly string[] {
    return daemon.program
      .output()
      .split('\n')
      .filter(text => text.includes(`"msg":"${message}"`));
  }
});
