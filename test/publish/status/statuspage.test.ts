import assert from 'node:assert/strict';
import test from 'node:test';
import { Ajv } from 'ajv';
import { day, hour, minute } from '../../support/history-values.ts';
import { answerOf } from '../../support/public-site.ts';
import {
  pageInstant as at,
  calmStory,
  eventfulStory,
  type Story,
  severalServersStory,
  tell,
} from '../../support/status-values.ts';

/** The documented fields of Statuspage's answers, with the values that clients know. */
const text = { type: 'string', minLength: 1 } as const;
const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' } as const;
const maybe = (schema: object): object => ({ anyOf: [schema, { type: 'null' }] });
const object = (properties: Record<string, object>): object => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const list = (items: object): object => ({ type: 'array', items });

const componentStatus = {
  enum: ['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance'],
};
const component = object({
  id: text,
  name: text,
  status: componentStatus,
  created_at: instant,
  updated_at: instant,
  position: { type: 'integer', minimum: 1 },
  description: maybe(text),
  showcase: { type: 'boolean' },
  start_date: maybe(text),
  group_id: maybe(text),
  page_id: text,
  group: { type: 'boolean' },
  only_show_if_degraded: { type: 'boolean' },
});
const update = (statuses: readonly string[]): object =>
  object({
    id: text,
    status: { enum: statuses },
    body: text,
    incident_id: text,
    created_at: instant,
    updated_at: instant,
    display_at: instant,
    affected_components: maybe(
      list(object({ code: text, name: text, old_status: componentStatus, new_status: componentStatus })),
    ),
  });
const event = (statuses: readonly string[], more: Record<string, object>): object =>
  object({
    id: text,
    name: text,
    status: { enum: statuses },
    created_at: instant,
    updated_at: instant,
    monitoring_at: maybe(instant),
    resolved_at: maybe(instant),
    shortlink: text,
    started_at: instant,
    page_id: text,
    incident_updates: { ...list(update(statuses)), minItems: 1 },
    components: list(object({ id: text, name: text })),
    ...more,
  });
const incident = event(['investigating', 'identified', 'monitoring', 'resolved'], {
  impact: { enum: ['none', 'minor', 'major', 'critical'] },
});
const maintenance = event(['scheduled', 'in_progress', 'verifying', 'completed'], {
  impact: { const: 'maintenance' },
  scheduled_for: instant,
  scheduled_until: instant,
});
const page = object({ id: text, name: text, url: text, time_zone: text, updated_at: instant });
const status = object({
  indicator: { enum: ['none', 'minor', 'major', 'critical', 'maintenance'] },
  description: text,
});

const shapes: Readonly<Record<string, object>> = {
  summary: object({
    page,
    status,
    components: list(component),
    incidents: list(incident),
    scheduled_maintenances: list(maintenance),
  }),
  status: object({ page, status }),
  components: object({ page, components: list(component) }),
  incidents: object({ page, incidents: list(incident) }),
  'incidents/unresolved': object({ page, incidents: list(incident) }),
  'scheduled-maintenances': object({ page, scheduled_maintenances: list(maintenance) }),
  'scheduled-maintenances/upcoming': object({ page, scheduled_maintenances: list(maintenance) }),
  'scheduled-maintenances/active': object({ page, scheduled_maintenances: list(maintenance) }),
};

const stories: Readonly<Record<string, Story>> = {
  calm: calmStory(),
  eventful: eventfulStory(),
  'several servers': severalServersStory(),
  'nothing at all': { components: [] },
};

for (const [name, shape] of Object.entries(shapes)) {
  test(`${name}.json has the shape that clients of Statuspage expect`, () => {
    const ajv = new Ajv({ strict: false });
    for (const [story, snapshot] of Object.entries(stories)) {
      const isValid = ajv.validate(shape, answerOf(tell(snapshot), name));
      assert.ok(isValid, `${story}: ${ajv.errorsText()}`);
    }
  });
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly group: boolean;
  readonly group_id: string | null;
  readonly components?: readonly string[];
}

const indicators: readonly [story: Story, indicator: string, state: string][] = [
  [calmStory(), 'none', 'operational'],
  [eventfulStory(), 'major', 'partial_outage'],
  [{ components: [{ name: 'a', changes: [['outage', at - hour]] }] }, 'critical', 'major_outage'],
  [{ components: [{ name: 'a', changes: [['degraded', at - hour]] }] }, 'minor', 'degraded'],
  [{ components: [{ name: 'a' }], watchedUntil: at - hour }, 'minor', 'unknown'],
];

for (const [story, indicator, state] of indicators) {
  test(`the state ${state} is the indicator ${indicator}`, () => {
    const answer = answerOf(tell(story), 'status').status;
    assert.deepEqual([answer.indicator, answer.fedistatus_state], [indicator, state]);
  });
}

test('what is not known is never called operational', () => {
  const answer = answerOf(tell({ components: [{ name: 'a' }], watchedUntil: at - hour }), 'components');
  assert.deepEqual(
    answer.components.map((each: { status: string; fedistatus_state: string }) => [
      each.status,
      each.fedistatus_state,
    ]),
    [['degraded_performance', 'unknown']],
  );
});

test('every component is in the group that lists it', () => {
  for (const story of [eventfulStory(), severalServersStory()]) {
    const components: readonly Named[] = answerOf(tell(story), 'components').components;
    const ids = components.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'ids are unique');
    for (const group of components.filter(each => each.group)) {
      const members = components.filter(({ group_id }) => group_id === group.id).map(({ id }) => id);
      assert.deepEqual(group.components, members);
    }
  }
});

test('with several servers, each is a group, as bad as its worst part', () => {
  const components: readonly Named[] = answerOf(tell(severalServersStory()), 'components').components;
  assert.deepEqual(
    components.filter(({ group }) => group).map(({ name, status: state }) => [name, state]),
    [
      ['Social', 'partial_outage'],
      ['photos.example', 'operational'],
    ],
  );
});

test('ids are the same for ever', () => {
  const [before, later] = [tell(eventfulStory()), tell({ ...eventfulStory(), at: at + hour })].map(
    snapshot => {
      const answer = answerOf(snapshot, 'summary');
      return [answer.page, ...answer.components, ...answer.incidents].map(({ id }) => id);
    },
  );
  assert.deepEqual(before, later);
});

test('time alone changes nothing but when the page was last updated', () => {
  const story = { ...calmStory(), windows: eventfulStory().windows ?? [] };
  for (const name of ['summary', 'scheduled-maintenances']) {
    const [before, later] = [at, at + minute].map(asOf => {
      const { page: own, ...rest } = answerOf(tell({ ...story, at: asOf, watchedFrom: at - 9 * day }), name);
      assert.equal(own.updated_at, new Date(asOf).toISOString());
      return rest;
    });
    assert.equal(before.scheduled_maintenances.length > 1, true);
    assert.deepEqual(later, before);
  }
});

test('an incident has its times, its words newest first, and what it concerns', () => {
  const [open] = answerOf(tell(eventfulStory()), 'incidents/unresolved').incidents;
  assert.equal(open.name, 'Streaming is stuck');
  assert.equal(open.status, 'identified');
  assert.equal(open.impact, 'major');
  assert.equal(open.started_at, new Date(at - 50 * 60_000).toISOString());
  assert.equal(open.resolved_at, null);
  assert.deepEqual(
    open.incident_updates.map((each: { status: string; body: string }) => [
      each.status,
      each.body.slice(0, 12),
    ]),
    [
      ['identified', 'A **proxy** '],
      ['investigating', 'We are looki'],
      ['investigating', 'API: degrade'],
    ],
  );
  assert.deepEqual(
    open.components.map((each: Named) => each.name),
    ['API', 'Streaming'],
  );
});

test('links are absolute as soon as it is known where the page is', () => {
  const story = eventfulStory();
  const known = { ...story, page: { publicUrl: 'https://status.example/below/' } };
  const { page: own, incidents } = answerOf(tell(known), 'summary');
  assert.equal(own.url, 'https://status.example/below/');
  assert.match(incidents[0].shortlink, /^https:\/\/status\.example\/below\/incidents\/\w+\/$/);
  assert.equal(answerOf(tell(story), 'summary').page.url, '../../');
});
