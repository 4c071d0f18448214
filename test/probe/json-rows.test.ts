import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { http } from '../../src/probe/http.ts';
import { answer, hostileServer } from '../support/hostile-server.ts';
import { verdictOf } from '../support/probing.ts';

/** Asks a server that answers with this body, and judges the answer. */
async function judged(body: string | Buffer, keys: object, headers = ''): Promise<string> {
  await using server = await hostileServer(socket => socket.end(answer(body, headers)));
  return await verdictOf(http, { url: `http://127.0.0.1:${server.port}/`, ...keys });
}

const path = (source: string, check: object = { exists: true }): object => ({
  json: [{ path: source, ...check }],
});

const rows: readonly (readonly [row: string, body: string | Buffer, keys: object, verdict: string])[] = [
  ['154: equal', '{"a":{"b":1}}', path('$.a.b', { equals: 1 }), 'up'],
  ['154: different', '{"a":2}', path('$.a', { equals: 1 }), 'json_mismatch'],
  ['154: no such path', '{"a":1}', path('$.b'), 'json_path_missing'],
  ['154: null where a text should be', '{"a":null}', path('$.a', { equals: 'x' }), 'json_mismatch'],
  ['154: an index behind the end', '[1]', path('$[1]'), 'json_path_missing'],
  ['154: an index from the end', '[1,2]', path('$[-1]', { equals: 2 }), 'up'],
  ['154: an index before the beginning', '[1,2]', path('$[-3]'), 'json_path_missing'],
  ['155: no JSON', 'version 4.5', path('$.version'), 'json_invalid'],
  ['155: nothing', '', path('$.version'), 'json_invalid'],
  ['155: a page', '<!doctype html><title>4.5</title>', path('$.version'), 'json_invalid'],
  ['155: two documents', '{"a":1} {"a":1}', path('$.a'), 'json_invalid'],
  ['155: NaN', '{"a":NaN}', path('$.a'), 'json_invalid'],
  [
    '155: a page where an error should be absent',
    '<html>',
    path('$.error', { exists: false }),
    'json_invalid',
  ],
  ['157: a list', '[{"a":1}]', path('$[0].a', { equals: 1 }), 'up'],
  ['157: a text', '"OK"', path('$', { equals: 'OK' }), 'up'],
  ['157: a truth', 'true', path('$', { equals: true }), 'up'],
  ['157: null', 'null', path('$', { equals: null }), 'up'],
  ['157: null has no members', 'null', path('$.a'), 'json_path_missing'],
  ['158: __proto__', '{}', path("$['__proto__']"), 'json_path_missing'],
  ['158: constructor.name', '{}', path('$.constructor.name'), 'json_path_missing'],
  ['158: toString of a text', '{"a":"x"}', path('$.a.toString'), 'json_path_missing'],
  [
    '158: __proto__ as a key of the document',
    '{"__proto__":{"a":1}}',
    path('$.__proto__.a', { equals: 1 }),
    'up',
  ],
  ['158: what that key must not have given', '{"__proto__":{"a":1}}', path('$.a'), 'json_path_missing'],
  ['159: lists 200 000 deep', nested(200_000), path('$[0][0]'), 'json_invalid'],
  [
    '159: maps 100 000 deep',
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    path('$.a.a'),
    'json_invalid',
  ],
  ['159: lists 500 deep', nested(500), path('$[0][0]'), 'up'],
  ['159: lists 500 000 deep, without an end', '['.repeat(500_000), path('$[0]'), 'json_invalid'],
  ['159: 20 MiB', Buffer.alloc(20 * 1024 * 1024, '1'), path('$'), 'body_too_large'],
  ['159: 100 000 keys', manyKeys(), { ...path('$.k99999', { equals: 99_999 }), max_body: '4MiB' }, 'up'],
  ['160: 1 is not "1"', '{"a":"1"}', path('$.a', { equals: 1 }), 'json_mismatch'],
  ['160: of two keys alike the last counts', '{"a":1,"a":2}', path('$.a', { equals: 2 }), 'up'],
  [
    '160: integers beyond 2^53 are rounded',
    '{"a":9007199254740993}',
    path('$.a', { equals: 9007199254740992 }),
    'up',
  ],
];

describe('JSON of any shape ends in a verdict', () => {
  for (const [row, body, keys, verdict] of rows) {
    test(`row ${row}: ${verdict}`, async () => assert.equal(await judged(body, keys), verdict));
  }

  test('row 156: a path that yields no value cannot be written', async () => {
    for (const source of ['$..a', '$[*]', '$[?(@.a)]', '$.a.length()', 'a']) {
      await assert.rejects(judged('{}', path(source)), /json/, source);
    }
  });
});

describe('headers', () => {
  const header = (check: object): object => ({ header: { name: 'X-Mark', ...check } });

  test('row 22: one that must be there may be empty', async () => {
    assert.equal(await judged('', header({ exists: true }), 'x-mark:\r\n'), 'up');
    assert.equal(await judged('', header({ exists: true }), 'x-other: 1\r\n'), 'header_mismatch');
  });

  test('row 16, 21: names in any case, and absent is no match', async () => {
    assert.equal(await judged('', header({ matches: '^1$' }), 'x-MARK: 1\r\n'), 'up');
    assert.equal(await judged('', header({ matches: '.*' })), 'header_mismatch');
  });
});

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

function manyKeys(): string {
  return JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`k${n}`, n])));
}
