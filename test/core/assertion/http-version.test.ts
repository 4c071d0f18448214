import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkHttpVersion } from '../../../src/core/assertion/http-version.ts';
import { http, observation, outline } from '../../support/core-values.ts';

test('row 13: another version of HTTP than is wanted is a fail, and so is none', () => {
  const assertion = { kind: 'http_version', accepted: ['2'] } as const;
  const check = (facts: Parameters<typeof http>[0]): readonly unknown[] =>
    outline(checkHttpVersion(assertion, observation({ http: http(facts) })));
  assert.deepEqual(check({ version: '2' }), [true, '2']);
  assert.deepEqual(check({ version: '1.1' }), [false, '1.1', 'http_version']);
  assert.deepEqual(check({}), [false, null, 'http_version']);
});
