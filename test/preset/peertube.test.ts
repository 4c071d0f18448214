import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peertube } from '../../src/preset/peertube.ts';
import { loadConfigText } from '../support/load-config-text.ts';
import { type AnswerRow, html, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const { components } = await loadConfigText(`servers:
  - domain: example.test
    preset: peertube
    account: Alice
    object_storage: https://files.example.test/check.txt
`);

const target = (name: string): string | undefined =>
  components.find(({ component }) => component.name === name)?.component.target;

const page = (metadata = ''): string =>
  `<!DOCTYPE html><html><head><meta property="og:platform" content="PeerTube" />${metadata}</head><body><my-app>`;
const canonical = (path: string): string =>
  page(`<title>Alice - S</title><link rel="canonical" href="https://example.test/${path}" />`);

const rows: readonly AnswerRow[] = [
  ['main_page', 'the application', { type: html, body: page() }, 'pass'],
  ['main_page', 'another application', { type: html, body: singlePageApp }, 'fail'],
  ['api', 'the configuration', { type: json, body: '{"serverVersion":"7.1.0","instance":{}}' }, 'pass'],
  ['api', 'an unknown path, as PeerTube answers it', { status: 400, type: json, body: '' }, 'fail'],
  ['api', 'a page', { type: html, body: page() }, 'fail'],
  ['user_page', 'an account', { type: html, body: canonical('a/alice/video-channels') }, 'pass'],
  ['user_page', 'a channel', { type: html, body: canonical('c/alice?page=1') }, 'pass'],
  ['user_page', 'an account, up to 3', { type: html, body: canonical('accounts/alice') }, 'pass'],
  ['user_page', 'somebody else', { type: html, body: canonical('a/alice_2/video-channels') }, 'fail'],
  ['user_page', 'nobody', { status: 404, type: html, body: page() }, 'fail'],
  ['user_page', 'the application without a word of the account', { type: html, body: page() }, 'fail'],
  ['health', 'pong, as text/html', { type: html, body: 'pong' }, 'pass'],
  ['health', 'a page that holds it', { type: html, body: singlePageApp }, 'fail'],
  [
    'host_meta',
    'the template, as application/xml',
    {
      type: 'application/xml; charset=utf-8',
      body: '<Link rel="lrdd" template="https://example.test/.well-known/webfinger?resource={uri}"/>',
    },
    'pass',
  ],
];

testAnswers(components, rows);

test('without an account, the server is asked for its own', () => {
  const settings = {
    domain: 'example.test',
    webOrigin: 'https://example.test',
    account: null,
    objectStorage: null,
    streamingOrigin: null,
  };
  const { components: offered, omitted } = peertube.components(settings);
  assert.equal(offered['activitypub']?.['account'], 'peertube');
  assert.deepEqual(omitted.map(({ component }) => component).toSorted(), ['object_storage', 'user_page']);
  assert.equal(target('user_page'), 'https://example.test/@Alice');
});
