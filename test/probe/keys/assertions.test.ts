import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { describe as describeAssertion } from '../../../src/core/assertion.ts';
import {
  assertionContradictions,
  assertionKeys,
  successStatuses,
  toAssertions,
} from '../../../src/probe/keys/assertions.ts';

const schema = z.strictObject(assertionKeys);
const defaults = { status: successStatuses, notStale: true };

function written(settings: object): string[] {
  return toAssertions(schema.parse(settings), defaults).map(
    item => `${item.kind}: ${describeAssertion(item)}`,
  );
}

function complaints(settings: object): string[] {
  const parsed = schema.safeParse(settings);
  if (parsed.success)
    return assertionContradictions(parsed.data).map(({ path, message }) => `${path.join('.')}: ${message}`);
  return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('a component without expectations is up with any success that no cache made up', () => {
  assert.deepEqual(written({}), ['status: 200-299', 'not_stale: an answer of the server itself']);
});

test('assertions are judged status first and latency last, whatever the order in the file', () => {
  const settings = {
    max_latency: '2s',
    certificate: { min_left: '7d', min_share: '25%' },
    header: { name: 'Content-Language', equals: 'ko' },
    json: [
      { path: ['$.domain', '$.uri'], equals: 'a.example' },
      { path: '$.version', exists: true },
    ],
    regex_absent: 'x+',
    regex: ['^4', '5$'],
    keyword_absent: 'Maintenance',
    keyword: ['one', 'two'],
    content_type: ['Text/HTML'],
    status: [200, '300-399'],
  };
  assert.deepEqual(written(settings), [
    'status: 200, 300-399',
    'not_stale: an answer of the server itself',
    'content_type: text/html',
    'keyword: one',
    'keyword: two',
    'keyword_absent: no Maintenance',
    'regex: ^4',
    'regex: 5$',
    'regex_absent: no x+',
    'json: $.domain or $.uri = "a.example"',
    'json: $.version exists',
    'header: content-language = "ko"',
    'certificate: at least 7d left and at least 25 % of its lifetime left',
    'max_latency: within 2s',
  ]);
});

test('a probe type without statuses asserts none, and one without caches no freshness', () => {
  assert.deepEqual(toAssertions({}, { notStale: false }), []);
});

test('members-only answers belong to the status', () => {
  const [status] = toAssertions(
    schema.parse({ restricted: { status: 401, redirect: '/auth/sign_in' } }),
    defaults,
  );
  assert.deepEqual(status, {
    kind: 'status',
    accepted: [{ from: 200, to: 299 }],
    restricted: { statuses: [{ from: 401, to: 401 }], path: '/auth/sign_in' },
  });
});

test('a json value may be expected to be null', () => {
  assert.deepEqual(written({ json: { path: '$.a', equals: null } }).at(-1), 'json: $.a = null');
});

const refused: readonly (readonly [settings: object, complaint: RegExp])[] = [
  [{ keyword: '' }, /^keyword: .*empty keyword is always found/],
  [{ status: 42 }, /^status: /],
  [{ restricted: {} }, /^restricted: write status, redirect or both$/],
  [{ restricted: { redirect: 'auth' } }, /^restricted\.redirect: write the path/],
  [{ certificate: {} }, /^certificate: write min_left, min_share or both$/],
  [{ certificate: { min_share: 0.25 } }, /^certificate\.min_share: write a percentage, such as 25%$/],
  [{ max_latency: 5 }, /^max_latency: write a duration with its unit/],
  [{ keyword: 'a', keyword_absent: 'a' }, /^keyword_absent: the same text is in `keyword`/],
];

for (const [settings, complaint] of refused) {
  test(`${JSON.stringify(settings)} is refused`, () => {
    const found = complaints(settings);
    assert.ok(found.length > 0, 'not refused');
    assert.match(found.join('\n'), complaint);
  });
}
