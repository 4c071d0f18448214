/**
 * What the history costs: `npx node bench/history.ts [components] [days] [days between failures]`. Prints the latency of writes, and for a
 * history of 90 days of 200 components its size, the time to open it, and the time to derive the whole status from it.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { calendarDays } from '../src/core/calendar.ts';
import type { ConfirmedState } from '../src/core/state.ts';
import { deriveStatus, type Status } from '../src/core/status.ts';
import type { Stretch } from '../src/core/stretch.ts';
import { type Transition, toTransition } from '../src/core/transition.ts';
import { type OpenedHistory, openHistoryFile } from '../src/history/sqlite/open.ts';

const [components = 200, days = 90, every = 9] = process.argv.slice(2).map(Number);
const minute = 60_000;
const dayMs = 24 * 60 * minute;
const now = Date.parse('2026-11-22T03:04:00Z');
const begin = now - days * dayMs;
const owners = Array.from({ length: components }, (_, index) => ({
  server: `server-${Math.floor(index / 9)}.example`,
  name: `component_${index % 9}`,
  staleAfterMs: 3 * minute,
}));

const directory = mkdtempSync(join(tmpdir(), 'fedistatus-bench-'));
try {
  const path = join(directory, 'history.db');
  const count = fill(path);
  console.log(
    `${components} components, ${days} days, ${count.transitions} transitions, ${count.stretches} stretches`,
  );
  console.log(
    `file: ${(statSync(path).size / 1024).toFixed(0)} KiB, a compact copy ${count.compactKiB.toFixed(0)} KiB`,
  );
  const opened = timed('open, check and lock', () => openHistoryFile(path, now));
  const record = timed('load', () => opened.store.load());
  const calendar = timed(`calendar of ${days} days`, () => calendarDays(now, days, 'Europe/Berlin'));
  const derive = (): Status =>
    deriveStatus({ now, owners, record, windows: [], announcements: [], days: calendar });
  timed('derive the status, cold', derive);
  timed('derive the status, warm', repeated(20, derive));
  console.log(`incidents: ${derive().incidents.length}`);
  measureWrites(opened);
  opened.store[Symbol.dispose]();
} finally {
  rmSync(directory, { recursive: true });
}

/** A troubled time: each component fails every so many days, and the daemon is restarted every week. */
function fill(path: string): {
  readonly transitions: number;
  readonly stretches: number;
  readonly compactKiB: number;
} {
  const { store } = openHistoryFile(path, begin);
  using _store = store;
  store.begin(begin);
  const transitions: Transition[] = [];
  const stretches: Stretch[] = [];
  for (const [index, { server, name }] of owners.entries()) {
    const owner = { server, component: name };
    let from: ConfirmedState = 'unknown';
    const change = (to: ConfirmedState, at: number): void => {
      const reason = to === 'operational' ? null : 'http_status';
      transitions.push(toTransition(owner, { from, to, at, confirmedAt: at + 5000, reason }));
      from = to;
    };
    change('operational', begin);
    for (let day = index % every; day < days; day += every) {
      const at = begin + day * dayMs + ((index * 7919) % 1400) * minute;
      change(day % 2 === 0 ? 'outage' : 'degraded', at + minute);
      change('operational', at + 11 * minute);
    }
    for (let day = 0; day < days; day += 7) {
      const from_ = begin + day * dayMs;
      stretches.push({
        kind: 'watched',
        ...owner,
        from: from_,
        until: Math.min(now, from_ + 7 * dayMs - 10 * minute),
      });
    }
  }
  transitions.sort((a, b) => a.confirmedAt - b.confirmedAt);
  store.append(transitions, stretches);
  const copy = `${path}.copy`;
  const database = new DatabaseSync(path, { readOnly: true });
  database.prepare('VACUUM INTO ?').run(copy);
  database.close();
  return {
    transitions: transitions.length,
    stretches: stretches.length,
    compactKiB: statSync(copy).size / 1024,
  };
}

function measureWrites({ store }: OpenedHistory): void {
  store.begin(now);
  let at = now;
  const one = (owner: { readonly server: string; readonly name: string }): Stretch => ({
    kind: 'watched',
    server: owner.server,
    component: owner.name,
    from: at,
    until: at + minute,
  });
  const owner = owners[0] ?? { server: '', name: '' };
  percentiles('a transition with its stretch, durable', 500, () => {
    at += minute;
    const change = { from: 'operational', to: 'outage', at, confirmedAt: at, reason: 'dns' } as const;
    store.append([toTransition({ server: owner.server, component: owner.name }, change)], [one(owner)]);
  });
  percentiles(`stretches of ${owners.length} components at once`, 200, () => {
    at += minute;
    store.cover(owners.map(one));
  });
}

function percentiles(name: string, rounds: number, write: () => void): void {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = performance.now();
    write();
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(3);
  console.log(`${name}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, worst ${at(1)} ms`);
}

function timed<T>(name: string, work: () => T): T {
  const before = performance.now();
  const result = work();
  console.log(`${name}: ${(performance.now() - before).toFixed(1)} ms`);
  return result;
}

/** Runs it so often and prints the mean itself, of processor time, which does not depend on what else is going on. */
function repeated(rounds: number, work: () => unknown): () => void {
  return () => {
    const before = process.cpuUsage();
    for (let round = 0; round < rounds; round++) work();
    const { user, system } = process.cpuUsage(before);
    console.log(`  mean of ${rounds}: ${((user + system) / rounds / 1000).toFixed(1)} ms of processor time`);
  };
}
