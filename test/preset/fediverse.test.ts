import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfigText } from '../support/load-config-text.ts';
import { type AnswerRow, html, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const { components } = await loadConfigText(`servers:
  - domain: example.test
    preset: fediverse
    account: Alice
    object_storage: https://files.example.test/check.txt
    components: { api: {}, host_meta: {} }
`);

const target = (name: string): string | undefined =>
  components.find(({ component }) => component.name === name)?.component.target;

const rows: readonly AnswerRow[] = [
  ['main_page', 'a page', { type: html, body: '<!doctype html><title>snac</title>' }, 'pass'],
  [
    'main_page',
    'a page with a long head',
    { type: html, body: '<TITLE data-x="1">\n  A server\n</TITLE>' },
    'pass',
  ],
  ['main_page', 'a page without a title', { type: html, body: singlePageApp }, 'fail'],
  ['main_page', 'a page with an empty one', { type: html, body: '<title> </title>' }, 'fail'],
  [
    'main_page',
    'what nginx says where nothing is set up',
    { body: '<title>Welcome to nginx!</title>' },
    'fail',
  ],
  [
    'main_page',
    'what Apache says there',
    { body: '<title>Apache2 Debian Default Page: It works</title>' },
    'fail',
  ],
  ['main_page', 'a server that is called so', { body: '<title>Apache people</title>' }, 'pass'],
  ['main_page', 'a document', { type: json, body: '{"title":"<title>x</title>"}' }, 'fail'],
  ['object_storage', 'the file', { type: 'text/plain', body: 'OK\n' }, 'pass'],
  ['api', 'the instance API', { type: json, body: '{"version":"2.75"}' }, 'pass'],
  ['api', 'a page', { type: html, body: singlePageApp }, 'fail'],
];

testAnswers(components, rows);

test('what some software lacks is off until the file names it', async () => {
  const bare = await loadConfigText('servers: [{ domain: example.test, preset: fediverse }]');
  assert.deepEqual(
    bare.components.map(({ component }) => component.name),
    ['main_page', 'nodeinfo'],
  );
  assert.equal(target('nodeinfo'), 'https://example.test/.well-known/nodeinfo');
});
