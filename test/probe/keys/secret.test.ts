import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { filePath, isFilePath, isSecretText, secretText } from '../../../src/probe/keys/secret.ts';

test('a secret is wrapped as soon as it is read', () => {
  const secret = secretText.parse('hunter2');
  assert.equal(secret.reveal(), 'hunter2');
  assert.equal(String(secret), '<secret>');
});

const wrappings: Readonly<Record<string, (schema: z.ZodType) => z.ZodType>> = {
  nothing: schema => schema,
  'a description': schema => schema.describe('Password.'),
  optional: schema => schema.optional(),
  'optional with a description': schema => schema.optional().describe('Password.'),
  'nullable with a default': schema => schema.nullable().default(null),
};

for (const [name, wrap] of Object.entries(wrappings)) {
  test(`a secret and a path are known as such within ${name}`, () => {
    assert.equal(isSecretText(wrap(secretText)), true);
    assert.equal(isSecretText(wrap(filePath)), false);
    assert.equal(isSecretText(wrap(z.string())), false);
    assert.equal(isFilePath(wrap(filePath)), true);
    assert.equal(isFilePath(wrap(secretText)), false);
  });
}

test('neither may be empty', () => {
  assert.equal(secretText.safeParse('').success, false);
  assert.equal(filePath.safeParse('').success, false);
});
