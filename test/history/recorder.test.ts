import assert from 'node:assert/strict';
import test from 'node:test';
import { oneOffWindow, recurringWindow } from '../../src/config/maintenance.ts';
import { calendarDays } from '../../src/core/calendar.ts';
import type { ConfirmSettings } from '../../src/core/confirm.ts';
import type { MaintenanceWindow } from '../../src/core/maintenance.ts';
import { toResult } from '../../src/core/result.ts';
import { deriveStatus, type Status } from '../../src/core/status.ts';
import type { Transition } from '../../src/core/transition.ts';
import { type History, openHistory } from '../../src/history/history.ts';
import { type Recorded, Recorder } from '../../src/history/recorder.ts';
import { component, failure, observation } from '../support/core-values.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { day, hour, minute, second, start } from '../support/history-values.ts';
import { RecordingLog } from '../support/monitor-fakes.ts';

const confirm: ConfirmSettings = {
  failures: 2,
  successes: 2,
  retryAfterMs: 5 * second,
  staleAfterMs: 3 * minute,
};
const owner: Recorded = { server: 'social.example', name: 'api', confirm };

/** A recorder with one component that is probed once a minute. */
class Story {
  readonly clock = new FakeClock(start);
  readonly history: History = openHistory(
    { path: null, retentionMs: 400 * day },
    { clock: this.clock, log: new RecordingLog() },
  );
  windows: readonly MaintenanceWindow[] = [];
  readonly seen: Transition[] = [];
  recorder = this.restart();

  restart(): Recorder {
    this.recorder = new Recorder({
      history: this.history,
      clock: this.clock,
      windows: () => this.windows,
      onTransition: transition => this.seen.push(transition),
    });
    this.recorder.watch([owner]);
    return this.recorder;
  }

  probe(up: boolean): number | null {
    const outcome = up ? observation() : failure();
    return this.recorder.observe(
      owner,
      toResult(component(), outcome, { at: this.clock.now(), durationMs: 0 }),
    );
  }

  /** One probe each minute, beginning now. */
  run(results: string): void {
    for (const result of results) {
      if (result !== ' ') this.probe(result === '.');
      this.clock.stall(minute);
      this.recorder.tick();
    }
  }

  get changes(): readonly string[] {
    return this.history
      .read()
      .transitions.map(({ from, to, at }) => `${from}>${to} ${(at - start) / minute}`);
  }

  status(): Status {
    const now = this.recorder.now();
    return deriveStatus({
      now,
      owners: [{ ...owner, staleAfterMs: confirm.staleAfterMs }],
      record: this.history.read(),
      windows: this.windows,
      announcements: [],
      days: calendarDays(now, 2, 'UTC'),
    });
  }
}

test('an outage is confirmed by the second failure and began with the first', () => {
  const story = new Story();
  story.run('...');
  assert.equal(story.probe(false), 5 * second, 'asks to be probed again soon');
  assert.equal(story.recorder.stateOf(owner)?.state, 'operational');
  story.clock.stall(5 * second);
  assert.equal(story.probe(false), minute, 'asks again while it is down');
  assert.deepEqual(story.changes, ['unknown>operational 0', 'operational>outage 3']);
  assert.deepEqual(story.recorder.stateOf(owner), {
    state: 'outage',
    confirmed: 'outage',
    since: start + 3 * minute,
    underMaintenance: false,
  });
  assert.deepEqual(
    story.seen.map(({ to }) => to),
    ['operational', 'outage'],
  );
});

test('what is not watched has no state, and nothing of it is recorded', () => {
  const story = new Story();
  story.recorder.watch([]);
  assert.equal(story.probe(false), null);
  assert.equal(story.recorder.stateOf(owner), null);
  assert.deepEqual(story.history.read(), { transitions: [], stretches: [] });
});

test('the bar of the day has exactly the minutes of the outage', () => {
  const story = new Story();
  story.run('.....xxxxxxx.....');
  const [component_] = story.status().components;
  assert.deepEqual(component_?.bars.at(-1)?.shares, {
    operational: 10 * minute,
    degraded: 0,
    outage: 7 * minute,
    maintenance: 0,
    no_data: 3 * hour + 4 * minute,
  });
  assert.equal(component_.uptime, 10 / 17);
  const [incident] = story.status().incidents;
  assert.deepEqual([incident?.startedAt, incident?.endedAt], [start + 5 * minute, start + 12 * minute]);
});

test('a silence is unknown as of the last result, and neither up nor down', () => {
  const story = new Story();
  story.run('...');
  story.run('      ');
  assert.deepEqual(story.changes, ['unknown>operational 0', 'operational>unknown 2']);
  assert.equal(story.status().components[0]?.state, 'unknown');
  story.run('..');
  assert.deepEqual(story.changes.slice(2), ['unknown>operational 9']);
  const { operational, outage } = story.status().components[0]?.shares ?? assert.fail();
  // A moment of two results is a millisecond long when probes take no time.
  assert.deepEqual([Math.round(operational / minute), outage], [4, 0]);
});

test('an incident that is open when the process dies is still open afterwards, and its gap is no data', () => {
  const story = new Story();
  story.run('..xxx');
  story.clock.stall(hour);
  story.restart();
  story.run('xxx');
  assert.deepEqual(story.changes, [
    'unknown>operational 0',
    'operational>outage 2',
    'outage>unknown 4',
    'unknown>outage 65',
  ]);
  const { incidents } = story.status();
  assert.equal(incidents.length, 1);
  assert.deepEqual([incidents[0]?.open, incidents[0]?.startedAt], [true, start + 2 * minute]);
  assert.equal(Math.round((incidents[0]?.troubleMs ?? 0) / minute), 5);
});

test('a quick restart leaves no gap', () => {
  const story = new Story();
  story.run('...');
  story.restart();
  story.run('...');
  assert.deepEqual(story.changes, ['unknown>operational 0']);
  assert.equal(story.status().components[0]?.shares.operational, 6 * minute);
});

for (const jump of [hour, -hour]) {
  test(`a clock that is set by ${jump / hour} h during an outage changes no duration`, () => {
    const story = new Story();
    story.run('.....xxxx');
    const [before] = story.status().incidents;
    story.clock.jump(jump);
    story.run('xxx....');
    const status = story.status();
    const [incident] = status.incidents;
    assert.equal(status.incidents.length, 1);
    assert.equal(incident?.id, before?.id, 'the link stays');
    assert.equal(incident?.troubleMs, 7 * minute);
    const { shares } = status.components[0] ?? assert.fail();
    assert.deepEqual([shares.operational, shares.outage], [9 * minute, 7 * minute]);
    const ats = story.history.read().transitions.map(({ at }) => at);
    assert.deepEqual(
      ats,
      ats.toSorted((a, b) => a - b),
    );
    assert.equal(status.at, story.clock.now(), 'labels follow the clock');
    assert.equal(incident?.endedAt, story.clock.now() - 4 * minute);
  });
}

test('the time between a jump of the clock and the next result is watched like any other', () => {
  const story = new Story();
  story.run('..');
  story.clock.jump(hour);
  story.recorder.tick();
  story.clock.stall(30 * second);
  story.probe(true);
  assert.equal(story.status().components[0]?.shares.operational, 2 * minute + 30 * second);
});

test('other rules for what is confirmed count from the next result on', () => {
  const story = new Story();
  story.run('..');
  story.recorder.watch([{ ...owner, confirm: { ...confirm, failures: 1 } }]);
  story.probe(false);
  assert.equal(story.recorder.stateOf(owner)?.state, 'outage');
});

test('a machine that slept has no data for its sleep, and the failure before it is not forgotten', () => {
  const story = new Story();
  story.run('...x');
  story.clock.jump(8 * hour);
  story.run('x.');
  assert.deepEqual(story.changes, ['unknown>operational 0', 'operational>outage 3']);
  const { shares } = story.status().components[0] ?? assert.fail();
  assert.deepEqual([shares.operational, shares.outage], [3 * minute, 3 * minute]);
});

test('an outage began with its first failure, however long it took to rule out our own trouble', () => {
  const story = new Story();
  story.run('..');
  const at = story.clock.now();
  story.clock.stall(15 * second);
  story.recorder.observe(owner, toResult(component(), failure(), { at, durationMs: 5 * second }));
  story.probe(false);
  assert.equal(story.recorder.stateOf(owner)?.since, at);
});

test('whatever a clock does, states and page name one state since one moment', () => {
  const leaps = [
    [hour, -hour],
    [-hour, hour],
    [8 * hour, -3 * second],
    [2 * day, -2 * day],
    [-2 * day, 2 * day],
  ];
  for (const leap of leaps) {
    const story = new Story();
    story.run('..xxx');
    for (const ms of leap) {
      story.clock.jump(ms);
      story.recorder.tick();
      story.clock.stall(second);
      const [shown] = story.status().components;
      const kept = story.recorder.stateOf(owner);
      assert.deepEqual([shown?.state, shown?.since], ['outage', kept?.since], `${leap.join()}: ${ms}`);
      assert.equal(story.status().incidents.filter(({ open }) => open).length, 1);
      story.run('xx');
    }
  }
});

test('a clock that is not set yet when the machine starts hides nothing of what was before', () => {
  const story = new Story();
  story.run('..xxx...');
  const former = story.status().incidents.map(({ id }) => id);
  const { length } = story.changes;
  const years = 10 * 365 * day;
  story.clock.jump(-years);
  story.restart();
  story.run('...');
  story.clock.jump(years);
  story.recorder.tick();
  story.run('..');
  assert.ok(story.changes.length > length);
  assert.deepEqual(
    story.status().incidents.map(({ id }) => id),
    former,
  );
});

test('maintenance covers the state, is no downtime, and stays so when it leaves the configuration', () => {
  const story = new Story();
  const span = { from: start + 2 * minute, until: start + 5 * minute };
  story.windows = [oneOffWindow({ title: 'Upgrade', server: 'social.example', components: null, ...span })];
  story.run('..xx');
  assert.deepEqual(story.recorder.stateOf(owner), {
    state: 'maintenance',
    confirmed: 'outage',
    since: span.from,
    underMaintenance: true,
  });
  story.run('x.....');
  const during = story.status();
  story.windows = [];
  for (const status of [during, story.status()]) {
    assert.deepEqual(status.incidents, []);
    const { maintenance, outage } = status.components[0]?.shares ?? assert.fail();
    assert.deepEqual([maintenance, outage], [3 * minute, 0]);
  }
});

test('work that comes again is no excuse for what was before it was announced', () => {
  const story = new Story();
  story.run('..xxx.....');
  const former = story.status();
  assert.equal(former.incidents.length, 1);
  const first = new Date(start + 2 * minute).getUTCMinutes();
  const work = { cron: `${first} * * * *`, durationMs: 3 * minute, timeZone: 'UTC' };
  story.windows = [recurringWindow({ title: 'Backup', server: null, components: null, ...work })];
  story.run('.');
  assert.deepEqual(story.status().incidents, former.incidents);
  assert.deepEqual(story.status().components[0]?.shares.maintenance, 0);
  story.run(`${'.'.repeat(51)}xxx..`);
  assert.deepEqual(story.status().incidents, former.incidents);
  assert.deepEqual(story.status().components[0]?.shares.maintenance, 3 * minute);
});

test('trouble that outlasts its maintenance begins when the window ends', () => {
  const story = new Story();
  const span = { from: start + 2 * minute, until: start + 4 * minute };
  story.windows = [oneOffWindow({ title: '', server: null, components: null, ...span })];
  story.run('..xxxxxx');
  const [incident] = story.status().incidents;
  assert.equal(incident?.startedAt, span.until);
});

test('a component that left the configuration leaves no incident open', () => {
  const story = new Story();
  story.run('..xxx');
  const status = deriveStatus({
    now: story.recorder.now(),
    owners: [],
    record: story.history.read(),
    windows: [],
    announcements: [],
    days: calendarDays(story.recorder.now(), 2, 'UTC'),
  });
  assert.equal(status.incidents[0]?.open, false);
});

test('a record that nobody continues says nothing of now', () => {
  const story = new Story();
  story.run('...');
  story.clock.stall(hour);
  const [last] = story.status().components;
  assert.equal(last?.state, 'unknown');
  assert.equal(Math.round(((last?.since ?? 0) - start) / minute), 2);
});
