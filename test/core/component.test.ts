import assert from 'node:assert/strict';
import { test } from 'node:test';
import { componentKey, DeadlineExceeded } from '../../src/core/component.ts';

test('the key of a component is its server and its name', () => {
  assert.equal(componentKey({ server: 'social.example', name: 'api' }), 'social.example/api');
});

test('an abort at the deadline is told apart from any other', () => {
  const { reason } = AbortSignal.abort(new DeadlineExceeded());
  assert.ok(reason instanceof DeadlineExceeded);
  assert.ok(!(AbortSignal.abort().reason instanceof DeadlineExceeded));
});
