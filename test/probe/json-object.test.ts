import assert from 'node:assert/strict';
import test from 'node:test';
import { toObject } from '../../src/probe/json-object.ts';

test('a property is looked up without the others, of which a document may have a hundred thousand', () => {
  const wide = new Proxy(
    { name: 'mastodon' },
    {
      ownKeys() {
        throw new Error('all were listed');
      },
    },
  );
  assert.equal(toObject(wide)?.get('name'), 'mastodon');
  assert.equal(toObject(wide)?.get('version'), undefined);
});

test('what is inherited is no property', () => {
  for (const name of ['toString', 'constructor', '__proto__']) {
    assert.equal(toObject({})?.get(name), undefined, name);
  }
  assert.equal(toObject(JSON.parse('{"__proto__":"own"}'))?.get('__proto__'), 'own');
});
