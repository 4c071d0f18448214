/** What every simulated software must do, whichever it is: the registry names them. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { startDemo } from '../../src/demo/demo.ts';
import { softwares } from '../../src/demo/software/index.ts';
import { ask } from '../support/demo-client.ts';

const listen = { host: '127.0.0.1', port: 0 } as const;

/** Some refuse clients without a name. */
const headers = { 'user-agent': 'test' } as const;

/** Versions that cannot know what software they are: they are older than nodeinfo. */
const withoutNodeinfo: readonly string[] = ['mastodon 2.9'];

test('no two softwares have the same name', () => {
  const names = softwares.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

for (const { name: software, versions, defaultVersion } of softwares) {
  test(`${software}: says what it is, in each of its versions`, async () => {
    for (const version of versions) {
      await using demo = await startDemo({ listen, software, version });
      assert.ok(demo.version.startsWith(version), demo.version);
      if (withoutNodeinfo.includes(`${software} ${version}`)) continue;
      const host = `${software}.localhost`;
      const list = await ask(demo.port, { host, path: '/.well-known/nodeinfo', headers });
      const links: readonly { rel: string; href: string }[] = JSON.parse(list.body).links;
      const documents = links.filter(({ rel }) => /nodeinfo.*schema/.test(rel));
      assert.ok(documents.length > 0, list.body);
      for (const { href } of documents) {
        const { pathname } = new URL(href);
        const { software: said } = JSON.parse((await ask(demo.port, { host, path: pathname, headers })).body);
        assert.deepEqual(said, { name: software, version: demo.version });
      }
    }
  });

  test(`${software}: every fault has a name of its own and a sentence, and leaves the control alone`, async () => {
    await using demo = await startDemo({ listen, software });
    assert.ok(demo.version.startsWith(defaultVersion), demo.version);
    const ids = demo.faults.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, summary } of demo.faults) {
      assert.match(id, /^[a-z0-9_:]+$/);
      assert.match(summary, /^[A-Z].*[^.]\.$/, id);
      demo.break(id);
    }
    const control = await ask(demo.port, { host: 'localhost', path: '/_demo' });
    assert.deepEqual(JSON.parse(control.body).active, demo.active);
    demo.heal();
    assert.deepEqual(demo.active, []);
  });
}
