import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blamesTarget, failureCodes, reasonByCode, reasonOf, reasons } from '../../src/core/reason.ts';

test('the reasons are these and no others, since they are label values', () => {
  assert.deepEqual(reasons, [
    'dns',
    'connect',
    'tls',
    'timeout',
    'connection_lost',
    'malformed',
    'body',
    'redirect',
    'http_status',
    'rate_limited',
    'stale_cache',
    'keyword',
    'content',
    'websocket',
    'activitypub',
    'internal',
  ]);
});

test('every code has one of the reasons, and every reason has a code', () => {
  const used = failureCodes().map(([, reason]) => reason);
  assert.deepEqual(new Set(used), new Set(reasons));
  assert.equal(failureCodes().length, Object.keys(reasonByCode).length);
});

test('codes are in the form of label values', () => {
  for (const [code] of failureCodes()) assert.match(code, /^[a-z]+(?:_[a-z]+)*$/);
});

test('families of codes share their reason', () => {
  const prefixes = { dns: 'dns', tls: 'tls', timeout: 'timeout', ws: 'websocket', hm: 'activitypub' };
  for (const [prefix, expected] of Object.entries({ ...prefixes, wf: 'activitypub', actor: 'activitypub' })) {
    const family = failureCodes().filter(([code]) => code === prefix || code.startsWith(`${prefix}_`));
    assert.ok(family.length > 0, prefix);
    for (const [code, reason] of family) assert.equal(reason, expected, code);
  }
});

test('only our own faults do not blame the target', () => {
  assert.equal(blamesTarget('internal'), false);
  assert.equal(blamesTarget('local_fault'), false);
  assert.equal(blamesTarget('dns_timeout'), true);
  assert.equal(reasonOf('rate_limited'), 'rate_limited');
});
