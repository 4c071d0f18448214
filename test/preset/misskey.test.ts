import assert from 'node:assert/strict';
import { test } from 'node:test';
import { misskey } from '../../src/preset/misskey.ts';
import { type AnswerRow, componentsOf, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const components = await componentsOf('misskey');

const page =
  '<meta name="application-name" content="Misskey"><meta property="og:site_name" content="Example">';
const profile = `${page}<meta property="og:title" content="A (@admin)"><meta name="misskey:user-username" content="admin">`;
const uncached = { 'cache-control': 'no-store' };

/** Answers of facts/fediverse.md §B. */
const rows: readonly AnswerRow[] = [
  ['main_page', 'the application', { body: page }, 'pass'],
  ['main_page', 'that of a fork', { body: page.replace('Misskey', 'Sharkey') }, 'pass'],
  ['main_page', 'another application', { body: singlePageApp }, 'fail'],
  ['main_page', 'JSON', { type: json, body: JSON.stringify(page) }, 'fail'],
  [
    'api',
    'meta',
    { type: json, body: '{"version":"2025.10.0","uri":"https://social.example.test"}' },
    'pass',
  ],
  [
    'api',
    'meta of another server',
    { type: json, body: '{"version":"1","uri":"https://other.test"}' },
    'fail',
  ],
  ['api', 'meta without version', { type: json, body: '{"uri":"https://social.example.test"}' }, 'fail'],
  ['api', 'the answer to GET', { status: 405, type: '' }, 'fail'],
  ['api', 'the application', { body: page }, 'fail'],
  [
    'api',
    'an unknown endpoint',
    { status: 404, type: json, body: '{"error":{"code":"UNKNOWN_API_ENDPOINT"}}' },
    'fail',
  ],
  ['user_page', 'a user, in any case', { body: profile }, 'pass'],
  ['user_page', 'the application, for want of the user', { body: page }, 'fail'],
  ['user_page', 'another user', { body: profile.replaceAll('admin', 'else') }, 'fail'],
  ['health', 'its empty answer', { type: '', headers: uncached }, 'pass'],
  ['health', 'Redis or the database down', { status: 503, type: '', headers: uncached }, 'fail'],
  ['health', 'the application, where there is no such path', { body: page, headers: uncached }, 'fail'],
  ['health', 'an empty answer of somebody else', { type: '' }, 'fail'],
  ['streaming_websocket', 'an upgrade', { status: 101, type: '' }, 'pass'],
  ['streaming_websocket', 'the application, for want of the upgrade', { body: page }, 'fail'],
  ['streaming_websocket', 'a refusal', { status: 401, type: '' }, 'fail'],
  ['object_storage', 'the file', { type: 'text/plain', body: 'OK\n' }, 'pass'],
  ['object_storage', 'a refusal', { status: 403, type: 'application/xml', body: '<Code/>' }, 'fail'],
  [
    'host_meta',
    'the template',
    {
      type: 'application/xrd+xml',
      body: '<Link template="https://social.example.test/.well-known/webfinger?resource={uri}"/>',
    },
    'pass',
  ],
  ['host_meta', 'federation off', { status: 403, type: '' }, 'fail'],
];

testAnswers(components, rows);

test('the API is asked with POST, since GET is refused', () => {
  const { components: offered } = misskey.components({
    domain: 'example.test',
    webOrigin: 'https://example.test',
    account: null,
    objectStorage: null,
    streamingOrigin: null,
  });
  assert.equal(offered['api']?.['method'], 'POST');
  assert.equal(offered['api']?.['url'], 'https://example.test/api/meta');
});

test('discovery reads the maintainer and pictures off the meta, and survives any other', () => {
  const read = (own: unknown): unknown => misskey.discovery?.read?.({ nodeinfo: null, instance: null, own });
  const from = (name: string): string => `${name} in /api/meta`;
  const hints = (maintainer: unknown, icon: unknown): unknown => ({
    accounts: [{ value: maintainer, from: from('maintainerName') }],
    media: [
      { value: icon, from: from('iconUrl') },
      { value: null, from: from('bannerUrl') },
    ],
  });
  const icon = 'https://files.example.test/icon.png';
  assert.deepEqual(read({ maintainerName: 'admin', iconUrl: icon, bannerUrl: null }), hints('admin', icon));
  assert.deepEqual(read(null), hints(null, null));
});
