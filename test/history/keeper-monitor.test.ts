import assert from 'node:assert/strict';
import test from 'node:test';
import { oneOffWindow } from '../../src/config/maintenance.ts';
import type { MaintenanceWindow } from '../../src/core/maintenance.ts';
import type { CurrentState } from '../../src/core/state-keeper.ts';
import { openHistory } from '../../src/history/history.ts';
import { Keeper } from '../../src/history/keeper.ts';
import { Monitor } from '../../src/monitor/monitor.ts';
import type { MonitorSettings } from '../../src/monitor/settings.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { day, minute, second } from '../support/history-values.ts';
import { component, FakeTarget, RecordingLog, settings } from '../support/monitor-fakes.ts';

/** A monitor and a keeper as the program puts them together, around one component. */
class Program implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly target = new FakeTarget(this.clock);
  readonly reference = new FakeTarget(this.clock);
  readonly changes: string[] = [];
  readonly #stack = new AsyncDisposableStack();
  readonly monitor: Monitor;

  constructor(parts: Partial<MonitorSettings> = {}, maintenance: readonly MaintenanceWindow[] = []) {
    const { clock } = this;
    const log = new RecordingLog();
    const watched = component('api');
    const history = this.#stack.use(openHistory({ path: null, retentionMs: 400 * day }, { clock, log }));
    const states = this.#stack.use(
      new Keeper(
        {
          clock,
          history,
          announcements: () => [],
          onTransition: ({ from, to }) => this.changes.push(`${from}>${to}`),
        },
        { components: [watched], maintenance, timeZone: 'UTC' },
      ),
    );
    const references = [{ name: 'https://reference.example', start: this.reference.start }];
    const all = settings([{ component: watched, start: this.target.start }], { references, ...parts });
    this.monitor = this.#stack.use(new Monitor({ clock, log, states }, all));
    this.monitor.start();
  }

  get state(): CurrentState {
    return this.monitor.snapshot().components[0]?.state ?? assert.fail('no state');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
    assert.equal(this.clock.pending, 0, 'nothing is left behind');
  }
}

test('a failure is confirmed within seconds on a timer, and counts from the first', async () => {
  await using program = new Program();
  const { clock, target } = program;
  await clock.advance(2 * minute);
  const { runs } = target;
  target.fail('http_status');
  while (target.runs === runs) await clock.advance(100);
  const began = clock.now();
  await clock.advance(second);
  assert.equal(program.monitor.snapshot().components[0]?.current?.verdict.result, 'fail', 'raw at once');
  assert.equal(program.state.state, 'operational');
  await clock.advance(5 * second);
  assert.equal(program.state.state, 'outage');
  assert.ok(Math.abs(program.state.since - began) <= 100);
  await clock.advance(5 * minute);
  assert.deepEqual(program.changes, ['unknown>operational', 'operational>outage']);
});

test('with scrapes the next one confirms: no probe runs that nobody asked for', async () => {
  await using program = new Program({ schedule: 'scrape' });
  const { clock, target } = program;
  target.fail('http_status');
  for (const expected of ['unknown', 'outage']) {
    await program.monitor.scrape(10_000);
    assert.equal(program.state.state, expected);
    await clock.advance(30 * second);
  }
  assert.equal(target.runs, 2);
});

test('while the prober is offline nothing is an outage, and what was known ends with the last answer', async () => {
  await using program = new Program();
  const { clock, target, reference } = program;
  await clock.advance(2 * minute);
  const last = target.startedAt.at(-1) ?? 0;
  target.fail('connect_unreachable');
  reference.fail('connect_unreachable');
  await clock.advance(5 * minute);
  assert.equal(program.state.state, 'unknown');
  assert.ok(Math.abs(program.state.since - (clock.now() - clock.monotonic() + last)) <= 100);
  target.recover();
  reference.recover();
  await clock.advance(2 * minute);
  assert.deepEqual(program.changes, ['unknown>operational', 'operational>unknown', 'unknown>operational']);
});

test('announced work is shown from its first moment to its last, whatever the probes find', async () => {
  const start = new FakeClock().now();
  const span = { from: start + minute, until: start + 5 * minute };
  const window = oneOffWindow({ title: 'Upgrade', server: null, components: null, ...span });
  await using program = new Program({}, [window]);
  const { clock, target } = program;
  await clock.advance(minute);
  target.fail('http_status');
  assert.deepEqual(program.state, {
    state: 'maintenance',
    confirmed: 'operational',
    since: span.from,
    underMaintenance: true,
  });
  await clock.advance(4 * minute - 1);
  assert.deepEqual([program.state.state, program.state.confirmed], ['maintenance', 'outage']);
  await clock.advance(1);
  assert.equal(program.state.state, 'outage');
});
