import assert from 'node:assert/strict';
import test from 'node:test';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import { diagnose, diagnoseAll } from '../../../src/core/diagnosis/index.ts';
import { pictureOf } from '../../../src/core/diagnosis/picture.ts';
import type { Result } from '../../../src/core/result.ts';
import type { ComponentSnapshot } from '../../../src/core/snapshot.ts';
import type { ConfirmedState } from '../../../src/core/state.ts';
import { nginx, s3, server } from '../../support/diagnosis-cases.ts';
import { answer, resultOf, someComponent, someCounts, someInstant } from '../../support/snapshots.ts';

/** Seconds after some instant. */
type Seconds = number;

interface Seen {
  readonly name?: string;
  readonly status: number;
  readonly at: Seconds;
  readonly confirmed: ConfirmedState;
  readonly since: Seconds;
  readonly failedAt?: Seconds;
  readonly intervalMs?: number;
  /** As many as were seen, if all of them failed. */
  readonly runs?: number;
}

const instant = (seconds: Seconds): number => someInstant + seconds * 1000;

function seen({
  name = 'api',
  status,
  at,
  confirmed,
  since,
  failedAt,
  intervalMs = 60_000,
  runs,
}: Seen): ComponentSnapshot {
  const component = someComponent({ name, intervalMs });
  const run = (code: number, when: Seconds): Result => ({
    ...resultOf(component, answer({ status: code })),
    at: instant(when),
  });
  const current = run(status, at);
  return {
    component,
    current,
    last: current,
    state: { state: confirmed, confirmed, since: instant(since), underMaintenance: false },
    failures: failedAt === undefined ? [] : [run(500, failedAt)],
    counts: runs === undefined ? someCounts(null, 1) : someCounts('http_status', runs),
  };
}

const well = { status: 200, confirmed: 'operational', since: -9000 } as const;
const broken = { status: 500, confirmed: 'outage' } as const;

const rows: readonly (readonly [
  what: string,
  one: Seen,
  other: Seen,
  counts: boolean,
  isSettled: boolean,
])[] = [
  ['good, asked after the other broke', { ...well, at: 30 }, { ...broken, at: 5, since: 0 }, true, true],
  ['good, from before the other broke', { ...well, at: -30 }, { ...broken, at: 5, since: 0 }, false, false],
  [
    'good, from before, but asked less often than what broke',
    { ...well, at: -30, intervalMs: 300_000 },
    { ...broken, at: 5, since: 0 },
    false,
    true,
  ],
  [
    'bad, from before the other recovered',
    { ...broken, at: -30, since: -90 },
    { status: 200, confirmed: 'operational', at: 5, since: 0, failedAt: -60 },
    false,
    false,
  ],
  [
    'bad, from before the other recovered, but seldom asked',
    { ...broken, at: -30, since: -90, intervalMs: 300_000 },
    { status: 200, confirmed: 'operational', at: 5, since: 0, failedAt: -60 },
    false,
    true,
  ],
  [
    'good, from before what fails since the first run',
    { ...well, at: -1 },
    { ...broken, at: 5, since: 0, runs: 2 },
    true,
    true,
  ],
  [
    'bad, asked after the other recovered',
    { ...broken, at: 30, since: -90 },
    { status: 200, confirmed: 'operational', at: 5, since: 0, failedAt: -60 },
    true,
    true,
  ],
  [
    'bad, while the other was merely slow',
    { ...broken, at: -30, since: -90 },
    { status: 200, confirmed: 'operational', at: 5, since: 0 },
    true,
    true,
  ],
  [
    'bad, while the other recovered from another trouble long ago',
    { ...broken, at: -30, since: -90 },
    { status: 200, confirmed: 'operational', at: 5, since: 0, failedAt: -9000 },
    true,
    true,
  ],
  ['a blip', { ...well, status: 500, at: 30 }, { ...well, at: 5 }, false, true],
];

for (const [what, one, other, counts, isSettled] of rows) {
  test(`${what}: ${counts ? 'counts' : 'says nothing'}, ${isSettled ? 'settled' : 'not settled'}`, () => {
    const entries = [seen(one), seen({ ...other, name: 'main_page' })] as const;
    const picture = pictureOf(entries);
    assert.equal(picture.resultOf(entries[0]), counts ? entries[0].current : null);
    assert.equal(picture.isSettled, isSettled);
    assert.equal(picture.patienceMs, 60_000);
  });
}

test('a restless picture is read as it is: what is outdated counts, a blip does not', () => {
  for (const [what, one, other] of rows) {
    const entries = [seen(one), seen({ ...other, name: 'main_page' })] as const;
    const picture = pictureOf(entries, true);
    assert.equal(picture.resultOf(entries[0]), what === 'a blip' ? null : entries[0].current, what);
    assert.equal(picture.isSettled, true, what);
  }
});

test('what is asked more often than the rest waits for the rest', () => {
  const often = seen({ ...broken, at: 5, since: 0, intervalMs: 5000 });
  const rest = (at: Seconds): readonly ComponentSnapshot[] =>
    ['main_page', 'user_page'].map(name => seen({ ...well, name, at }));
  assert.equal(pictureOf([often, ...rest(-30)]).isSettled, false);
  assert.equal(pictureOf([often, ...rest(30)]).isSettled, true);
});

const seldom = { intervalMs: 300_000 } as const;

test('what is seldom asked and fails does not hold up what is read off the rest', () => {
  const rest = (at: Seconds): readonly ComponentSnapshot[] =>
    ['main_page', 'user_page'].map(name => seen({ ...well, name, at }));
  const fresh = seen({ ...broken, at: 5, since: 0 });
  const alongside = (since: Seconds): ComponentSnapshot =>
    seen({ ...broken, ...seldom, name: 'host_meta', at: since, since });
  const other = seen({ ...well, ...seldom, name: 'nodeinfo', at: 20 });
  for (const since of [-9000, 40]) {
    const picture = pictureOf([alongside(since), other, ...rest(50), fresh]);
    assert.deepEqual([picture.isSettled, picture.patienceMs], [true, 60_000], `since ${since}`);
    assert.equal(picture.resultOf(other), other.current, 'asked while it fails already');
  }
  assert.equal(pictureOf([alongside(40), other, ...rest(30), fresh]).isSettled, false);
});

test('where only what is seldom asked fails, the others of that kind are waited for', () => {
  const rest = ['main_page', 'user_page', 'api'].map(name => seen({ ...well, name, at: 30 }));
  const fails = seen({ ...broken, ...seldom, name: 'host_meta', at: 5, since: 0 });
  const other = (at: Seconds): ComponentSnapshot => seen({ ...well, ...seldom, name: 'nodeinfo', at });
  assert.deepEqual(
    [-30, 30].map(at => pictureOf([...rest, fails, other(at)]).isSettled),
    [false, true],
  );
});

test('while the rest has not been asked, what was found before stands', () => {
  const idsAt = (at: Seconds, former: readonly Finding[]): readonly string[] => {
    const components = [
      seen({ ...well, name: 'main_page', at }),
      seen({ name: 'api', status: 418, confirmed: 'outage', at: 5, since: 0 }),
    ];
    const servers = [{ domain: 'social.example', title: null }];
    const options = { former: new Map([['social.example', former]]) };
    const findings = diagnoseAll({ servers, components, references: [] }, options);
    return (findings.get('social.example') ?? []).map(({ id }) => id);
  };
  const before = diagnose(server({ answers: { object_storage: s3(503) } }));
  assert.deepEqual(idsAt(-30, []), []);
  assert.deepEqual(idsAt(-30, before), ['object_storage_down']);
  assert.deepEqual(idsAt(30, before), ['unknown']);
});

test('after a recovery, what was read off a seldom asked component alone stands until that is asked', () => {
  const idsAfter = (former: readonly Finding[]): readonly string[] => {
    const components = [
      seen({ name: 'main_page', status: 200, confirmed: 'operational', at: 5, since: 0, failedAt: -60 }),
      seen({ ...broken, name: 'host_meta', at: -30, since: -90, intervalMs: 300_000 }),
    ];
    const servers = [{ domain: 'social.example', title: null }];
    const options = { former: new Map([['social.example', former]]) };
    const findings = diagnoseAll({ servers, components, references: [] }, options);
    return (findings.get('social.example') ?? []).map(({ id }) => id);
  };
  const alone = diagnose(server({ answers: { host_meta: nginx(404) } }));
  const together = diagnose(server({ answers: { host_meta: nginx(502), main_page: nginx(502) } }));
  assert.deepEqual(idsAfter(together), []);
  assert.deepEqual(
    idsAfter(alone),
    alone.map(({ id }) => id),
  );
  assert.notEqual(alone.length, 0);
});
