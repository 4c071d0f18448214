import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pleroma } from '../../src/preset/pleroma.ts';
import { type AnswerRow, componentsOf, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const components = await componentsOf('akkoma', ['health', 'timeline']);

const page =
  '<html><head><title>Example</title></head><body><script type=module src=/app.js></script></body></html>';
const instance = '{"uri":"https://social.example.test","version":"2.7.2 (compatible; Akkoma 3.15.2)"}';

/** Answers of facts/fediverse.md §B. */
const rows: readonly AnswerRow[] = [
  ['main_page', 'a front end', { body: page }, 'pass'],
  ['main_page', 'a page of a bare web server', { body: '<title>Welcome to nginx!</title>' }, 'fail'],
  ['main_page', 'a page without a name', { body: page.replace('Example', ' ') }, 'fail'],
  ['api', 'the address as its name', { type: json, body: instance }, 'pass'],
  ['api', 'the domain as its name', { type: json, body: instance.replace('https://social.', '') }, 'pass'],
  ['api', 'another server', { type: json, body: instance.replace('example', 'other') }, 'fail'],
  ['api', 'another software', { type: json, body: '{"uri":"example.test","version":"4.5.3"}' }, 'fail'],
  ['api', 'an unknown endpoint', { status: 404, type: json, body: '{"error":"Not implemented"}' }, 'fail'],
  ['api', 'the front end', { body: page }, 'fail'],
  ['health', 'healthy', { type: json, body: '{"healthy":true}' }, 'pass'],
  ['health', 'not healthy', { status: 503, type: json, body: '{"healthy":false}' }, 'fail'],
  ['health', 'not healthy, and 200', { type: json, body: '{"healthy":false}' }, 'fail'],
  ['health', 'switched off', { status: 503, type: json, body: '{}' }, 'fail'],
  ['health', 'the front end', { body: page }, 'fail'],
  ['streaming_websocket', 'an upgrade', { status: 101, type: '' }, 'pass'],
  ['streaming_websocket', 'closed to strangers', { status: 401, type: '' }, 'pass'],
  ['streaming_websocket', 'no upgrade', { status: 400, type: '' }, 'fail'],
  ['streaming_websocket', 'the front end', { body: page }, 'fail'],
  ['timeline', 'a post', { type: json, body: '[{"id":"1"}]' }, 'pass'],
  ['timeline', 'closed to strangers', { status: 403, type: json, body: '{"error":"x"}' }, 'pass'],
  ['timeline', 'the front end', { body: singlePageApp }, 'fail'],
];

testAnswers(components, rows);

test('discovery reads the accounts of the staff off nodeinfo, and survives any other', () => {
  const read = (nodeinfo: unknown): readonly unknown[] =>
    pleroma.discovery?.read?.({ nodeinfo, instance: null, own: null }).accounts?.map(({ value }) => value) ??
    [];
  const id = 'https://example.test/users/admin';
  assert.deepEqual(read({ metadata: { staffAccounts: [id] } }), [id]);
  for (const document of [null, {}, { metadata: null }, { metadata: { staffAccounts: 'x' } }])
    assert.deepEqual(read(document), []);
});
