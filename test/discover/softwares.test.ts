import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../src/demo/demo.ts';
import { softwares } from '../../src/demo/software/index.ts';
import { presets } from '../../src/preset/index.ts';
import { namesOf } from '../../src/preset/preset.ts';
import { complaints, countRequests, found } from '../support/discovering.ts';

const listen = { host: '127.0.0.1', port: 0 };

interface Broken {
  readonly name: string;
  readonly version: string;
  readonly component: string;
}

/** Whether webfinger is looked for at its usual place: host-meta is watched, but not followed. */
function isSkippingHostMeta(name: string): boolean {
  const preset = presets.find(candidate => namesOf(candidate).includes(name));
  const { activitypub } = preset?.components(settings).components ?? {};
  return activitypub?.['host_meta'] === 'skip';
}

const settings = {
  domain: 'a.example',
  webOrigin: 'https://a.example',
  account: 'admin',
  objectStorage: null,
  streamingOrigin: null,
};

/** What falls with a part: a chain with its first link, and in 2.9, which has no /health, that asks the API. */
function fallen({ name, version, component }: Broken): readonly string[] {
  if (component === 'host_meta') return isSkippingHostMeta(name) ? [component] : ['activitypub', component];
  const isOld = name === 'mastodon' && version === '2.9';
  if (isOld && component === 'api') return ['api', 'health'];
  return isOld && component === 'health' ? [] : [component];
}

for (const { name, versions } of softwares) {
  for (const version of versions) {
    test(`${name} ${version} is discovered as what it is, and everything that is written is up`, async () => {
      await using demo = await startDemo({ listen, software: name, version });
      using counter = countRequests();
      const { entry, notes, facts, text, probed } = await found(demo.site.localDomain);
      assert.ok(Math.max(...counter.byHost.values()) <= 20, JSON.stringify([...counter.byHost]));
      const known = presets.find(preset => namesOf(preset).includes(name));
      assert.equal(entry.preset, known === undefined ? 'fediverse' : name);
      assert.match(facts.find(fact => fact.name === 'software')?.value ?? '', new RegExp(`^${name} `));
      assert.deepEqual(
        notes.filter(({ kind }) => kind === 'trouble'),
        [],
      );
      const all = await complaints(text);
      assert.deepEqual(
        Object.entries(all).filter(([, message]) => message !== null),
        [],
        text,
      );
      assert.ok(Object.keys(all).length >= 3, text);
      for (const { result } of probed) {
        const { component } = result;
        if (!demo.faults.some(({ id }) => id === `part:${component}`)) continue;
        demo.break(`part:${component}`);
        const down = Object.entries(await complaints(text)).filter(([, message]) => message !== null);
        assert.deepEqual(
          down.map(([one]) => one).toSorted(),
          fallen({ name, version, component }).filter(one => Object.hasOwn(all, one)),
          component,
        );
        demo.heal();
      }
    });
  }
}

test('software without a preset is watched with the API that it has for apps', async () => {
  await using demo = await startDemo({ listen, software: 'snac' });
  const { notes, text } = await found(demo.site.localDomain);
  assert.equal((await complaints(text))['api'], null);
  assert.ok(
    notes.some(({ about, message }) => about === 'preset' && message.endsWith('the API that apps use')),
  );
});

test('a streaming API that no component of the preset asks for is not written', async () => {
  await using demo = await startDemo({ listen, software: 'snac', ownStreamingHost: true });
  const { entry, notes } = await found(demo.site.localDomain);
  assert.equal(entry.streamingOrigin, null);
  assert.ok(!notes.some(({ about }) => about === 'streaming'));
});
