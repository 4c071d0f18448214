import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfigText } from '../support/load-config-text.ts';
import { type AnswerRow, html, json, singlePageApp, testAnswers } from '../support/preset-answers.ts';

const { components } = await loadConfigText(`servers:
  - domain: example.test
    preset: lemmy
    account: Alice
    object_storage: https://files.example.test/check.txt
`);

const target = (name: string): string | undefined =>
  components.find(({ component }) => component.name === name)?.component.target;

/** What lemmy-ui writes for the scripts of a page; `/` is escaped there. */
function page(title: string, data: object): string {
  const isoData = JSON.stringify(data).replaceAll('/', String.raw`\u002F`);
  return `<!DOCTYPE html><html><head><script nonce="x">window.isoData = ${isoData}</script><title>${title}</title>`;
}

const site = { site: { name: 'S', actor_id: 'https://example.test/' } };
const front = page('S', { path: '/', site_res: { site_view: site } });
const alice = page('@alice - S', { path: '/u/alice', site_res: { site_view: site } });
const nobody = page('S', { path: '/u/alice', site_res: { site_view: site } });
const noServer = page('Error', { path: '/', errorPageData: { error: 'fetch failed' } });
const signUp = {
  url: 'https://example.test/signup',
  redirects: 1,
  body: page('Sign up', { path: '/signup' }),
};

const rows: readonly AnswerRow[] = [
  ['main_page', 'a page of lemmy-ui', { type: html, body: front }, 'pass'],
  ['main_page', 'its page when the server is gone, up to 0.18', { type: html, body: noServer }, 'fail'],
  ['main_page', 'the same as an error', { status: 500, type: html, body: noServer }, 'fail'],
  ['main_page', 'another page', { type: html, body: singlePageApp }, 'fail'],
  ['main_page', 'a private instance', signUp, 'pass'],
  ['api', 'version 3', { type: json, body: JSON.stringify({ version: '0.19.20', site_view: site }) }, 'pass'],
  [
    'api',
    'version 4',
    { type: json, body: '{"version":"1.0.0","site_view":{"site":{"ap_id":"https://example.test/"}}}' },
    'pass',
  ],
  [
    'api',
    'another server',
    { type: json, body: '{"version":"1","site_view":{"site":{"ap_id":"https://example.test.evil/"}}}' },
    'fail',
  ],
  ['api', 'a failure of the database', { status: 400, type: json, body: '{"error":"not_found"}' }, 'fail'],
  ['api', 'a page of lemmy-ui', { type: html, body: front }, 'fail'],
  ['user_page', 'the account, in its own case', { type: html, body: alice }, 'pass'],
  ['user_page', 'nobody, which is a 200', { type: html, body: nobody }, 'fail'],
  ['user_page', 'a private instance', signUp, 'pass'],
  ['images', 'what pict-rs says', { type: 'text/plain', body: '' }, 'pass'],
  ['images', 'what the server says for it', { type: json, body: '{"success":true}' }, 'pass'],
  ['images', 'a dead pict-rs', { status: 400, type: json, body: '{"error":"unknown"}' }, 'fail'],
  ['images', 'a page of lemmy-ui', { type: html, body: front }, 'fail'],
];

testAnswers(components, rows);

test('other servers are asked for as Lemmy knows them: no host-meta, and the actor', () => {
  assert.equal(target('host_meta'), undefined);
  const requests = components.find(({ component }) => component.name === 'activitypub')?.prepared.requests;
  assert.equal(requests, 2, 'webfinger and the actor');
});
