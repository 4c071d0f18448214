import assert from 'node:assert/strict';
import test from 'node:test';
import { debugPublisher } from '../../src/publish/debug.ts';
import { textOf } from '../support/publication.ts';
import { failingSnapshot, fullSnapshot } from '../support/snapshots.ts';
import { requestWith } from './contract.ts';

interface Page {
  readonly history: Readonly<Record<string, unknown>>;
  readonly components: readonly { readonly component: string; readonly state?: object }[];
}

async function render(snapshot = fullSnapshot()): Promise<Page> {
  const { body } = await debugPublisher.render(snapshot, requestWith());
  return JSON.parse(await textOf(body)) as Page;
}

test('the debug view says the state of each component, and what maintenance covers', async () => {
  const { components } = await render();
  const states = Object.fromEntries(components.map(({ component, state }) => [component, state]));
  const since = '2026-11-22T02:54:05.678Z';
  assert.deepEqual(states['main_page'], {
    shown: 'outage',
    confirmed: 'outage',
    since,
    under_maintenance: false,
  });
  assert.deepEqual(states['user_page'], {
    shown: 'maintenance',
    confirmed: 'unknown',
    since,
    under_maintenance: true,
  });
  assert.equal(states['streaming'], undefined);
});

test('the debug view says how the history is, and names what was set aside', async () => {
  assert.deepEqual((await render()).history, {
    file: '/data/history.db',
    write_errors: 3,
    pending_transitions: 2,
    dropped_transitions: 0,
  });
  const { history } = await render(failingSnapshot());
  assert.deepEqual(Object.keys(history['set_aside'] as object), ['path', 'why']);
});
