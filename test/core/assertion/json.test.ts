import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkJson } from '../../../src/core/assertion/json.ts';
import type { ValueTest } from '../../../src/core/assertion.ts';
import { observation, outline, path, pattern } from '../../support/core-values.ts';

const exists: ValueTest = { kind: 'exists', expected: true };
const gone: ValueTest = { kind: 'exists', expected: false };
const equals = (expected: string | number | boolean | null): ValueTest => ({ kind: 'equals', expected });
const matches = (source: string): ValueTest => ({ kind: 'matches', pattern: pattern(source) });

describe('checkJson', () => {
  const rows = [
    ['exists', '$.version', exists, '{"version":"4.5.3"}', [true, '"4.5.3"']],
    ['null exists', '$.a', exists, '{"a":null}', [true, 'null']],
    ['missing', '$.version', exists, '{}', [false, 'absent', 'json_path_missing']],
    ['rightly missing', '$.error', gone, '{}', [true, 'absent']],
    ['wrongly there', '$.error', gone, '{"error":"x"}', [false, '"x"', 'json_mismatch']],
    ['equal text', '$.a', equals('x'), '{"a":"x"}', [true, '"x"']],
    ['text is no number', '$.a', equals(1), '{"a":"1"}', [false, '"1"', 'json_mismatch']],
    ['equal null', '$.a', equals(null), '{"a":null}', [true, 'null']],
    ['absent is not null', '$.a', equals(null), '{}', [false, 'absent', 'json_path_missing']],
    ['boolean', '$.a', equals(true), '{"a":true}', [true, 'true']],
    ['root', '$', equals('OK'), '"OK"', [true, '"OK"']],
    ['negative index', '$[-1]', equals(2), '[1,2]', [true, '2']],
    ['index out of range', '$[2]', equals(2), '[1,2]', [false, 'absent', 'json_path_missing']],
    ['matches text', '$.v', matches('^4\\.'), '{"v":"4.5"}', [true, '"4.5"']],
    ['matches number', '$.v', matches('^4'), '{"v":42}', [true, '42']],
    ['matches no object', '$.v', matches('.'), '{"v":{}}', [false, 'an object', 'json_mismatch']],
    ['matches no array', '$.v', matches('.'), '{"v":[1,2]}', [false, 'an array of 2', 'json_mismatch']],
    ['matches no null', '$.v', matches('null'), '{"v":null}', [false, 'null', 'json_mismatch']],
    ['HTML', '$.a', exists, '<html>', [false, 'not JSON', 'json_invalid']],
    ['empty', '$.a', exists, '', [false, 'not JSON', 'json_invalid']],
    ['two documents', '$.a', exists, '{"a":1}{}', [false, 'not JSON', 'json_invalid']],
    ['NaN', '$.a', exists, '{"a":NaN}', [false, 'not JSON', 'json_invalid']],
    ['HTML where nothing should be', '$.error', gone, '<html>', [false, 'not JSON', 'json_invalid']],
    ['inherited', '$.constructor', exists, '{}', [false, 'absent', 'json_path_missing']],
    ['prototype', '$.__proto__', exists, '{}', [false, 'absent', 'json_path_missing']],
    ['method of a text', '$.a.toString', exists, '{"a":"x"}', [false, 'absent', 'json_path_missing']],
  ] as const;
  for (const [name, source, check, text, expected] of rows) {
    test(`${name}: ${expected.join(', ')}`, () => {
      const result = checkJson({ kind: 'json', paths: [path(source)], test: check }, observation({ text }));
      assert.deepEqual(outline(result), expected);
    });
  }

  test('tests the first path that exists', () => {
    const paths = [path('$.domain'), path('$.uri')];
    const assertion = { kind: 'json', paths, test: equals('social.example') } as const;
    assert.equal(checkJson(assertion, observation({ text: '{"uri":"social.example"}' })).pass, true);
    const both = '{"uri":"social.example","domain":"else.example"}';
    const result = checkJson(assertion, observation({ text: both }));
    assert.deepEqual(outline(result), [false, '"else.example"', 'json_mismatch']);
    assert.equal(result.expected, '$.domain or $.uri = "social.example"');
  });

  test('is not tested without a body', () => {
    const { text: _, ...without } = observation();
    assert.deepEqual(outline(checkJson({ kind: 'json', paths: [path('$.a')], test: exists }, without)), [
      null,
      null,
    ]);
  });

  test('takes a document as deep as any API has, and refuses one that is deep for the sake of it', () => {
    const nested = (depth: number): Parameters<typeof checkJson>[1] =>
      observation({ text: `${'[{"a":'.repeat(depth)}"[{]"${'}]'.repeat(depth)}` });
    const assertion = { kind: 'json', paths: [path('$[0].a')], test: exists } as const;
    assert.equal(checkJson(assertion, nested(500)).pass, true);
    assert.deepEqual(outline(checkJson(assertion, nested(501))), [false, 'not JSON', 'json_invalid']);
    assert.deepEqual(outline(checkJson(assertion, nested(100_000))), [false, 'not JSON', 'json_invalid']);
  });

  test('counts no brackets that are text', () => {
    const text = JSON.stringify({ a: `"\\${'['.repeat(5000)}` });
    const assertion = { kind: 'json', paths: [path('$.a')], test: exists } as const;
    assert.equal(checkJson(assertion, observation({ text })).pass, true);
  });

  test('parses an answer once, whatever looks at it', t => {
    const parse = t.mock.method(JSON, 'parse');
    const seen = observation({ text: '{"a":1}' });
    for (const source of ['$.a', '$.b', '$.c']) {
      checkJson({ kind: 'json', paths: [path(source)], test: exists }, seen);
    }
    assert.equal(parse.mock.callCount(), 1);
  });
});
