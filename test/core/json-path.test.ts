import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { parseJsonPath, valueAt } from '../../src/core/json-path.ts';
import { path } from '../support/core-values.ts';

describe('parseJsonPath', () => {
  const good = [
    ['$', []],
    ['$.version', ['version']],
    ['$.a.b-c._d', ['a', 'b-c', '_d']],
    ['$.links[0].rel', ['links', 0, 'rel']],
    ['$[-1]', [-1]],
    [`$['any name']["it's"]`, ['any name', "it's"]],
    [`$['']`, ['']],
  ] as const;
  for (const [source, steps] of good) {
    test(`reads ${source}`, () => assert.deepEqual(parseJsonPath(source), { source, steps }));
  }

  const bad = ['', 'version', '.version', '$version', '$.', '$..a', '$.a b', '$[*]', '$[1:2]', '$[?(@.a)]'];
  for (const source of [...bad, '$[1', `$['a`, '$.a ', ' $.a']) {
    test(`refuses ${JSON.stringify(source)}`, () => assert.equal(parseJsonPath(source), null));
  }
});

describe('valueAt', () => {
  const document: unknown = JSON.parse('{"a":{"b":[1,null,{"c":"x"}]},"":0,"__proto__":{"own":true}}');
  const rows = [
    ['$', document],
    ['$.a.b[0]', 1],
    ['$.a.b[1]', null],
    ['$.a.b[-1].c', 'x'],
    [`$['']`, 0],
    ['$.a.b[3]', undefined],
    ['$.a.b[-4]', undefined],
    ['$.a.b.length', undefined],
    ['$.a[0]', undefined],
    ['$.a.b[1].c', undefined],
    ['$.a.b[2].c.length', undefined],
    ['$.a.toString', undefined],
    ['$.a.constructor.name', undefined],
    ['$.a.__proto__', undefined],
    ['$.__proto__.own', true],
  ] as const;
  for (const [source, expected] of rows) {
    test(`${source} is ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(valueAt(document, path(source)), expected);
    });
  }

  test('finds every value of any document by the path that leads to it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), whole => {
        for (const [steps, value] of walk(whole)) assert.equal(valueAt(whole, { source: '', steps }), value);
      }),
    );
  });

  test('never reaches what the document does not own', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('constructor', '__proto__', 'toString'), (whole, name) => {
        const own = whole !== null && typeof whole === 'object' && Object.hasOwn(whole, name);
        if (!own) assert.equal(valueAt(whole, { source: '', steps: [name] }), undefined);
      }),
    );
  });

  test('does not mind how deep a document is', () => {
    const depth = 100_000;
    const deep: unknown = JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
    assert.equal(valueAt(deep, { source: '', steps: Array.from({ length: depth }, () => 0) }), 1);
  });
});

function* walk(
  value: unknown,
  steps: readonly (string | number)[] = [],
): Generator<[readonly (string | number)[], unknown]> {
  yield [steps, value];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* walk(item, [...steps, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* walk(item, [...steps, key]);
  }
}
