import assert from 'node:assert/strict';
import test from 'node:test';
import { byOwner, inOrder, outdated, within } from '../../src/core/history-record.ts';
import { day, hour, start, stretch, transition } from '../support/history-values.ts';

const api = 'a.example/api';

test('of a span one gets what happened in it, and what made the state in which it begins', () => {
  const old = transition(api, 'outage', start);
  const good = transition(api, 'operational', start + hour);
  const bad = transition(api, 'degraded', start + 2 * hour);
  const worse = transition(api, 'outage', start + 3 * hour);
  const inside = transition(api, 'operational', start + 5 * hour);
  const after = transition(api, 'outage', start + 9 * hour);
  const record = {
    transitions: [old, good, bad, worse, inside, after],
    stretches: [stretch(api, start, start + 6 * hour), stretch(api, start + 7 * hour, start + 9 * hour)],
  };
  assert.deepEqual(within(record, { from: start + 4 * hour, until: start + 8 * hour }), {
    transitions: [good, bad, worse, inside],
    stretches: [
      stretch(api, start + 4 * hour, start + 6 * hour),
      stretch(api, start + 7 * hour, start + 8 * hour),
    ],
  });
  assert.deepEqual(outdated(record.transitions, start + 4 * hour), [old]);
});

test('labels of one component never run backwards, except from a clock that told nothing', () => {
  const late = transition(api, 'outage', start + hour);
  const early = transition(api, 'operational', start);
  const other = transition('a.example/pages', 'outage', start);
  assert.deepEqual(
    inOrder([late, early, other]).map(({ at, confirmedAt }) => [at - start, confirmedAt - start]),
    [
      [hour, hour + 5000],
      [hour, hour],
      [0, 5000],
    ],
  );
  const senseless = transition(api, 'outage', start + 3650 * day);
  assert.deepEqual(inOrder([senseless, early]), [senseless, early]);
});

test('each component gets its own part', () => {
  const pages = transition('a.example/pages', 'outage', start);
  const record = {
    transitions: [pages, transition(api, 'outage', start)],
    stretches: [stretch(api, start, start + 1)],
  };
  assert.deepEqual(byOwner(record).get('a.example/pages'), { transitions: [pages], stretches: [] });
  assert.equal(byOwner(record).get(api)?.stretches.length, 1);
});
