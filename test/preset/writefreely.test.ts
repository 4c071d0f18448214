import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfigText } from '../support/load-config-text.ts';
import { type AnswerRow, html, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const { components } = await loadConfigText(`servers:
  - domain: example.test
    preset: writefreely
    account: Alice
    object_storage: https://files.example.test/check.txt
`);

const target = (name: string): string | undefined =>
  components.find(({ component }) => component.name === name)?.component.target;

const page = (address: string): string =>
  `<!DOCTYPE HTML><html><head><link rel="canonical" href="https://${address}"><meta property="og:site_name" content="S" />`;
const nodeinfo = (name: string): string =>
  JSON.stringify({ software: { name, version: '0.15.1' }, protocols: ['activitypub'] });

const rows: readonly AnswerRow[] = [
  ['main_page', 'its landing page', { type: html, body: page('example.test/') }, 'pass'],
  ['main_page', 'another page', { type: html, body: singlePageApp }, 'fail'],
  ['api', 'what it says of itself', { type: json, body: nodeinfo('writefreely') }, 'pass'],
  ['api', 'another software', { type: json, body: nodeinfo('plume') }, 'fail'],
  ['api', 'a page', { type: html, body: page('example.test/') }, 'fail'],
  ['user_page', 'the blog', { type: html, body: page('example.test/alice/') }, 'pass'],
  ['user_page', 'another blog', { type: html, body: page('example.test/bob/') }, 'fail'],
  ['user_page', 'none', { status: 404, type: html, body: page('example.test/') }, 'fail'],
];

testAnswers(components, rows);

test('a blog is at its name', () => {
  assert.equal(target('user_page'), 'https://example.test/Alice/');
});
