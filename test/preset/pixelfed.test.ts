import { type AnswerRow, componentsOf, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const components = await componentsOf('pixelfed');

const instance = '{"uri":"example.test","version":"3.5.3 (compatible; Pixelfed 0.12.5)"}';

/** Answers of facts/fediverse.md §B. */
const rows: readonly AnswerRow[] = [
  ['main_page', 'its page', { body: '<meta property="og:site_name" content="Example">' }, 'pass'],
  ['main_page', 'another application', { body: singlePageApp }, 'fail'],
  ['api', 'the instance', { type: json, body: instance }, 'pass'],
  ['api', 'another server', { type: json, body: instance.replace('example', 'other') }, 'fail'],
  ['api', 'another software', { type: json, body: instance.replace('Pixelfed', 'Akkoma') }, 'fail'],
  ['api', 'a page', { body: singlePageApp }, 'fail'],
  [
    'user_page',
    'the profile',
    { body: '<meta property="profile:username" content="admin@example.test">' },
    'pass',
  ],
  [
    'user_page',
    'another one',
    { body: '<meta property="profile:username" content="b@example.test">' },
    'fail',
  ],
  ['user_page', 'nobody', { status: 404 }, 'fail'],
  ['health', 'its OK', { type: 'text/plain; charset=utf-8', body: 'OK' }, 'pass'],
  ['health', 'a page', { body: singlePageApp }, 'fail'],
  ['health', 'a failure', { status: 500, type: json, body: '{"message":"Server Error"}' }, 'fail'],
  ['object_storage', 'the file', { type: 'text/plain', body: 'OK\n' }, 'pass'],
];

testAnswers(components, rows);
