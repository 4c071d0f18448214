import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonKeys, serverKeys, topKeys } from '../../src/config/keys.ts';
import { configReference } from '../../src/config/reference.ts';
import { failureCodes } from '../../src/core/reason.ts';
import { presets } from '../../src/preset/index.ts';
import { probeTypes } from '../../src/probe/index.ts';

const page = configReference({ probeTypes, presets });
const rows = page.split('\n').filter(line => line.startsWith('| `'));

test('the reference page has every key of the file, and of every probe type', () => {
  const schemas = [topKeys, serverKeys, commonKeys, ...probeTypes.map(({ settings }) => settings)];
  const missing = schemas.flatMap(({ shape }) =>
    Object.keys(shape).filter(key => !rows.some(row => row.startsWith(`| \`${key}\` |`))),
  );
  assert.deepEqual(missing, []);
});

test('every row of it has as many cells as its table', () => {
  for (const row of rows) {
    const cells = row.replaceAll('\\|', '').split('|').length - 2;
    assert.ok([2, 4, 5].includes(cells), row);
  }
});

const excerpts = [
  '| `interval` | duration | `60s` |',
  '| `schedule` | `timer`, `scrape` | `timer` |',
  '| `domain` | domain | **required** |',
  '| `keyword` | text, or a list |  |',
  '| `json[].path` | text, or a list | **required** |',
  '| `basic_auth.password` | secret |  |',
  '| `evidence.excerpt` | size | `0B` |',
  '| `body` | text |  |',
  '| `maintenance[].title` | text or map of text | **required** |',
  '| `diagnosis[].first_check` | text | **required** |',
  '| `content_age.max` | duration | **required** |',
  '| `page.links[].url` | URL or path | **required** |',
];

test('it says to which reason each code belongs', () => {
  for (const [code, reason] of failureCodes()) {
    const row = rows.find(each => each.startsWith(`| \`${reason}\` | \``) && each.includes(`\`${code}\``));
    assert.ok(row, code);
  }
});

test('it tells apart what a preset brings and what it offers besides', () => {
  const [, besides = ''] = /Off unless the file names them(.*?)^## /ms.exec(page) ?? [];
  for (const name of ['assets', 'edge', 'timeline', 'freshness', 'streaming_database'])
    assert.match(besides, new RegExp(`^\\| \`${name}\` \\|`, 'm'));
  assert.doesNotMatch(besides, /^\| `main_page` \|/m);
});

for (const excerpt of excerpts) {
  test(`it says ${excerpt}`, () => assert.ok(page.includes(excerpt)));
}
