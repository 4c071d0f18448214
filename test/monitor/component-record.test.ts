import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outcome } from '../../src/core/outcome.ts';
import { reasons } from '../../src/core/reason.ts';
import { type Result, toResult } from '../../src/core/result.ts';
import { ComponentRecord } from '../../src/monitor/component-record.ts';
import { failure, now, observation } from '../support/core-values.ts';
import { component } from '../support/monitor-fakes.ts';

const api = component('api');

function result(outcome: Outcome, at = now, durationMs = 100): Result {
  return toResult(api, outcome, { at, durationMs });
}

describe('ComponentRecord', () => {
  test('shows nothing before the first run, with every counter there at zero', () => {
    const { current, last, failures, counts } = new ComponentRecord().view(api, 0, false, null);
    assert.deepEqual([current, last, failures], [null, null, []]);
    assert.deepEqual(Object.keys(counts.failures).sort(), [...reasons].sort());
    assert.ok(Object.values(counts.failures).every(count => count === 0));
    assert.equal(counts.duration.buckets.length, counts.duration.bounds.length + 1);
  });

  test('counts passes, failures by reason, and durations', () => {
    const record = new ComponentRecord();
    record.add(result(observation(), now, 100), 0, 3);
    record.add(result(failure({ code: 'dns_servfail' }), now, 101), 1, 3);
    record.add(result(failure({ code: 'dns_nxdomain' }), now, 11_000), 2, 3);
    const { counts } = record.view(api, 2, false, null);
    assert.equal(counts.probes, 3);
    assert.equal(counts.failures.dns, 2);
    assert.deepEqual(counts.duration.buckets, [1, 1, 0, 0, 0, 1]);
    assert.ok(Math.abs(counts.duration.sum - 11.201) < 1e-9);
  });

  test('counts our own faults apart, and shows no current result for them (row 178)', () => {
    const record = new ComponentRecord();
    record.add(result(observation()), 0, 3);
    assert.equal(record.add(result(failure({ code: 'local_fault' })), 1, 3), null);
    const { current, last, failures, counts } = record.view(api, 1, false, null);
    assert.equal(current, null);
    assert.equal(last?.verdict.cause?.code, 'local_fault');
    assert.deepEqual(failures, []);
    assert.deepEqual([counts.probes, counts.internal], [1, 1]);
    assert.ok(Object.values(counts.failures).every(count => count === 0));
  });

  test('keeps the last failures, newest first, also when successes come after (row 174)', () => {
    const record = new ComponentRecord();
    for (let run = 0; run < 5; run += 1) record.add(result(failure(), now + run), run, 3);
    for (let run = 5; run < 50; run += 1) record.add(result(observation(), now + run), run, 3);
    const { failures } = record.view(api, 50, false, null);
    assert.deepEqual(
      failures.map(({ at }) => at - now),
      [4, 3, 2],
    );
  });

  test('shows a result for three intervals and no longer', () => {
    const record = new ComponentRecord();
    record.add(result(observation()), 1000, 3);
    assert.notEqual(record.view(api, 181_000, false, null).current, null);
    const { current, last } = record.view(api, 181_001, false, null);
    assert.equal(current, null);
    assert.notEqual(last, null);
  });

  test('shows no current result while offline, and the one it has afterwards', () => {
    const record = new ComponentRecord();
    record.add(result(observation()), 0, 3);
    assert.equal(record.view(api, 1, true, null).current, null);
    assert.notEqual(record.view(api, 2, false, null).current, null);
  });

  test('gives the same snapshot for as long as nothing changes, and leaves a given one alone', () => {
    const record = new ComponentRecord();
    record.add(result(observation()), 0, 3);
    const view = record.view(api, 1, false, null);
    assert.equal(record.view(api, 2, false, null), view);
    record.miss(2);
    record.add(result(failure()), 3, 3);
    assert.deepEqual([view.counts.probes, view.counts.missed, view.failures.length], [1, 0, 0]);
    assert.deepEqual(record.view(api, 4, false, null).counts.missed, 2);
  });

  test('gives another snapshot when the state is another one', () => {
    const record = new ComponentRecord();
    record.add(result(observation()), 0, 3);
    const state = {
      state: 'operational',
      confirmed: 'operational',
      since: now,
      underMaintenance: false,
    } as const;
    const before = record.view(api, 1, false, null);
    const view = record.view(api, 1, false, state);
    assert.deepEqual([before.state, view.state], [null, state]);
    assert.equal(record.view(api, 2, false, state), view);
    assert.notEqual(record.view(api, 3, false, { ...state, state: 'maintenance' }), view);
  });

  test('tells a change once: down with its cause, up with the length of the outage', () => {
    const record = new ComponentRecord();
    assert.equal(record.add(result(observation(), now), 0, 3), null);
    const down = record.add(result(failure(), now + 60_000), 1, 3);
    assert.equal(down?.kind === 'down' && down.cause.code, 'connect_refused');
    assert.equal(record.add(result(failure({ code: 'timeout' }), now + 120_000), 2, 3), null);
    assert.equal(record.add(result(failure({ code: 'internal' }), now + 180_000), 3, 3), null);
    assert.deepEqual(record.add(result(observation(), now + 240_000), 4, 3), {
      kind: 'up',
      outageMs: 180_000,
    });
    assert.equal(record.add(result(observation(), now + 300_000), 5, 3), null);
  });
});
