import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createScrubber } from '../../src/core/scrubber.ts';
import type { ComponentSnapshot } from '../../src/core/snapshot.ts';
import { Monitor } from '../../src/monitor/monitor.ts';
import type { MonitoredComponent, MonitorSettings } from '../../src/monitor/settings.ts';
import { headers, http, observation } from '../support/core-values.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeStates, FakeTarget, RecordingLog, settings, watched } from '../support/monitor-fakes.ts';

class Setting {
  readonly clock = new FakeClock();
  readonly log = new RecordingLog();
  readonly states = new FakeStates();
  readonly api = new FakeTarget(this.clock);
  readonly streaming = new FakeTarget(this.clock);
  readonly reference = new FakeTarget(this.clock);
  readonly both: readonly MonitoredComponent[] = [
    watched(this.api, 'api'),
    watched(this.streaming, 'streaming'),
  ];

  readonly monitor = (parts: Partial<MonitorSettings> = {}, components = this.both): Monitor => {
    const monitor = new Monitor(this, settings(components, parts));
    monitor.start();
    return monitor;
  };

  get references(): MonitorSettings['references'] {
    return [{ name: 'https://reference.example', start: this.reference.start }];
  }
}

function component(monitor: Monitor, name = 'api'): ComponentSnapshot {
  return (
    monitor.snapshot().components.find(found => found.component.name === name) ?? assert.fail(`no ${name}`)
  );
}

function up(monitor: Monitor, name = 'api'): string | undefined {
  return component(monitor, name).current?.verdict.result;
}

const signal = new AbortController().signal;

describe('Monitor on a timer', () => {
  test('knows of every component within a second, and is ready then', async () => {
    const { clock, monitor } = new Setting();
    await using watching = monitor();
    assert.equal(watching.isReady(), false);
    assert.deepEqual([up(watching), up(watching, 'streaming')], [undefined, undefined]);
    await clock.advance(1000);
    assert.deepEqual([up(watching), up(watching, 'streaming')], ['pass', 'pass']);
    assert.equal(watching.isReady(), true);
  });

  test('probes nothing before it is started', async () => {
    const setting = new Setting();
    const { clock, api } = setting;
    await using watching = new Monitor(setting, settings(setting.both));
    await clock.advance(120_000);
    assert.equal(api.runs, 0);
    assert.equal(watching.isReady(), false);
    assert.equal(watching.snapshot().components.length, 2);
  });

  test('is ready after one interval even if a component hangs', async () => {
    const { clock, api, monitor } = new Setting();
    api.takesMs = 3_600_000;
    const slow = watched(api, 'api', { intervalMs: 5000, timeoutMs: 60_000 });
    await using watching = monitor({}, [slow]);
    await clock.advance(4999);
    assert.equal(watching.isReady(), false);
    await clock.advance(1);
    assert.equal(watching.isReady(), true);
  });

  test('lets the trouble of one component delay no other', async () => {
    const { clock, api, streaming, monitor } = new Setting();
    await using watching = monitor();
    api.takesMs = 3_600_000;
    await clock.advance(600_000);
    assert.equal(api.mostRunning, 1);
    assert.equal(up(watching), 'fail');
    assert.equal(up(watching, 'streaming'), 'pass');
    const gaps = streaming.startedAt.slice(2).map((at, index) => at - (streaming.startedAt[index + 1] ?? 0));
    for (const gap of gaps) assert.equal(gap, 60_000);
  });

  test('counts the runs that a slow component misses', async () => {
    const { clock, api, monitor } = new Setting();
    api.takesMs = 3_600_000;
    await using watching = monitor({}, [watched(api, 'api', { intervalMs: 10_000, timeoutMs: 25_000 })]);
    await clock.advance(100_000);
    const { counts } = component(watching);
    assert.equal(api.mostRunning, 1);
    assert.ok(counts.missed >= 5 && counts.missed <= 7, `${counts.missed}`);
  });

  test('shows no result that is older than three intervals', async () => {
    const { clock, api, monitor } = new Setting();
    await using watching = monitor({}, [watched(api, 'api')]);
    await clock.advance(1000);
    const late = 180_000 - clock.monotonic() + (api.startedAt[0] ?? 0);
    // The process stands still, and nobody has run anything since.
    clock.stall(late);
    assert.equal(up(watching), 'pass');
    clock.stall(1);
    assert.equal(up(watching), undefined);
    assert.notEqual(component(watching).last, null);
  });

  test('tells the log of raw results only in detail: what is confirmed is news', async () => {
    const { clock, log, states, api, monitor } = new Setting();
    states.state = { state: 'operational', confirmed: 'operational', since: 0, underMaintenance: false };
    await using _watching = monitor({}, [watched(api, 'api')]);
    await clock.advance(120_000);
    api.fail('connect_refused');
    await clock.advance(120_000);
    api.recover();
    await clock.advance(120_000);
    const who = { server: 'social.example', component: 'api' };
    assert.deepEqual(log.news, []);
    assert.deepEqual(
      log.lines.filter(({ message }) => message !== 'probed'),
      [
        {
          level: 'debug',
          message: 'component is down',
          fields: {
            ...who,
            reason: 'connect',
            code: 'connect_refused',
            message: 'failed with connect_refused',
          },
        },
        { level: 'debug', message: 'component is up again', fields: { ...who, outage: '2m' } },
      ],
    );
    assert.equal(log.lines.filter(({ message }) => message === 'probed').length, api.runs);
  });

  test('hands every result on, shows the state that follows, and asks again as soon as told', async () => {
    const setting = new Setting();
    const { clock, states, api } = setting;
    await using watching = setting.monitor({}, [watched(api, 'api')]);
    states.state = { state: 'outage', confirmed: 'outage', since: 7, underMaintenance: false };
    await clock.advance(130_000);
    const { runs } = api;
    api.fail('connect_refused');
    states.retryAfterMs = 5000;
    while (api.runs === runs) await clock.advance(100);
    states.retryAfterMs = null;
    await clock.advance(5000);
    assert.equal(api.runs, runs + 2);
    assert.equal(states.observed.length, api.runs);
    assert.equal(states.observed.at(-1)?.verdict.cause?.code, 'connect_refused');
    assert.equal(component(watching).state, states.state);
  });

  test('does not hurry where it asks too often already', async () => {
    const setting = new Setting();
    const { clock, states, api } = setting;
    await using _watching = setting.monitor({}, [watched(api, 'api')]);
    states.retryAfterMs = 5000;
    api.fail('rate_limited');
    await clock.advance(300_000);
    assert.ok(api.runs <= 6, String(api.runs));
  });

  test('derives the status when it is asked for, once for a snapshot', async () => {
    const setting = new Setting();
    await using watching = setting.monitor();
    const snapshot = watching.snapshot();
    assert.equal(setting.states.derived, 0);
    assert.equal(snapshot.status(), snapshot.status());
    assert.equal(setting.states.derived, 1);
  });

  test('makes void, not down, of a bug in a probe', async () => {
    const { clock, log, monitor } = new Setting();
    const broken = {
      ...watched(new FakeTarget(clock), 'api'),
      start: () => () => Promise.reject(new Error('bug')),
    };
    await using watching = monitor({}, [broken]);
    await clock.advance(1000);
    const { current, counts } = component(watching);
    assert.equal(current, null);
    assert.deepEqual([counts.probes, counts.internal], [0, 1]);
    assert.deepEqual(log.news, ['a probe threw']);
  });

  test('keeps evidence of failures, bounded and without the body', async () => {
    const { clock, api, monitor } = new Setting();
    api.outcome = observation({
      text: 'Bad Gateway <secret>',
      http: http({ status: 502, headers: headers({ server: 'nginx', 'set-cookie': 'a=b' }) }),
    });
    const picky = watched(api, 'api', {
      assertions: [{ kind: 'status', accepted: [{ from: 200, to: 299 }], restricted: null }],
    });
    await using watching = monitor({ evidence: { keep: 2, excerptBytes: 11, scrub: createScrubber([]) } }, [
      picky,
    ]);
    await clock.advance(600_000);
    const { failures, last, counts } = component(watching);
    assert.ok(counts.probes > 8);
    assert.equal(failures.length, 2);
    assert.equal(failures[0], last);
    assert.equal(last?.excerpt, 'Bad Gateway…');
    assert.equal(JSON.stringify(failures).includes('secret'), false);
    assert.deepEqual([...(last?.outcome.http?.headers.keys() ?? [])], ['server']);
  });

  test('gives snapshots that never change, and shares what did not change between them', async () => {
    const { clock, streaming, monitor } = new Setting();
    await using watching = monitor();
    await clock.advance(1000);
    const before = watching.snapshot();
    const copy = structuredClone(before.components.map(({ counts, failures }) => ({ counts, failures })));
    assert.equal(watching.snapshot().components[0], before.components[0]);
    streaming.fail('timeout');
    await clock.advance(300_000);
    assert.deepEqual(
      before.components.map(({ counts, failures }) => ({ counts, failures })),
      copy,
    );
  });
});

describe('Monitor on scrapes', () => {
  const onScrape = { schedule: 'scrape' } as const;

  test('probes when it is scraped, and only then', async () => {
    const { clock, api, monitor } = new Setting();
    await using watching = monitor(onScrape);
    await clock.advance(300_000);
    assert.equal(api.runs, 0);
    assert.equal(watching.isReady(), true);
    const scrape = watching.scrape(10_000);
    await clock.advance(10);
    const { components } = await scrape;
    assert.deepEqual(
      components.map(({ current }) => current?.verdict.result),
      ['pass', 'pass'],
    );
    await clock.advance(300_000);
    assert.equal(api.runs, 1);
  });

  test('lets simultaneous scrapes share one run', async () => {
    const { clock, api, monitor } = new Setting();
    api.takesMs = 500;
    await using watching = monitor(onScrape);
    const scrapes = [watching.scrape(10_000)];
    await clock.advance(200);
    scrapes.push(watching.scrape(10_000), watching.scrape(10_000));
    await clock.advance(300);
    const snapshots = await Promise.all(scrapes);
    assert.equal(api.runs, 1);
    for (const { components } of snapshots) assert.equal(components[0]?.current?.verdict.result, 'pass');
  });

  test('serves results again that are younger than the minimum age', async () => {
    const { clock, api, monitor } = new Setting();
    await using watching = monitor({ ...onScrape, scrapeMinAgeMs: 5000 });
    for (const [pauseMs, runs] of [
      [0, 1],
      [4900, 1],
      [200, 2],
    ] as const) {
      await clock.advance(pauseMs);
      const scrape = watching.scrape(10_000);
      await clock.advance(10);
      await scrape;
      assert.equal(api.runs, runs);
    }
  });

  test('answers within the deadline, which is the timeout of what hangs (row 79)', async () => {
    const { clock, api, monitor } = new Setting();
    api.takesMs = 60_000;
    await using watching = monitor(onScrape);
    let at = 0;
    const scrape = watching.scrape(3000).finally(() => {
      at = clock.monotonic();
    });
    await clock.advance(5000);
    const { components } = await scrape;
    assert.ok(at > 2800 && at <= 3000, `${at}`);
    assert.deepEqual(
      components.map(({ current }) => current?.verdict.result),
      ['fail', 'pass'],
    );
    assert.equal(components[0]?.counts.failures.timeout, 1);
  });

  test("never gives a probe longer than the component's own timeout", async () => {
    const { clock, api, monitor } = new Setting();
    api.takesMs = 60_000;
    await using watching = monitor(onScrape, [watched(api, 'api', { timeoutMs: 2000 })]);
    const scrape = watching.scrape(14_500);
    await clock.advance(2000);
    const { components } = await scrape;
    assert.equal(components[0]?.current?.durationMs, 2000);
  });

  test('leaves a target alone whose time our own queue has used up, and counts the run as missed', async () => {
    const { clock, monitor } = new Setting();
    const targets = Array.from({ length: 40 }, () => new FakeTarget(clock));
    for (const target of targets) target.takesMs = 60_000;
    const crowd = targets.map((target, index) => watched(target, `c${index}`));
    await using watching = monitor(onScrape, crowd);
    const scrape = watching.scrape(5000);
    await clock.advance(5000);
    const { components } = await scrape;
    const [asked, left] = [components.slice(0, 32), components.slice(32)];
    assert.ok(asked.every(({ current }) => current?.verdict.result === 'fail'));
    assert.ok(left.every(({ current, counts }) => current === null && counts.missed === 1));
  });

  test('has its results grow stale like any other', async () => {
    const { clock, monitor } = new Setting();
    await using watching = monitor(onScrape);
    const scrape = watching.scrape(1000);
    await clock.advance(10);
    await scrape;
    await clock.advance(179_900);
    assert.equal(up(watching), 'pass');
    await clock.advance(200);
    assert.equal(up(watching), undefined);
  });

  test('answers a scrape without any time from what it knows', async () => {
    const { api, monitor } = new Setting();
    await using watching = monitor(onScrape);
    assert.equal((await watching.scrape(0)).components[0]?.current, null);
    assert.equal(api.runs, 0);
  });

  test('does nothing on a scrape when it runs on a timer', async () => {
    const { clock, api, monitor } = new Setting();
    await using watching = monitor();
    await clock.advance(1000);
    const { components } = await watching.scrape(10_000);
    assert.deepEqual(components, watching.snapshot().components);
    assert.equal(api.runs, 1);
  });
});

describe('a reload', () => {
  test('leaves alone what did not change: schedule, results, counters', async () => {
    const { clock, api, both, monitor } = new Setting();
    await using watching = monitor();
    await clock.advance(90_000);
    const { runs } = api;
    const before = component(watching);
    watching.replace(settings(both.map(entry => ({ ...entry }))));
    await clock.advance(0);
    assert.deepEqual(component(watching), before);
    assert.equal(api.runs, runs, 'no run out of turn');
    await clock.advance(60_000);
    assert.equal(api.runs, runs + 1);
  });

  test('shows a new title at once', async () => {
    const { clock, api, monitor } = new Setting();
    await using watching = monitor({}, [watched(api, 'api')]);
    await clock.advance(1000);
    watching.replace(settings([watched(api, 'api', { title: 'Apps' })]));
    const { component: definition, current } = component(watching);
    assert.equal(definition.title, 'Apps');
    assert.notEqual(current, null);
  });

  test('of another definition keeps the counters, and asks anew', async () => {
    const { clock, api, monitor } = new Setting();
    api.fail('connect_refused');
    await using watching = monitor({}, [watched(api, 'api')]);
    await clock.advance(1000);
    const { counts, failures } = component(watching);
    watching.replace(settings([watched(api, 'api', { fingerprint: 'b' })]));
    const after = component(watching);
    assert.deepEqual([after.current, after.last], [null, null]);
    assert.deepEqual([after.counts, after.failures], [counts, failures]);
    await clock.advance(1000);
    assert.equal(component(watching).counts.failures.connect, 2);
  });

  test('makes a removed component vanish at once, and calls its run off', async () => {
    const { clock, api, streaming, both, monitor } = new Setting();
    api.takesMs = 5000;
    await using watching = monitor();
    await clock.advance(1000);
    assert.equal(api.running, 1);
    watching.replace(settings(both.slice(1)));
    assert.deepEqual(
      watching.snapshot().components.map(({ component: { name } }) => name),
      ['streaming'],
    );
    await clock.advance(0);
    assert.deepEqual([api.running, api.aborted], [0, 1]);
    await clock.advance(300_000);
    assert.equal(api.runs, 1);
    assert.ok(streaming.runs > 4);
    watching.replace(settings([]));
    assert.equal(clock.pending, 0, 'nothing is left on the schedule');
  });

  test('never probes a component that was removed before its turn came', async () => {
    const { clock, api, streaming, both, monitor } = new Setting();
    await using watching = monitor({ schedule: 'scrape' });
    const scrape = watching.scrape(10_000);
    assert.deepEqual([api.runs, streaming.runs], [1, 0]);
    watching.replace(settings(both.slice(0, 1), { schedule: 'scrape' }));
    assert.equal((await scrape).components.length, 1);
    await clock.advance(1000);
    assert.deepEqual([api.runs, streaming.runs], [1, 0]);
    assert.equal(clock.pending, 0);
  });

  test('says nothing of a component that was removed while the references were asked', async () => {
    const setting = new Setting();
    const { clock, log, api, reference } = setting;
    reference.takesMs = 4000;
    api.fail('connect_refused');
    await using watching = setting.monitor({ references: setting.references });
    await clock.advance(2000);
    assert.equal(api.runs, 1);
    watching.replace(settings([], { references: setting.references }));
    await clock.advance(20_000);
    const observed = setting.states.observed.map(result => result.component);
    assert.deepEqual([log.news, observed], [[], ['streaming']]);
  });

  test('brings a new component in within a second', async () => {
    const { clock, streaming, both, monitor } = new Setting();
    await using watching = monitor({}, both.slice(0, 1));
    await clock.advance(30_000);
    watching.replace(settings(both));
    await clock.advance(1000);
    assert.equal(streaming.runs, 1);
    assert.equal(watching.isReady(), true);
  });

  test('can turn one schedule into the other and back', async () => {
    const { clock, api, both, monitor } = new Setting();
    await using watching = monitor();
    await clock.advance(1000);
    watching.replace(settings(both, { schedule: 'scrape' }));
    await clock.advance(300_000);
    assert.equal(api.runs, 1);
    watching.replace(settings(both));
    await clock.advance(300_000);
    assert.ok(api.runs >= 5);
    assert.equal(api.mostRunning, 1);
  });

  test('that fails is told, and leaves everything as it is', async () => {
    const { clock, monitor } = new Setting();
    await using watching = monitor();
    const startedAt = clock.now();
    await clock.advance(1000);
    watching.reloadFailed();
    assert.deepEqual(watching.snapshot().config, { lastReloadSuccessful: false, lastSuccessAt: startedAt });
    assert.equal(up(watching), 'pass');
    await clock.advance(1000);
    watching.reloadSucceeded();
    assert.deepEqual(watching.snapshot().config, {
      lastReloadSuccessful: true,
      lastSuccessAt: startedAt + 2000,
    });
  });
});

describe('references', () => {
  test('make every component unknown while all of them fail, and nothing counts', async () => {
    const setting = new Setting();
    const { clock, log, api, streaming, reference } = setting;
    await using watching = setting.monitor({ references: setting.references });
    await clock.advance(120_000);
    const before = component(watching).counts;
    for (const target of [api, streaming, reference]) target.fail('connect_unreachable');
    await clock.advance(300_000);
    const { current, last, failures, counts } = component(watching);
    assert.equal(current, null);
    assert.equal(last?.verdict.cause?.code, 'local_fault');
    assert.deepEqual(failures, []);
    assert.deepEqual([counts.probes, counts.failures], [before.probes, before.failures]);
    assert.ok(counts.internal >= 4);
    assert.equal(watching.snapshot().references[0]?.up, false);
    for (const target of [api, streaming, reference]) target.recover();
    await clock.advance(60_000);
    assert.deepEqual([up(watching), up(watching, 'streaming')], ['pass', 'pass']);
    assert.deepEqual(log.news, [
      'every reference fails: the prober itself seems to be offline',
      'the prober is online again',
    ]);
  });

  test('are asked before a failure counts that an outage of our own explains', async () => {
    const setting = new Setting();
    const { clock, api, reference } = setting;
    await using watching = setting.monitor({ references: setting.references }, setting.both.slice(0, 1));
    await clock.advance(130_000);
    reference.takesMs = 3000;
    api.fail('timeout_connect');
    const seen = reference.runs;
    while (reference.running === 0 || api.startedAt.length < 4) await clock.advance(100);
    assert.equal(component(watching).counts.failures.timeout, 0, 'not while the question is open');
    await clock.advance(8000);
    assert.ok(reference.runs > seen);
    assert.equal(component(watching).counts.failures.timeout, 1);
    assert.equal(up(watching), 'fail');
  });

  test('are asked about an answer that comes while all of them fail, and once one is back it counts', async () => {
    const setting = new Setting();
    const { clock, api, reference } = setting;
    reference.fail('dns_timeout');
    api.takesMs = 100;
    const often = watched(api, 'api', { intervalMs: 10_000, timeoutMs: 5000 });
    await using watching = setting.monitor({ references: setting.references }, [often]);
    await clock.advance(5000);
    const { counts } = component(watching);
    assert.deepEqual([counts.internal, counts.probes], [1, 0]);
    reference.recover();
    while (api.runs === 1) await clock.advance(100);
    await clock.advance(5000);
    assert.deepEqual([up(watching), component(watching).counts.internal], ['pass', 1]);
    assert.ok(clock.monotonic() < 30_000, 'long before it is their turn');
  });

  test('are not asked again about what is down already, if they answered a moment ago', async () => {
    const setting = new Setting();
    const { clock, api, reference } = setting;
    api.fail('connect_refused');
    const options = { schedule: 'scrape', references: setting.references } as const;
    await using watching = setting.monitor(options, setting.both.slice(0, 1));
    const failures: number[] = [];
    for (const pauseMs of [6000, 6000, 1000]) {
      await clock.advance(pauseMs);
      const scrape = watching.scrape(10_000);
      await clock.advance(10);
      await scrape;
      failures.push(component(watching).counts.failures.connect);
    }
    assert.deepEqual([failures, reference.runs], [[1, 2, 3], 3]);
  });

  test('are not asked about an answer that is wrong: somebody gave it', async () => {
    const setting = new Setting();
    const { clock, api, reference } = setting;
    api.fail('ws_handshake');
    await using watching = setting.monitor({ references: setting.references }, setting.both.slice(0, 1));
    await clock.advance(29_000);
    assert.equal(up(watching), 'fail');
    assert.equal(reference.runs, 1);
  });

  test('clear a target of a failure that an outage of our own overlapped', async () => {
    const setting = new Setting();
    const { clock, api, reference } = setting;
    reference.fail('dns_timeout');
    api.takesMs = 60_000;
    const slow = watched(api, 'api', { timeoutMs: 40_000 });
    await using watching = setting.monitor({ references: setting.references }, [slow]);
    await clock.advance(10_000);
    reference.recover();
    await clock.advance(35_000);
    const { counts } = component(watching);
    assert.deepEqual([counts.probes, counts.internal], [0, 1]);
    assert.equal(watching.snapshot().references[0]?.up, true);
  });

  test('do not keep a scrape beyond its deadline', async () => {
    const setting = new Setting();
    const { clock, api, reference } = setting;
    await using watching = setting.monitor({ schedule: 'scrape', references: setting.references });
    await clock.advance(10_000);
    api.fail('connect_refused');
    reference.takesMs = 60_000;
    const scrape = watching.scrape(4000);
    await clock.advance(4000);
    const { components } = await scrape;
    assert.equal(components[0]?.current, null);
    assert.equal(components[1]?.current?.verdict.result, 'pass');
  });
});

describe('probing on demand', () => {
  const options = { timeoutMs: 5000, signal };

  test('asks now, and changes neither counters nor what others see', async () => {
    const { clock, log, api, monitor } = new Setting();
    await using watching = monitor();
    await clock.advance(1000);
    const before = component(watching);
    api.fail('connect_refused');
    const outcome = await watching.probeNow('social.example', 'api', options);
    assert.equal(outcome.kind === 'result' && outcome.result.verdict.cause?.code, 'connect_refused');
    assert.equal(outcome.kind === 'result' && outcome.component, before.component);
    assert.equal(component(watching), before);
    assert.deepEqual(log.news, []);
  });

  test('knows configured components only', async () => {
    const { monitor } = new Setting();
    await using watching = monitor();
    assert.deepEqual(await watching.probeNow('social.example', 'nothing', options), { kind: 'unknown' });
    assert.deepEqual(await watching.probeNow('other.example', 'api', options), { kind: 'unknown' });
  });

  test('shares one run among those who ask at once', async () => {
    const { clock, api, monitor } = new Setting();
    await using watching = monitor({ schedule: 'scrape' });
    api.takesMs = 1000;
    const asked = [1, 2, 3].map(() => watching.probeNow('social.example', 'api', options));
    await clock.advance(1000);
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    assert.deepEqual([kinds, api.runs], [['result', 'result', 'result'], 1]);
  });

  test('joins no run of what was defined otherwise before a reload', async () => {
    const { clock, api, monitor } = new Setting();
    await using watching = monitor({ schedule: 'scrape' });
    api.takesMs = 1000;
    const before = watching.probeNow('social.example', 'api', options);
    const changed = watched(api, 'api', { fingerprint: 'b' });
    watching.replace(settings([changed], { schedule: 'scrape' }));
    const after = watching.probeNow('social.example', 'api', options);
    await clock.advance(1000);
    const outcomes = await Promise.all([before, after]);
    assert.deepEqual(
      outcomes.map(outcome => outcome.kind === 'result' && outcome.component.fingerprint),
      ['a', 'b'],
    );
    assert.equal(api.runs, 2);
  });

  test('keeps to the shorter of both timeouts', async () => {
    for (const [timeoutMs, expectedMs] of [
      [1500, 1500],
      [60_000, 10_000],
    ] as const) {
      const { clock, api, monitor } = new Setting();
      await using watching = monitor({ schedule: 'scrape' });
      api.takesMs = 100_000;
      const asked = watching.probeNow('social.example', 'api', { timeoutMs, signal });
      await clock.advance(expectedMs);
      const outcome = await asked;
      assert.equal(outcome.kind === 'result' && outcome.result.durationMs, expectedMs);
    }
  });

  test('turns away who would be the fifth at once', async () => {
    const { clock, monitor } = new Setting();
    const targets = Array.from({ length: 5 }, () => new FakeTarget(clock));
    for (const target of targets) target.takesMs = 1000;
    const five = targets.map((target, index) => watched(target, `c${index}`));
    await using watching = monitor({ schedule: 'scrape' }, five);
    const asked = five.map((_, index) => watching.probeNow('social.example', `c${index}`, options));
    assert.deepEqual(await asked.at(-1), { kind: 'busy' });
    await clock.advance(1000);
    assert.equal((await asked[0])?.kind, 'result');
    const again = watching.probeNow('social.example', 'c4', options);
    await clock.advance(1000);
    assert.equal((await again).kind, 'result');
  });

  test('is called off when the last who waits goes away, and not before', async () => {
    const { clock, api, monitor } = new Setting();
    await using watching = monitor({ schedule: 'scrape' });
    api.takesMs = 3000;
    const callers = [new AbortController(), new AbortController()] as const;
    const asked = callers.map(caller =>
      watching.probeNow('social.example', 'api', { timeoutMs: 5000, signal: caller.signal }),
    );
    await clock.advance(100);
    callers[0].abort();
    assert.deepEqual(await asked[0], { kind: 'aborted' });
    await clock.advance(100);
    assert.equal(api.running, 1);
    callers[1].abort();
    assert.deepEqual(await asked[1], { kind: 'aborted' });
    await clock.advance(0);
    assert.equal(api.running, 0);
    assert.equal(clock.pending, 0);
  });

  test('starts anew for who comes after it was called off', async () => {
    const { clock, api, monitor } = new Setting();
    await using watching = monitor({ schedule: 'scrape' });
    api.takesMs = 3000;
    const caller = new AbortController();
    const first = watching.probeNow('social.example', 'api', { timeoutMs: 5000, signal: caller.signal });
    caller.abort();
    await first;
    const second = watching.probeNow('social.example', 'api', options);
    await clock.advance(3000);
    assert.equal((await second).kind, 'result');
    assert.equal(api.runs, 2);
  });
});

describe('disposing of a monitor', () => {
  test('calls off whatever runs, leaves nothing behind, and may be done twice', async () => {
    const setting = new Setting();
    const { clock, api, streaming, reference } = setting;
    for (const target of [api, streaming, reference]) target.takesMs = 3000;
    const watching = setting.monitor({ references: setting.references });
    await clock.advance(900);
    const asked = watching.probeNow('social.example', 'api', { timeoutMs: 5000, signal });
    assert.equal(api.running, 2);
    const done = watching[Symbol.asyncDispose]();
    await done;
    await watching[Symbol.asyncDispose]();
    assert.deepEqual(await asked, { kind: 'aborted' });
    assert.deepEqual([api.running, streaming.running, reference.running, clock.pending], [0, 0, 0, 0]);
    const { runs } = api;
    await clock.advance(300_000);
    assert.equal(api.runs, runs);
    assert.equal(component(watching).counts.probes, 0);
    assert.equal(watching.isReady(), false);
    const late = await watching.probeNow('social.example', 'api', { timeoutMs: 5000, signal });
    assert.deepEqual(late, { kind: 'aborted' });
  });

  test('does not wait for a probe that ignores its signal', async () => {
    const { clock, monitor } = new Setting();
    const deaf = {
      ...watched(new FakeTarget(clock), 'api'),
      start: () => () => new Promise<never>(() => {}),
    };
    const watching = monitor({}, [deaf]);
    await clock.advance(1000);
    let isOver = false;
    const done = watching[Symbol.asyncDispose]().finally(() => {
      isOver = true;
    });
    await clock.advance(999);
    await done;
    assert.equal(isOver, true);
  });

  test('lets a scrape go that waits', async () => {
    const { clock, api, monitor } = new Setting();
    api.takesMs = 3000;
    const watching = monitor({ schedule: 'scrape' });
    const scrape = watching.scrape(10_000);
    await clock.advance(500);
    await watching[Symbol.asyncDispose]();
    assert.equal((await scrape).components.length, 2);
    assert.equal(clock.pending, 0);
  });
});
