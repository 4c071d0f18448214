import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../src/demo/demo.ts';
import { complaints, countRequests, downIn, found } from '../support/discovering.ts';

const listen = { host: '127.0.0.1', port: 0 };

/** Of one host, probes and redirects included; and of all hosts together. */
const mostOfOneHost = 20;
const mostInAll = 25;

const layouts = [
  { version: '2.9' },
  { version: '3.0' },
  { version: '3.5' },
  { version: '4.0' },
  { version: '4.5' },
  { version: '4.8' },
  { version: '2.9', splitDomain: true },
  { version: '3.5', splitDomain: true, ownStreamingHost: true },
  { version: '4.5', splitDomain: true },
  { version: '4.5', ownStreamingHost: true },
  { version: '4.8', splitDomain: true, ownStreamingHost: true },
];

for (const layout of layouts) {
  test(`a name is enough, and everything that is written is up: ${JSON.stringify(layout)}`, async () => {
    await using demo = await startDemo({ listen, software: 'mastodon', ...layout });
    const { site } = demo;
    using counter = countRequests();
    const { entry, notes, requests, text } = await found(site.localDomain);
    const asked = [...counter.byHost.values()].reduce((sum, count) => sum + count, 0);
    assert.ok(Math.max(...counter.byHost.values()) <= mostOfOneHost, JSON.stringify([...counter.byHost]));
    assert.ok(asked <= mostInAll, JSON.stringify([...counter.byHost]));
    // One is a handshake, and what a probe asks for instead of what is not there is not known here.
    assert.ok(Math.abs(requests - asked) <= 2, `says ${requests}, made ${asked}`);
    assert.deepEqual(
      notes.filter(({ kind }) => kind !== 'hint'),
      [],
    );
    assert.deepEqual(entry, {
      domain: site.localDomain,
      webOrigin: layout.splitDomain ? site.webOrigin : null,
      preset: 'mastodon',
      title: 'Fire drill',
      account: 'admin',
      storage: { url: `${site.storageOrigin}/check.txt`, contentType: null },
      streamingOrigin: layout.ownStreamingHost ? `http://${site.streamingDomain}` : null,
      optional: [],
      absent: [],
    });
    const all = await complaints(text);
    assert.deepEqual(
      Object.entries(all).filter(([, message]) => message !== null),
      [],
      text,
    );
    assert.equal(Object.keys(all).length, 9);
  });
}

test('the name of the pages leads to the name in handles', async () => {
  await using demo = await startDemo({ listen, software: 'mastodon', version: '4.5', splitDomain: true });
  const { entry, facts, text } = await found(demo.site.webDomain);
  assert.equal(entry.domain, demo.site.localDomain);
  assert.equal(entry.webOrigin, demo.site.webOrigin);
  assert.deepEqual(
    facts.find(({ name }) => name === 'domain'),
    {
      name: 'domain',
      value: demo.site.localDomain,
      from: 'what the server calls itself, confirmed by webfinger there',
    },
  );
  assert.deepEqual(await downIn(text), []);
});

/** A chain needs its first link. */
const dragged: Readonly<Record<string, readonly string[]>> = { host_meta: ['activitypub'] };

test('each part that breaks afterwards takes down its own component and no other', async () => {
  await using demo = await startDemo({ listen, software: 'mastodon', version: '4.5', splitDomain: true });
  const { text, probed } = await found(demo.site.localDomain);
  for (const { result } of probed) {
    const { component } = result;
    demo.break(`part:${component}`);
    const expected = [component, ...(dragged[component] ?? [])];
    assert.deepEqual((await downIn(text)).toSorted(), expected.toSorted(), component);
    demo.heal();
  }
});

test('what is broken at the moment is written all the same, and said to be down', async () => {
  await using demo = await startDemo({ listen, software: 'mastodon', version: '4.5' });
  for (const component of [
    'main_page',
    'streaming',
    'user_page',
    'object_storage',
    'activitypub',
    'health',
  ]) {
    demo.break(`part:${component}`);
    const { entry, notes, text } = await found(demo.site.localDomain);
    demo.heal();
    assert.deepEqual(entry.absent, [], component);
    const troubles = notes.filter(({ kind }) => kind === 'trouble').map(({ about }) => about);
    assert.ok(troubles.includes(component), `${component}: ${troubles.join()}`);
    assert.match(text, /# {3}ATTENTION:\n# {5}\w+: is DOWN: /, component);
    assert.deepEqual(await downIn(text), [], component);
  }
});
