import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { type Impairment, impairments } from '../../src/core/impairment.ts';
import { groupIncidents, type Incident } from '../../src/core/incident.ts';
import type { Span } from '../../src/core/span.ts';
import type { Transition } from '../../src/core/transition.ts';
import { classify } from '../../src/core/uptime.ts';
import { hour, minute, second, start, transition } from '../support/history-values.ts';

/** The incidents of transitions in the order of their confirmation, all of it watched. */
function incidentsOf(
  transitions: readonly Transition[],
  now: number,
  maintenance: readonly Span[] = [],
): readonly Incident[] {
  const owners = new Set(transitions.map(({ server, component }) => `${server}/${component}`));
  const watched = [{ from: 0, until: now }];
  const found: Impairment[] = [];
  for (const owner of owners) {
    const own = transitions.filter(({ server, component }) => `${server}/${component}` === owner);
    const spans = classify({ changes: own, watched, maintenance }, { from: 0, until: now });
    found.push(...impairments(own, spans, maintenance, now));
  }
  return groupIncidents(found);
}

const now = start + 10 * hour;

test('an incident opens with an outage, closes with the recovery, and says why', () => {
  const outage = transition('a.example/api', 'outage', start);
  const [open] = incidentsOf([outage], now);
  assert.deepEqual(open, {
    id: outage.id,
    server: 'a.example',
    title: null,
    open: true,
    severity: 'outage',
    startedAt: start,
    endedAt: null,
    troubleMs: 10 * hour,
    components: [
      {
        component: 'api',
        severity: 'outage',
        worstFrom: start,
        from: start,
        until: null,
        reason: 'http_status',
      },
    ],
    updates: [],
    announcements: [],
  });
  const [closed] = incidentsOf([outage, transition('a.example/api', 'operational', start + hour)], now);
  assert.deepEqual(
    [closed?.id, closed?.open, closed?.endedAt, closed?.troubleMs],
    [outage.id, false, start + hour, hour],
  );
});

test('components of one server that are out of order together make one incident, as severe as the worst', () => {
  const transitions = [
    transition('a.example/streaming', 'degraded', start),
    transition('a.example/api', 'outage', start + hour),
    transition('b.example/api', 'outage', start + hour),
    transition('a.example/streaming', 'operational', start + 2 * hour),
    transition('a.example/api', 'operational', start + 3 * hour),
  ];
  const incidents = incidentsOf(transitions, now);
  assert.deepEqual(
    incidents.map(({ server, severity, startedAt, endedAt, components }) => [
      server,
      severity,
      (startedAt - start) / hour,
      endedAt === null ? null : (endedAt - start) / hour,
      components.map(({ component }) => component),
    ]),
    [
      ['b.example', 'outage', 1, null, ['api']],
      ['a.example', 'outage', 0, 3, ['streaming', 'api']],
    ],
  );
});

const gaps: readonly (readonly [what: string, begins: number, count: number])[] = [
  ['within five minutes', 4 * minute, 1],
  ['later', 6 * minute, 2],
];

for (const [what, begins, count] of gaps) {
  test(`two short outages, the second beginning ${what}, make ${count}`, () => {
    const transitions = [
      transition('a.example/api', 'outage', start),
      transition('a.example/api', 'operational', start + minute),
      transition('a.example/pages', 'outage', start + begins),
      transition('a.example/pages', 'operational', start + begins + minute),
    ];
    assert.equal(incidentsOf(transitions, now).length, count);
  });
}

const overlaps: readonly (readonly [
  what: string,
  recovered: readonly number[],
  failed: readonly number[],
])[] = [
  ['that began before the first was over, though it was noticed later', [10, 10.1], [9, 11]],
  ['that was noticed before the end of the first was', [10, 12], [11, 11.1]],
];

for (const [what, [recoveredAt = 0, heardAt = 0], [failedAt = 0, noticedAt = 0]] of overlaps) {
  test(`an outage ${what} belongs to its incident`, () => {
    const transitions = [
      transition('a.example/api', 'outage', start),
      transition('a.example/api', 'operational', start + recoveredAt * minute, {
        confirmedAt: start + heardAt * minute,
      }),
      transition('a.example/pages', 'outage', start + failedAt * minute, {
        confirmedAt: start + noticedAt * minute,
      }),
    ];
    assert.equal(incidentsOf(transitions, now).length, 1);
  });
}

test('a silence neither opens nor closes an incident', () => {
  const transitions = [
    transition('a.example/api', 'outage', start),
    transition('a.example/api', 'unknown', start + hour, { from: 'outage' }),
    transition('a.example/api', 'outage', start + 2 * hour, { from: 'unknown' }),
    transition('a.example/api', 'unknown', start + 3 * hour, { from: 'outage' }),
    transition('a.example/api', 'operational', start + 4 * hour, { from: 'unknown' }),
    transition('a.example/api', 'unknown', start + 5 * hour, { from: 'operational' }),
  ];
  const incidents = incidentsOf(transitions, now);
  assert.deepEqual(
    incidents.map(({ startedAt, endedAt, troubleMs }) => [startedAt, endedAt, troubleMs]),
    [[start, start + 4 * hour, 2 * hour]],
  );
});

test('an incident lasted as long as any of its components was seen out of order', () => {
  const transitions = [
    transition('a.example/api', 'outage', start),
    transition('a.example/media', 'outage', start + 50 * minute),
    transition('a.example/api', 'operational', start + hour),
    transition('a.example/pages', 'degraded', start + 100 * minute),
    transition('a.example/media', 'operational', start + 2 * hour),
    transition('a.example/pages', 'operational', start + 3 * hour, { from: 'degraded' }),
  ];
  const incidents = incidentsOf(transitions, now);
  assert.deepEqual(
    incidents.map(({ startedAt, endedAt, troubleMs }) => [startedAt, endedAt, troubleMs]),
    [[start, start + 3 * hour, 3 * hour]],
  );
});

test('what lies within maintenance is no incident, and what outlasts it begins at its end', () => {
  const transitions = [
    transition('a.example/api', 'outage', start + hour),
    transition('a.example/api', 'operational', start + 3 * hour),
  ];
  assert.deepEqual(incidentsOf(transitions, now, [{ from: start, until: start + 4 * hour }]), []);
  const [rest] = incidentsOf(transitions, now, [{ from: start, until: start + 2 * hour }]);
  assert.deepEqual(
    [rest?.startedAt, rest?.endedAt, rest?.troubleMs],
    [start + 2 * hour, start + 3 * hour, hour],
  );
});

test('what becomes worse within maintenance alone makes no incident worse', () => {
  const transitions = [
    transition('a.example/api', 'degraded', start, { from: 'operational', reason: 'timeout' }),
    transition('a.example/api', 'outage', start + 2 * hour, { from: 'degraded', reason: 'connect' }),
    transition('a.example/api', 'operational', start + 4 * hour),
  ];
  for (const [until, severity, reason] of [
    [start + 4 * hour, 'degraded', 'timeout'],
    [start + 3 * hour, 'outage', 'connect'],
  ] as const) {
    const [incident] = incidentsOf(transitions, now, [{ from: start + hour, until }]);
    assert.equal(incident?.severity, severity);
    const [component] = incident?.components ?? [];
    assert.equal(component?.reason, reason);
    assert.equal(component?.worstFrom, severity === 'outage' ? until : start);
  }
});

test('a component that is confirmed later but began earlier moves the start, not the link', () => {
  const api = transition('a.example/api', 'outage', start);
  const slow = transition('a.example/pages', 'outage', start - minute, { confirmedAt: start + 2 * minute });
  const [incident] = incidentsOf([api, slow], now);
  assert.deepEqual([incident?.id, incident?.startedAt], [api.id, start - minute]);
});

/** Steps of some components: who, to what, how much later it is confirmed, and how long before it happened. */
const story = fc.array(
  fc.record({
    component: fc.constantFrom('api', 'pages', 'streaming'),
    to: fc.constantFrom('operational', 'degraded', 'outage', 'unknown'),
    later: fc.nat(8 * minute),
    before: fc.nat(2 * minute),
  }),
  { maxLength: 25 },
);

test('no incident changes its link, loses a component or is split when more becomes known', () => {
  fc.assert(
    fc.property(story, steps => {
      const transitions = told(steps);
      const seen = new Map<string, ReadonlySet<string>>();
      for (let length = 1; length <= transitions.length; length++) {
        const known = transitions.slice(0, length);
        const incidents = incidentsOf(known, (known.at(-1)?.confirmedAt ?? 0) + 1);
        const current = new Map(
          incidents.map(({ id, components }) => [id, new Set(components.map(({ component }) => component))]),
        );
        for (const [id, components] of seen) {
          assert.ok(current.get(id)?.isSupersetOf(components), `${id} after ${length}`);
        }
        for (const [id, components] of current) seen.set(id, components);
        assert.ok(
          incidents.filter(({ open }) => open).length <= 1,
          'one server has one open incident at most',
        );
        for (const { startedAt, endedAt } of incidents) assert.ok(startedAt <= (endedAt ?? startedAt));
      }
    }),
  );
});

interface Told {
  readonly component: string;
  readonly to: Transition['to'];
  readonly later: number;
  readonly before: number;
}

/** Makes a possible history of it: states change, and nothing happens before what happened before. */
function told(steps: readonly Told[]): readonly Transition[] {
  let confirmedAt = start;
  const states = new Map<string, Transition>();
  const transitions: Transition[] = [];
  for (const { component, to, later, before } of steps) {
    const last = states.get(component);
    const from = last?.to ?? 'unknown';
    confirmedAt += later + second;
    if (from === to) continue;
    const at = Math.max((last?.at ?? 0) + 1, confirmedAt - before);
    const next = transition(`a.example/${component}`, to, at, { from, confirmedAt });
    states.set(component, next);
    transitions.push(next);
  }
  return transitions;
}
