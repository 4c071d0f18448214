import assert from 'node:assert/strict';
import test from 'node:test';
import { oneOffWindow } from '../../src/config/maintenance.ts';
import type { Announcement } from '../../src/core/announcement.ts';
import type { Component } from '../../src/core/component.ts';
import { toResult } from '../../src/core/result.ts';
import type { Transition } from '../../src/core/transition.ts';
import { type History, openHistory } from '../../src/history/history.ts';
import { Keeper, type KeeperSettings } from '../../src/history/keeper.ts';
import { failure, observation } from '../support/core-values.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { day, hour, minute, second, start } from '../support/history-values.ts';
import { component, RecordingLog } from '../support/monitor-fakes.ts';

const api = component('api');
const page = component('main_page');

class Setting implements Disposable {
  readonly clock = new FakeClock(start);
  readonly history: History = openHistory(
    { path: null, retentionMs: 400 * day },
    { clock: this.clock, log: new RecordingLog() },
  );
  announced: readonly Announcement[] = [];
  asked = 0;
  readonly seen: [Transition, string | undefined][] = [];
  readonly keeper: Keeper = new Keeper(
    {
      clock: this.clock,
      history: this.history,
      announcements: () => {
        this.asked += 1;
        return this.announced;
      },
      onTransition: (transition, result) => this.seen.push([transition, result?.verdict.cause?.message]),
    },
    this.settings(),
  );

  settings(parts: Partial<KeeperSettings> = {}): KeeperSettings {
    return { components: [api, page], maintenance: [], timeZone: 'UTC', ...parts };
  }

  run(probed: Component, up: boolean): number | null {
    const outcome = up ? observation() : failure();
    return this.keeper.observe(probed, toResult(probed, outcome, { at: this.clock.now(), durationMs: 0 }));
  }

  [Symbol.dispose](): void {
    this.keeper[Symbol.dispose]();
    this.history[Symbol.dispose]();
  }
}

test('a change is told with the run that confirmed it, and silence without one', async () => {
  using setting = new Setting();
  setting.run(api, true);
  assert.equal(setting.run(api, false), 5 * second);
  assert.equal(setting.run(api, false), minute);
  await setting.clock.advance(4 * minute);
  assert.deepEqual(
    setting.seen.map(([{ to }, message]) => [to, message]),
    [
      ['operational', undefined],
      ['outage', 'connection refused'],
      ['unknown', undefined],
    ],
  );
});

test('a reload keeps the state of what stays, forgets what goes, and takes over its windows', () => {
  using setting = new Setting();
  for (let count = 0; count < 2; count++) setting.run(api, false);
  const before = setting.keeper.stateOf(api);
  assert.equal(before?.state, 'outage');
  const window = oneOffWindow({
    title: 'Upgrade',
    server: null,
    components: ['new'],
    from: start - hour,
    until: start + hour,
  });
  const added = component('new');
  const changed = { ...api, fingerprint: 'b', intervalMs: 30_000 };
  setting.keeper.replace(setting.settings({ components: [changed, added], maintenance: [window] }));
  assert.equal(setting.keeper.stateOf(changed), before);
  assert.equal(setting.keeper.stateOf(page), null);
  assert.deepEqual(setting.keeper.stateOf(added), {
    state: 'maintenance',
    confirmed: 'unknown',
    since: start - hour,
    underMaintenance: true,
  });
});

test('a state is the same object until something of it changes', () => {
  using setting = new Setting();
  setting.run(api, true);
  const state = setting.keeper.stateOf(api);
  setting.clock.stall(second);
  setting.run(api, true);
  assert.equal(setting.keeper.stateOf(api), state);
  for (let count = 0; count < 2; count++) setting.run(api, false);
  assert.notEqual(setting.keeper.stateOf(api), state);
});

test('states and status agree', () => {
  using setting = new Setting();
  setting.run(api, true);
  for (let count = 0; count < 2; count++) setting.run(page, false);
  setting.clock.stall(second);
  const { components, incidents } = setting.keeper.status();
  for (const { component: name, state } of components) {
    assert.equal(state, setting.keeper.stateOf(component(name))?.state);
  }
  assert.equal(incidents[0]?.open, true);
});

const news: Announcement = {
  id: 'news',
  title: 'Moving',
  server: null,
  components: null,
  incident: null,
  from: start,
  until: null,
  body: '',
  updates: [],
};

const changes: readonly (readonly [what: string, change: (setting: Setting) => void])[] = [
  ['a transition', setting => setting.run(api, true)],
  ['a reload', setting => setting.keeper.replace(setting.settings())],
  ['an announcement', setting => (setting.announced = [news])],
  ['a second', setting => setting.clock.stall(second)],
];

for (const [what, change] of changes) {
  test(`many readers share one status until ${what} makes it another`, () => {
    using setting = new Setting();
    const { keeper, clock } = setting;
    const status = keeper.status();
    clock.stall(second - 1);
    assert.equal(keeper.status(), status);
    change(setting);
    assert.notEqual(keeper.status(), status);
  });
}

test('announcements are looked at without a reader, and nothing is left behind', async () => {
  using setting = new Setting();
  await setting.clock.advance(10 * second);
  assert.equal(setting.asked, 5);
  setting.keeper[Symbol.dispose]();
  setting.history[Symbol.dispose]();
  assert.equal(setting.clock.pending, 0);
});
