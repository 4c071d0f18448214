import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../src/core/assertion.ts';
import { mastodon } from '../../src/preset/mastodon.ts';
import type { PresetSettings } from '../../src/preset/preset.ts';
import { loadConfigText } from '../support/load-config-text.ts';
import {
  type AnswerRow,
  assertionsOf,
  componentsOf,
  json,
  observed,
  singlePageApp,
  testAnswers,
} from '../support/preset-answers.ts';

const settings: PresetSettings = {
  domain: 'example.test',
  webOrigin: 'https://social.example.test',
  account: 'Admin',
  objectStorage: 'https://files.example.test/check.txt',
  streamingOrigin: null,
};

const file = `servers:
  - domain: example.test
    web_domain: social.example.test
    preset: mastodon
    account: Admin
    object_storage: https://files.example.test/check.txt
`;

const optional = ['assets', 'edge', 'timeline', 'freshness', 'streaming_database'];

const components = await componentsOf('mastodon', optional);

const shell =
  '<meta content="example.test에서 호스팅 되는 마스토돈" property="og:site_name">' +
  '<script id="initial-state" type="application/json">{"meta":{"domain":"example.test","admin":null}}</script>';
const signIn = { url: 'https://social.example.test/auth/sign_in', redirects: 1, body: '<form>' };

/** Answers of facts/fediverse.md §A and §E, by component. */
const rows: readonly AnswerRow[] = [
  ['main_page', 'the shell of 4.x', { body: shell }, 'pass'],
  ['main_page', 'a broken front end', { status: 500, body: '' }, 'fail'],
  ['main_page', 'another page', { body: '<p>Welcome to nginx!</p>' }, 'fail'],
  ['main_page', 'limited federation', signIn, 'pass'],
  ['api', 'version 2', { type: json, body: '{"domain":"example.test","version":"4.5.3"}' }, 'pass'],
  ['api', 'version 1', { type: json, body: '{"uri":"example.test","version":"3.5.3"}' }, 'pass'],
  ['api', 'another server', { type: json, body: '{"domain":"other.test","version":"4.5.3"}' }, 'fail'],
  ['api', 'no version', { type: json, body: '{"domain":"example.test"}' }, 'fail'],
  ['api', 'limited federation', { status: 401, type: json, body: '{"error":"x"}' }, 'pass'],
  ['api', 'a page', { body: singlePageApp }, 'fail'],
  ['streaming', 'its health', { type: 'text/plain', body: 'OK' }, 'pass'],
  ['streaming', 'Rails in its place', { status: 301, body: '' }, 'fail'],
  ['streaming', 'a text that only holds it', { type: 'text/plain', body: 'NOT OK' }, 'fail'],
  ['streaming', 'a page', { body: singlePageApp }, 'fail'],
  [
    'user_page',
    'the profile, in the case of the account',
    { body: '<title>A (@admin@example.test) - S</title>' },
    'pass',
  ],
  ['user_page', 'another account', { body: '<title>B (@b@example.test) - S</title>' }, 'fail'],
  ['user_page', 'a suspended account', { status: 410 }, 'fail'],
  ['user_page', 'limited federation', signIn, 'pass'],
  ['object_storage', 'the file', { type: 'text/plain', body: 'OK\n' }, 'pass'],
  [
    'object_storage',
    'a refusal',
    { status: 403, type: 'application/xml', body: '<Code>AccessDenied</Code>' },
    'fail',
  ],
  ['health', 'the OK of 3.4 and later', { type: 'text/plain; charset=utf-8', body: 'OK' }, 'pass'],
  ['health', 'the success of 3.0 to 3.3', { type: 'text/plain', body: 'success' }, 'pass'],
  ['health', 'the JSON of the documentation', { type: json, body: '{"status":"UP"}' }, 'pass'],
  [
    'health',
    'the instance API of 2.9',
    { type: json, body: '{\n  "uri": "example.test",\n  "version": "2.9.2"}' },
    'pass',
  ],
  ['health', 'a failure of health_check', { type: 'text/plain', body: 'health_check failed: OK' }, 'fail'],
  ['health', 'JSON that says no', { type: json, body: '{"status":"DOWN"}' }, 'fail'],
  ['health', 'a page that answers everything', { body: singlePageApp }, 'fail'],
  ['streaming_websocket', 'an upgrade', { status: 101, type: '' }, 'pass'],
  ['streaming_websocket', 'a refusal for want of a token', { status: 401, type: '' }, 'pass'],
  [
    'streaming_websocket',
    'a plain answer, 4.2 and later',
    { status: 400, type: json, body: '{"error":"x"}' },
    'fail',
  ],
  [
    'streaming_websocket',
    'a plain answer, up to 4.1',
    { status: 401, type: json, body: '{"error":"x"}' },
    'fail',
  ],
  [
    'host_meta',
    'the template',
    {
      type: 'application/xrd+xml',
      body: '<Link template="https://social.example.test/.well-known/webfinger?resource={uri}"/>',
    },
    'pass',
  ],
  ['host_meta', 'a page', { body: singlePageApp }, 'fail'],
  ['assets', 'a script', { type: 'application/javascript', body: '1;' }, 'pass'],
  [
    'assets',
    'a script, as newer standards have it',
    { type: 'text/javascript; charset=utf-8', body: '1;' },
    'pass',
  ],
  ['assets', 'a page in its place', { body: shell }, 'fail'],
  ['edge', 'the shell of 4.x', { body: shell }, 'pass'],
  ['edge', 'limited federation', signIn, 'pass'],
  ['edge', 'another page', { body: '<p>Welcome to nginx!</p>' }, 'fail'],
  ['timeline', 'a post', { type: json, body: '[{"id":"1"}]' }, 'pass'],
  ['timeline', 'nothing yet', { type: json, body: '[]' }, 'pass'],
  ['timeline', 'closed to strangers', { status: 422, type: json, body: '{"error":"x"}' }, 'pass'],
  ['timeline', 'limited federation', { status: 401, type: json, body: '{"error":"x"}' }, 'pass'],
  ['timeline', 'an object', { type: json, body: '{"error":"x"}' }, 'fail'],
  ['timeline', 'a page', { body: singlePageApp }, 'fail'],
  ['freshness', 'a new post', { type: json, body: '[{"created_at":"1970-01-01T00:00:00.000Z"}]' }, 'pass'],
  ['freshness', 'an old post', { type: json, body: '[{"created_at":"1969-12-31T20:00:00.000Z"}]' }, 'fail'],
  ['freshness', 'nothing yet', { type: json, body: '[]' }, 'pass'],
  ['freshness', 'closed to strangers', { status: 422, type: json, body: '{"error":"x"}' }, 'pass'],
  ['streaming_database', 'a refusal of the token', { status: 401, type: '' }, 'pass'],
  ['streaming_database', 'an error', { status: 500, type: '' }, 'fail'],
  ['streaming_database', 'an upgrade', { status: 101, type: '' }, 'fail'],
];

testAnswers(components, rows);

test('components come in the order in which people look for them', () => {
  assert.deepEqual(Object.keys(mastodon.components(settings).components), [
    'main_page',
    'api',
    'streaming',
    'user_page',
    'object_storage',
    'activitypub',
    'health',
    'streaming_websocket',
    'host_meta',
  ]);
});

test('what is missing for want of a setting is said', () => {
  const { components: offered, omitted } = mastodon.components({
    ...settings,
    account: null,
    objectStorage: null,
  });
  assert.deepEqual(omitted, [
    { component: 'user_page', setting: 'account' },
    { component: 'object_storage', setting: 'object_storage' },
  ]);
  assert.equal('user_page' in offered || 'object_storage' in offered, false);
  assert.equal(offered['activitypub']?.['account'], undefined);
});

test('what is offered besides is off until the file names it', async () => {
  const { components: usual } = await loadConfigText(file);
  assert.deepEqual(
    usual.map(({ component }) => component.name).filter(name => optional.includes(name)),
    [],
  );
  assert.deepEqual(Object.keys(mastodon.components(settings).optional), optional);
});

test('the wrong token of the handshake shows in no address', () => {
  const found = components.find(({ component }) => component.name === 'streaming_database');
  assert.equal(found?.component.target, 'wss://social.example.test/api/v1/streaming');
});

test('host-meta is asked for at the domain, all else at the web domain', () => {
  const targets = new Map(components.map(({ component }) => [component.name, component.target]));
  assert.equal(targets.get('host_meta'), 'https://example.test/.well-known/host-meta');
  assert.equal(targets.get('activitypub'), 'https://example.test/.well-known/webfinger');
  assert.equal(targets.get('api'), 'https://social.example.test/api/v2/instance');
  assert.equal(targets.get('streaming_websocket'), 'wss://social.example.test/api/v1/streaming');
});

test('a streaming host of its own has both streaming components', () => {
  const { components: offered } = mastodon.components({
    ...settings,
    streamingOrigin: 'https://stream.example.test',
  });
  assert.equal(offered['streaming']?.['url'], 'https://stream.example.test/api/v1/streaming/health');
  assert.equal(offered['streaming_websocket']?.['url'], 'wss://stream.example.test/api/v1/streaming');
});

test('an internationalised domain is looked for in Unicode on profiles, and in ASCII elsewhere', () => {
  const { components: offered } = mastodon.components({ ...settings, domain: 'xn--bj0bj06e.example' });
  assert.equal(offered['user_page']?.['keyword'], 'Admin@한글.example');
  assert.deepEqual(offered['main_page']?.['keyword'], ['og:site_name', 'xn--bj0bj06e.example']);
});

test('a domain with a port is looked for without it on pages, and with it in the API', () => {
  const { components: offered } = mastodon.components({ ...settings, domain: 'localhost:3000' });
  assert.deepEqual(offered['main_page']?.['keyword'], ['og:site_name', 'localhost']);
  assert.equal(offered['host_meta']?.['url'], 'http://localhost:3000/.well-known/host-meta');
  assert.match(JSON.stringify(offered['api']?.['json']), /localhost:3000/);
});

test('the keyword of the streaming health is tested by itself', () => {
  const keyword = assertionsOf(components, 'streaming').find(({ kind }) => kind === 'keyword');
  assert.ok(keyword);
  assert.equal(check(keyword, observed({ body: 'OK' }), 0).pass, true);
});
