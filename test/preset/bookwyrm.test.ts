import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfigText } from '../support/load-config-text.ts';
import { type AnswerRow, html, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const { components } = await loadConfigText(`servers:
  - domain: example.test
    preset: bookwyrm
    account: Alice
    object_storage: https://files.example.test/check.txt
`);

const target = (name: string): string | undefined =>
  components.find(({ component }) => component.name === name)?.component.target;

const page = (more = ''): string =>
  `<!DOCTYPE html><html><head><title>Shelves</title></head><body>${more}<script src="/static/js/bookwyrm.js?v=1"></script>`;
const instance = (uri: string): string => JSON.stringify({ uri, title: 'Shelves', version: '0.7.5' });

const rows: readonly AnswerRow[] = [
  ['main_page', 'its landing page', { type: html, body: page() }, 'pass'],
  ['main_page', 'another page', { type: html, body: singlePageApp }, 'fail'],
  ['api', 'the instance API', { type: json, body: instance('example.test') }, 'pass'],
  ['api', 'another server', { type: json, body: instance('other.test') }, 'fail'],
  ['api', 'a page', { type: html, body: page() }, 'fail'],
  ['user_page', 'the profile', { type: html, body: page('<p>alice@example.test</p>') }, 'pass'],
  ['user_page', 'somebody else', { type: html, body: page('<p>bob@example.test</p>') }, 'fail'],
  ['user_page', 'nobody', { status: 404, type: html, body: page() }, 'fail'],
  [
    'host_meta',
    'the template, as text/html',
    {
      type: html,
      body: '<Link rel="lrdd" template="https://example.test/.well-known/webfinger?resource={uri}"/>',
    },
    'pass',
  ],
];

testAnswers(components, rows);

test('without an account, there is nobody to ask for', async () => {
  const bare = await loadConfigText('servers: [{ domain: example.test, preset: bookwyrm }]');
  const names = bare.components.map(({ component }) => component.name);
  assert.deepEqual(names, ['main_page', 'api', 'host_meta', 'nodeinfo']);
  assert.equal(target('user_page'), 'https://example.test/user/Alice');
});
