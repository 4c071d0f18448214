import assert from 'node:assert/strict';
import test from 'node:test';
import type { HistoryStore } from '../../src/history/store.ts';
import { day, hour, minute, second, start, stretch, transition } from '../support/history-values.ts';

/** What every store owes. */
export function testHistoryStore(name: string, open: () => HistoryStore): void {
  const begun = (now = start): HistoryStore => {
    const store = open();
    store.begin(now);
    return store;
  };

  test(`${name}: gives back transitions in the order and stretches as they were written`, () => {
    using store = begun();
    const first = transition('a.example/api', 'outage', start + minute);
    const slow = transition('a.example/pages', 'degraded', start + 30 * second, {
      confirmedAt: start + 2 * minute,
    });
    const watched = stretch('a.example/api', start, start + minute);
    store.append([first, slow], [watched]);
    assert.deepEqual(store.load(), { transitions: [first, slow], stretches: [watched] });
  });

  test(`${name}: writes a transition once, however often it is given`, () => {
    using store = begun();
    const outage = transition('a.example/api', 'outage', start);
    store.append([outage], []);
    store.append([outage], []);
    assert.deepEqual(store.load().transitions, [outage]);
  });

  test(`${name}: makes a stretch longer instead of adding one for each result`, () => {
    using store = begun();
    for (let at = start; at < start + 10 * minute; at += minute) {
      store.cover([stretch('a.example/api', at, at + minute), stretch('a.example/pages', at, at + second)]);
    }
    const { stretches } = store.load();
    const ofApi = stretches.filter(({ component }) => component === 'api');
    assert.deepEqual(ofApi, [stretch('a.example/api', start, start + 10 * minute)]);
    assert.equal(stretches.length, 11, 'gaps are kept');
  });

  test(`${name}: what was given and what was read stay as they are when a stretch becomes longer`, () => {
    using store = begun();
    const given = stretch('a.example/api', start, start + minute);
    store.cover([given]);
    const early = store.load();
    store.cover([stretch('a.example/api', start, start + 2 * minute)]);
    const later = store.load();
    store.cover([stretch('a.example/api', start, start + 3 * minute)]);
    assert.deepEqual(
      [given, ...early.stretches, ...later.stretches].map(({ until }) => until - start),
      [minute, minute, 2 * minute],
    );
  });

  test(`${name}: makes no stretch of an earlier era longer`, () => {
    using store = begun();
    const former = stretch('a.example/api', start, start + minute);
    store.cover([former]);
    store.begin(start + minute);
    const next = stretch('a.example/api', start + minute, start + 2 * minute);
    store.cover([next]);
    assert.deepEqual(store.load().stretches, [former, next]);
  });

  test(`${name}: begins a stretch where the one before is forgotten, and takes no other for it`, () => {
    using store = begun();
    const old = stretch('a.example/api', start, start + minute);
    const other = stretch('a.example/pages', start, start + 2 * minute);
    store.cover([old, other]);
    store.forget([], start + minute);
    const next = stretch('a.example/api', start + minute, start + 3 * minute);
    store.cover([next]);
    assert.deepEqual(store.load().stretches, [other, next]);
  });

  test(`${name}: keeps watched time and maintenance apart`, () => {
    using store = begun();
    store.cover([stretch('a.example/api', start, start + minute)]);
    store.cover([stretch('a.example/api', start, start + hour, 'maintenance')]);
    store.cover([stretch('a.example/api', start + minute, start + 2 * minute)]);
    assert.deepEqual(
      store.load().stretches.toSorted((a, b) => a.until - b.until),
      [
        stretch('a.example/api', start, start + 2 * minute),
        stretch('a.example/api', start, start + hour, 'maintenance'),
      ],
    );
  });

  test(`${name}: a clock that is set back moves what was recorded, and changes no duration and no id`, () => {
    using store = begun();
    const outage = transition('a.example/api', 'outage', start + minute);
    store.append([outage], [stretch('a.example/api', start, start + 10 * minute)]);
    const now = start + 10 * minute - hour;
    store.begin(now);
    const end = transition('a.example/api', 'operational', now + minute);
    store.append([end], [stretch('a.example/api', now, now + minute)]);
    const { transitions, stretches } = store.load();
    assert.deepEqual(transitions, [
      { ...outage, at: outage.at - hour, confirmedAt: outage.confirmedAt - hour },
      end,
    ]);
    assert.deepEqual(
      stretches.map(({ from, until }) => [from, until]),
      [
        [start - hour, now],
        [now, now + minute],
      ],
    );
  });

  test(`${name}: eras that would overlap are moved one after the other`, () => {
    using store = begun();
    store.cover([stretch('a.example/api', start, start + hour)]);
    store.begin(start + hour);
    store.cover([stretch('a.example/api', start + hour + second, start + 2 * hour)]);
    store.begin(start + 30 * minute);
    const { stretches } = store.load();
    assert.deepEqual(
      stretches.map(({ from, until }) => [from - start, until - start]),
      [
        [-90 * minute, -30 * minute],
        [-30 * minute + second, 30 * minute],
      ],
    );
  });

  test(`${name}: a clock that is years off moves nothing`, () => {
    using store = begun(start + 3650 * day);
    const strange = transition('a.example/api', 'outage', start + 3650 * day);
    store.append([strange], []);
    store.begin(start);
    assert.deepEqual(store.load().transitions, [strange]);
  });

  test(`${name}: forgets what it is told to, and nothing else`, () => {
    using store = begun();
    const old = transition('a.example/api', 'outage', start);
    const kept = transition('a.example/api', 'operational', start + hour);
    store.append([old, kept], [stretch('a.example/api', start, start + minute)]);
    store.cover([stretch('a.example/api', start + hour, start + 2 * hour)]);
    store.forget([old.id], start + 30 * minute);
    assert.deepEqual(store.load(), {
      transitions: [kept],
      stretches: [stretch('a.example/api', start + hour, start + 2 * hour)],
    });
    store.cover([stretch('a.example/api', start + 2 * hour, start + 3 * hour)]);
    assert.deepEqual(store.load().stretches, [stretch('a.example/api', start + hour, start + 3 * hour)]);
  });
}
