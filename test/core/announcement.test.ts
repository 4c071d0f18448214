import assert from 'node:assert/strict';
import test from 'node:test';
import { type Announcement, annotate, statusInWords } from '../../src/core/announcement.ts';
import type { Incident } from '../../src/core/incident.ts';
import { hour, minute, start } from '../support/history-values.ts';

const incident: Incident = {
  id: 'one',
  server: 'a.example',
  title: null,
  open: false,
  severity: 'outage',
  startedAt: start,
  endedAt: start + hour,
  troubleMs: hour,
  components: [
    {
      component: 'api',
      severity: 'outage',
      worstFrom: start,
      from: start,
      until: start + hour,
      reason: null,
    },
  ],
  updates: [],
  announcements: [],
};

function words(parts: Partial<Announcement>): Announcement {
  return {
    id: 'words',
    title: 'Database moved',
    server: 'a.example',
    components: null,
    incident: null,
    from: start + 10 * minute,
    until: null,
    body: '',
    updates: [],
    ...parts,
  };
}

const rows: readonly (readonly [what: string, parts: Partial<Announcement>, belongs: boolean])[] = [
  ['with its id, whatever the time', { incident: 'one', from: 0 }, true],
  ['with another id', { incident: 'two' }, false],
  ['of its server, during it', {}, true],
  ['of every server, during it', { server: null }, true],
  ['of another server', { server: 'b.example' }, false],
  ['about one of its components', { components: ['pages', 'api'] }, true],
  ['about another component', { components: ['pages'] }, false],
  ['before it', { from: start - hour }, false],
  ['before it, until into it', { from: start - hour, until: start + minute }, true],
  ['after it', { from: start + 2 * hour }, false],
];

for (const [what, parts, belongs] of rows) {
  test(`words ${what} ${belongs ? 'belong' : 'do not belong'} to an incident`, () => {
    const { incidents, announcements } = annotate([incident], [words(parts)], start + 3 * hour);
    assert.equal(incidents[0]?.title, belongs ? 'Database moved' : null);
    assert.equal(announcements.length, belongs ? 0 : 1);
  });
}

test('news of tomorrow are no words about the incident that lasts today', () => {
  const open = { ...incident, open: true, endedAt: null };
  for (const [now, belongs] of [
    [start + hour, false],
    [start + 25 * hour, true],
  ] as const) {
    const { incidents } = annotate([open], [words({ from: start + 24 * hour })], now);
    assert.equal(incidents[0]?.title, belongs ? 'Database moved' : null);
  }
});

test('updates of all that was written come newest first, the first title wins', () => {
  const { incidents } = annotate(
    [incident],
    [
      words({ id: 'b', title: 'Later', from: start + 30 * minute, body: 'More.' }),
      words({
        updates: [
          { at: start + hour, status: 'resolved', body: 'Done.' },
          { at: start + 15 * minute, status: 'identified', body: 'The disk.' },
        ],
      }),
    ],
    start + hour,
  );
  assert.equal(incidents[0]?.title, 'Database moved');
  assert.deepEqual(
    incidents[0].updates.map(({ body }) => body),
    ['Done.', 'More.', 'The disk.'],
  );
  assert.equal(statusInWords(incidents[0].updates), 'resolved');
  assert.equal(statusInWords([]), null);
});
