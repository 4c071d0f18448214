import assert from 'node:assert/strict';
import test from 'node:test';
import { startDaemon, untilUp } from '../support/daemon.ts';
import { freePort } from '../support/real-programs.ts';

const components = [
  'main_page',
  'api',
  'streaming',
  'user_page',
  'object_storage',
  'activitypub',
  'health',
  'streaming_websocket',
  'host_meta',
];

/** Parts that are broken with another: a chain needs its first link. */
const dragged: Readonly<Record<string, readonly string[]>> = {
  host_meta: ['activitypub'],
};

test('each part of the server, broken alone, takes down its own component and no other', async () => {
  const demoPort = await freePort();
  await using daemon = await startDaemon(`
interval: 1s
timeout: 900ms
demo: { listen: "127.0.0.1:${demoPort}", software: mastodon, version: "4.5" }
servers:
  - domain: mastodon.localhost:${demoPort}
    preset: mastodon
    account: admin
    object_storage: http://files.localhost:${demoPort}/check.txt
    components:
      health: { interval: 1s }
      streaming_websocket: { interval: 1s }
      host_meta: { interval: 1s }
`);
  await untilUp(daemon, allUp());
  for (const component of components) {
    const fault = `http://127.0.0.1:${demoPort}/_demo/faults/part:${component}`;
    const broken = await fetch(fault, { method: 'PUT' });
    assert.equal(broken.status, 200, `${component}: ${await broken.text()}`);
    const down = [component, ...(dragged[component] ?? [])];
    await untilUp(daemon, { ...allUp(), ...Object.fromEntries(down.map(name => [name, 0 as const])) });
    await (await fetch(fault, { method: 'DELETE' })).text();
    await untilUp(daemon, allUp());
  }
});

function allUp(): Readonly<Record<string, 1>> {
  return Object.fromEntries(components.map(name => [name, 1 as const]));
}
