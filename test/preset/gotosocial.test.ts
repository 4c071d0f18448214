import { type AnswerRow, componentsOf, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const components = await componentsOf('gotosocial', ['timeline', 'freshness']);

const instance = '{"domain":"social.example.test","version":"0.20.1+git-4e2f0d7"}';
const error = '{"error":"Unauthorized: token not supplied"}';

/** Answers of facts/fediverse.md §B and §H. */
const rows: readonly AnswerRow[] = [
  ['main_page', 'its page', { body: '<title>Example - GoToSocial</title>' }, 'pass'],
  ['main_page', 'another application', { body: singlePageApp }, 'fail'],
  ['main_page', 'an empty User-Agent', { status: 418, type: json, body: '{}' }, 'fail'],
  ['api', 'version 2', { type: json, body: instance }, 'pass'],
  ['api', 'version 1', { type: json, body: '{"uri":"example.test","version":"0.14.2"}' }, 'pass'],
  [
    'api',
    'version 1, with an address',
    { type: json, body: '{"uri":"https://example.test","version":"0.9"}' },
    'pass',
  ],
  ['api', 'another server', { type: json, body: instance.replace('social.example', 'other') }, 'fail'],
  [
    'api',
    'a server whose name begins alike',
    { type: json, body: instance.replace('.test', '.test.evil') },
    'fail',
  ],
  [
    'api',
    'the database down',
    { status: 500, type: json, body: '{"error":"Internal Server Error"}' },
    'fail',
  ],
  ['api', 'a page', { body: singlePageApp }, 'fail'],
  [
    'user_page',
    'the profile',
    { body: '<meta property="og:title" content="A (@admin@example.test)">' },
    'pass',
  ],
  ['user_page', 'nobody', { status: 404 }, 'fail'],
  ['health', 'its empty answer', { type: '' }, 'pass'],
  ['health', 'a page that is there for any path', { body: singlePageApp }, 'fail'],
  ['health', 'another success', { status: 204, type: '' }, 'fail'],
  ['database', 'its empty answer', { type: '' }, 'pass'],
  ['database', 'the database down', { status: 500, type: '' }, 'fail'],
  ['database', 'migrations', { status: 503, type: json, body: '{}' }, 'fail'],
  ['streaming_websocket', 'a refusal for want of a token', { status: 401, type: json, body: error }, 'pass'],
  ['streaming_websocket', 'a refusal by a proxy', { status: 401, body: 'Authorization Required' }, 'fail'],
  ['streaming_websocket', 'a page', { body: singlePageApp }, 'fail'],
  ['timeline', 'a post', { type: json, body: '[{"id":"1"}]' }, 'pass'],
  ['timeline', 'nothing yet', { type: json, body: '[]' }, 'pass'],
  ['timeline', 'closed to strangers', { status: 401, type: json, body: error }, 'pass'],
  ['freshness', 'an old post', { type: json, body: '[{"created_at":"1969-12-31T20:00:00.000Z"}]' }, 'fail'],
];

testAnswers(components, rows);
