import assert from 'node:assert/strict';
import test from 'node:test';
import type { ConfirmedState } from '../../src/core/state.ts';
import { Monitor } from '../../src/monitor/monitor.ts';
import type { MonitorSettings } from '../../src/monitor/settings.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeStates, FakeTarget, RecordingLog, settings, watched } from '../support/monitor-fakes.ts';

class Setting {
  readonly clock = new FakeClock();
  readonly log = new RecordingLog();
  readonly states = new FakeStates();
  readonly api = new FakeTarget(this.clock);
  readonly reference = new FakeTarget(this.clock);

  settings(): MonitorSettings {
    const rule = {
      id: 'our_own',
      server: null,
      when: [{ component: 'api', is: ['connect'] as const }],
      confidence: 'certain' as const,
      sentence: 'It is ours.',
      publicSentence: null,
      firstCheck: 'Look.',
      runbook: null,
    };
    const references = [{ name: 'https://reference.example', start: this.reference.start }];
    return settings([watched(this.api, 'api')], { diagnosis: [rule], references });
  }

  monitor(): Monitor {
    const monitor = new Monitor(this, this.settings());
    monitor.start();
    return monitor;
  }

  believe(confirmed: ConfirmedState): void {
    this.states.state = { state: confirmed, confirmed, since: 0, underMaintenance: false };
  }
}

function idsOf(monitor: Monitor): readonly string[] {
  return [...monitor.snapshot().findings().values()].flat().map(({ id }) => id);
}

test('what is found is told once it is confirmed, and once when it is over', async () => {
  const setting = new Setting();
  const { clock, log, api } = setting;
  await using monitor = setting.monitor();
  setting.believe('operational');
  await clock.advance(60_000);
  api.fail('connect_refused');
  await clock.advance(60_000);
  assert.deepEqual(idsOf(monitor), [], 'a blip');
  assert.deepEqual(log.news, []);
  setting.believe('outage');
  await clock.advance(120_000);
  assert.deepEqual(idsOf(monitor), ['our_own', 'server_unreachable']);
  assert.deepEqual(log.news, ['diagnosis changed']);
  api.recover();
  setting.believe('operational');
  await clock.advance(120_000);
  assert.deepEqual(idsOf(monitor), []);
  assert.deepEqual(log.news, ['diagnosis changed', 'diagnosis cleared']);
});

test('what is found again on a server that was away is news again, and none of it outlives the monitor', async () => {
  const setting = new Setting();
  const { clock, log, api } = setting;
  const monitor = setting.monitor();
  setting.believe('outage');
  api.fail('connect_refused');
  await clock.advance(60_000);
  monitor.replace(settings([], { servers: [] }));
  monitor.replace(setting.settings());
  await clock.advance(60_000);
  assert.deepEqual(log.news, ['diagnosis changed', 'diagnosis changed']);
  const { runs } = api;
  while (api.runs === runs) await clock.advance(50);
  await monitor[Symbol.asyncDispose]();
  assert.equal(clock.pending, 0);
});

test('the findings of a snapshot are derived once', async () => {
  const setting = new Setting();
  await using monitor = setting.monitor();
  await setting.clock.advance(60_000);
  const snapshot = monitor.snapshot();
  assert.equal(snapshot.findings(), snapshot.findings());
});

test('a prober that is offline is the only finding, and no news of the server', async () => {
  const setting = new Setting();
  const { clock, log, api, reference } = setting;
  await using monitor = setting.monitor();
  await clock.advance(60_000);
  api.fail('connect_refused');
  reference.fail('connect_refused');
  await clock.advance(120_000);
  assert.deepEqual(idsOf(monitor), ['prober_offline']);
  assert.ok(log.news.every(message => !message.startsWith('diagnosis')));
});
