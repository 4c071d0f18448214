import assert from 'node:assert/strict';
import test from 'node:test';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { isSameState, oncePerState } from '../../src/publish/once-per-state.ts';
import { answer, fullSnapshot, resultOf } from '../support/snapshots.ts';

const snapshot = fullSnapshot();
const [first, ...others] = snapshot.components;
assert.ok(first);

function withFirst(change: Partial<typeof first>): Snapshot {
  return { ...snapshot, components: [{ ...first!, ...change }, ...others] };
}

test('time alone is no change', () => {
  assert.ok(
    isSameState(snapshot, { ...snapshot, at: snapshot.at + 5000, components: [...snapshot.components] }),
  );
});

const changes: Readonly<Record<string, Snapshot>> = {
  'a new result': withFirst({ current: resultOf(first.component, answer()) }),
  'a result that grew old': withFirst({ current: null }),
  'a run without a result': withFirst({ last: null }),
  'another state': withFirst({ state: null }),
  'a history that cannot be written': { ...snapshot, history: { ...snapshot.history, writeErrors: 99 } },
  'a probe under way': { ...snapshot, workload: { ...snapshot.workload, inFlight: 99 } },
  'a probe that waits': { ...snapshot, workload: { ...snapshot.workload, waiting: 99 } },
  'a probe that started': {
    ...snapshot,
    workload: { ...snapshot.workload, lateness: { ...snapshot.workload.lateness } },
  },
  'a missed run': withFirst({ counts: { ...first.counts, missed: 99 } }),
  'a probe counted': withFirst({ counts: { ...first.counts, probes: 99 } }),
  'a fault of our own': withFirst({ counts: { ...first.counts, internal: 99 } }),
  'a changed definition': withFirst({ component: { ...first.component } }),
  'a component less': { ...snapshot, components: others },
  'a reference that fell silent': { ...snapshot, references: [{ name: 'https://one.example', up: false }] },
  'another version of the software': {
    ...snapshot,
    servers: snapshot.servers.map(server => ({ ...server, running: { name: 'mastodon', version: '4.6.0' } })),
  },
  'a cause that is seen no more': { ...snapshot, findings: () => new Map() },
  'a failed reload': { ...snapshot, config: { ...snapshot.config, lastReloadSuccessful: false } },
  'a reload': { ...snapshot, config: { ...snapshot.config, lastSuccessAt: 1 } },
};

for (const [name, changed] of Object.entries(changes)) {
  test(`${name} is a change`, () => assert.equal(isSameState(snapshot, changed), false));
}

test('readers of one state share one rendering for each variant', async () => {
  const rendered: string[] = [];
  const render = oncePerState(async (_snapshot, variant: string) => {
    rendered.push(variant);
    return `${variant} ${rendered.length}`;
  });
  const texts = await Promise.all([
    render(snapshot, 'a'),
    render({ ...snapshot, at: 0 }, 'a'),
    render(snapshot, 'b'),
  ]);
  assert.deepEqual(texts, ['a 1', 'a 1', 'b 2']);
  assert.equal(await render(withFirst({ current: null }), 'a'), 'a 3');
});

test('a rendering that failed is tried again', async () => {
  let calls = 0;
  const render = oncePerState(async () => {
    calls += 1;
    if (calls === 1) throw new Error('first');
    return 'second';
  });
  await assert.rejects(render(snapshot, 'a'), /first/);
  assert.equal(await render(snapshot, 'a'), 'second');
});
