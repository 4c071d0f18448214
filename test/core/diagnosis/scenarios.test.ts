/** Fire drills: the simulated server breaks in a known way, real probes ask it, and the cause comes first. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { type Demo, type DemoOptions, startDemo } from '../../../src/demo/demo.ts';
import { configFor, idsOf, survey } from '../../support/drill.ts';

/** What the basic components do not see. */
const more = '{ assets: {}, edge: {}, timeline: {}, freshness: {}, streaming_database: {} }';

interface Installation {
  readonly version: string;
  readonly options?: Pick<DemoOptions, 'splitDomain' | 'ownStreamingHost'>;
}

const installations: Readonly<Record<string, Installation>> = {
  '4.5': { version: '4.5' },
  '4.5, split domain, streaming on its own host': {
    version: '4.5',
    options: { splitDomain: true, ownStreamingHost: true },
  },
  '3.5': { version: '3.5' },
};

/** First findings that are not what the fault is called, and why. */
const otherwise: Readonly<Record<string, string>> = {
  // The cause behind the copies is nearer; that they hide it is told beside it.
  hidden_by_cache: 'web_process_down',
};

/** Seen only by parts that the preset does not have, or only with another installation. */
const unseen: Readonly<Record<string, readonly string[]>> = {
  // There is no version 2 of the instance API, which is what shows it.
  redis_down: ['3.5'],
};

for (const [name, installation] of Object.entries(installations)) {
  test(`each fault of a simulated Mastodon ${name} is named first`, async t => {
    await using demo = await demoFor(installation);
    const config = await configFor(demo, more);
    assert.deepEqual(idsOf(await survey(config)), [], 'healthy');
    const wrong: string[] = [];
    for (const { id, diagnosis } of demo.faults) {
      if (diagnosis === null || unseen[id]?.includes(name) === true) continue;
      demo.break(id);
      const found = idsOf(await survey(config));
      demo.heal();
      t.diagnostic(`${id}: ${found.join(', ')}`);
      if (found[0] !== (otherwise[id] ?? diagnosis)) wrong.push(`${id} → ${found.join(', ')}`);
    }
    assert.deepEqual(wrong, []);
  });
}

test('modes of operation are no faults', async () => {
  for (const installation of Object.values(installations)) {
    await using demo = await demoFor(installation);
    const config = await configFor(demo, more);
    for (const mode of ['limited_federation', 'timeline_closed']) {
      demo.break(mode);
      assert.deepEqual(idsOf(await survey(config)), [], `${installation.version}: ${mode}`);
      demo.heal();
    }
  }
});

test('a dead application whose pages live on in the cache is found, and so is the cache', async () => {
  const [installation] = Object.values(installations);
  assert.ok(installation);
  await using demo = await demoFor(installation);
  const config = await configFor(demo, more);
  demo.break('hidden_by_cache');
  assert.deepEqual(idsOf(await survey(config)), ['web_process_down', 'hidden_by_cache']);
});

test('two faults at once are two findings', async () => {
  const [installation] = Object.values(installations);
  assert.ok(installation);
  await using demo = await demoFor(installation);
  const config = await configFor(demo, more);
  demo.break('web_frontend_broken');
  demo.break('object_storage_denied');
  assert.deepEqual(idsOf(await survey(config)).toSorted(), ['object_storage_denied', 'web_frontend_broken']);
});

test('an overloaded process that has another host for its streaming API is one fault', async () => {
  const listen = { host: '127.0.0.1', port: 0 };
  await using demo = await startDemo({ listen, software: 'pleroma', slowMs: 20, ownStreamingHost: true });
  const config = await configFor(demo);
  demo.break('overloaded');
  assert.deepEqual(idsOf(await survey(config)), ['overloaded']);
});

test('once the copies that outlive the database are gone, it is still the database', async () => {
  const [installation] = Object.values(installations);
  assert.ok(installation);
  let later = 0;
  await using demo = await demoFor(installation, () => Date.now() + later);
  const config = await configFor(demo, more);
  demo.break('database_down');
  later = 10 * 60_000;
  assert.deepEqual(idsOf(await survey(config)), ['database_down']);
});

test('one part that fails alone never makes a certain cause of the whole server', async () => {
  const [installation] = Object.values(installations);
  assert.ok(installation);
  await using demo = await demoFor(installation);
  const config = await configFor(demo, more);
  const alone = demo.faults.filter(({ id }) => id.startsWith('part:'));
  assert.notEqual(alone.length, 0);
  for (const { id } of alone) {
    demo.break(id);
    const certain = (await survey(config)).filter(({ confidence }) => confidence === 'certain');
    demo.heal();
    const about = /^part:([a-z]+)/.exec(id)?.[1] ?? '';
    for (const { id: cause } of certain) assert.ok(cause.startsWith(about), `${id}: ${cause}`);
  }
});

function demoFor({ version, options = {} }: Installation, now: () => number = Date.now): Promise<Demo> {
  const listen = { host: '127.0.0.1', port: 0 };
  return startDemo({ listen, software: 'mastodon', version, slowMs: 20, now, ...options });
}
