import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import { Secret, secretMask } from '../../src/core/secret.ts';

test('a secret shows in no view of it, only when revealed', () => {
  const secret = new Secret('hunter2');
  const views = {
    text: String(secret),
    joined: ['token', secret].join(' '),
    json: JSON.stringify({ secret }),
    inspect: inspect({ deep: [secret] }, { depth: 9, showHidden: true }),
    format: format('%s %o %j', secret, secret, secret),
    properties: JSON.stringify(Object.getOwnPropertyDescriptors(secret)),
    clone: inspect(structuredClone(secret)),
  };
  for (const [view, text] of Object.entries(views)) assert.ok(!text.includes('hunter2'), view);
  assert.equal(views.text, secretMask);
  assert.equal(views.json, `{"secret":"${secretMask}"}`);
  assert.equal(secret.reveal(), 'hunter2');
});
