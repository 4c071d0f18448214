import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfigText } from '../support/load-config-text.ts';
import { type AnswerRow, html, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const { components } = await loadConfigText(`servers:
  - domain: example.test
    preset: friendica
    account: Alice
    object_storage: https://files.example.test/check.txt
`);

const target = (name: string): string | undefined =>
  components.find(({ component }) => component.name === name)?.component.target;

const page = (more = ''): string =>
  `<!DOCTYPE html><html><head><base href="https://example.test/" /><meta name="generator" content="Friendica 2024.12" />${more}`;
const feed = '<link rel="alternate" type="application/atom+xml" href="https://example.test/feed/alice/" />';
const restricted = { url: 'https://example.test/profile/Alice/restricted', redirects: 1, body: page() };
const instance = (uri: string, version: string): string => JSON.stringify({ uri, version });

const rows: readonly AnswerRow[] = [
  ['main_page', 'its start page', { type: html, body: page() }, 'pass'],
  ['main_page', 'another page', { type: html, body: singlePageApp }, 'fail'],
  [
    'api',
    'the instance API',
    { type: json, body: instance('example.test', '2.8.0 (compatible; Friendica 2024.12)') },
    'pass',
  ],
  [
    'api',
    'an address in place of a name',
    { type: json, body: instance('https://example.test', '2.7.2 (compatible; Friendica 2022.03)') },
    'pass',
  ],
  ['api', 'another software', { type: json, body: instance('example.test', '4.5.3') }, 'fail'],
  ['api', 'a page', { type: html, body: page() }, 'fail'],
  ['user_page', 'the profile', { type: html, body: page(feed) }, 'pass'],
  ['user_page', 'somebody else', { type: html, body: page(feed.replace('alice', 'bob')) }, 'fail'],
  ['user_page', 'nobody', { status: 404, type: html, body: page() }, 'fail'],
  ['user_page', 'a profile that is for friends', restricted, 'pass'],
];

testAnswers(components, rows);

test('there is no host-meta to ask for', () => {
  assert.equal(target('host_meta'), undefined);
  assert.equal(target('user_page'), 'https://example.test/profile/Alice');
});
