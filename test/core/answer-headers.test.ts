import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answeredBy, cacheStatus, headerValue } from '../../src/core/answer-headers.ts';
import { headers } from '../support/core-values.ts';

describe('headerValue', () => {
  test('gives the first of several values, and an empty text for none', () => {
    const some = headers({ 'x-cache': ['Hit', 'Miss'] });
    assert.equal(headerValue(some, 'x-cache'), 'Hit');
    assert.equal(headerValue(some, 'age'), '');
  });
});

describe('answeredBy', () => {
  const uuid = 'c2b9a8c0-6f0e-4a5e-9d57-2f1f5a0d6e11';
  const rows = [
    ['Rails by its runtime', 500, { 'x-runtime': '0.012', 'x-request-id': 'a' }, 'application'],
    ['Rails by its name', 200, { server: 'Mastodon' }, 'application'],
    ['Rails behind Cloudflare', 500, { server: 'cloudflare', 'x-runtime': '0.1' }, 'application'],
    ['streaming by its request id', 401, { server: 'nginx', 'x-request-id': uuid }, 'streaming'],
    ['streaming by its error', 401, { 'x-error-message': 'Missing access token' }, 'streaming'],
    ['GoToSocial by no mark of Mastodon', 401, { 'x-request-id': 'v3j6r8cd04001p9k1em0' }, 'unknown'],
    ['Pleroma the same', 200, { 'x-request-id': 'GDqp3aZ1fJr2kxsAAAFh' }, 'unknown'],
    ['any other program of Express', 200, { 'x-powered-by': 'Express' }, 'unknown'],
    ['nginx that numbers requests', 502, { server: 'nginx', 'x-request-id': '0f1e2d3c' }, 'proxy'],
    ['JSON through nginx', 404, { server: 'nginx', 'content-type': 'application/json' }, 'unknown'],
    ['a problem in JSON', 400, { server: 'nginx', 'content-type': 'application/problem+json' }, 'unknown'],
    ['nginx for a dead upstream', 502, { server: 'nginx/1.22.1' }, 'proxy'],
    ['nginx when all is well says nothing', 200, { server: 'nginx/1.22.1' }, 'unknown'],
    ['Caddy for a dead upstream', 502, { server: 'Caddy' }, 'proxy'],
    ['a name that only begins like a proxy', 502, { server: 'nginxlike' }, 'unknown'],
    ['Cloudflare without origin', 521, { server: 'cloudflare' }, 'cdn'],
    ['Cloudflare 530', 530, { server: 'cloudflare' }, 'cdn'],
    ['Cloudflare with a challenge', 403, { server: 'cloudflare', 'cf-mitigated': 'challenge' }, 'cdn'],
    ['Cloudflare passing on a 404', 404, { server: 'cloudflare' }, 'unknown'],
    ['nobody in particular', 200, {}, 'unknown'],
  ] as const;
  for (const [name, status, record, expected] of rows) {
    test(`${name}: ${expected}`, () => assert.equal(answeredBy(status, headers({ ...record })), expected));
  }
});

describe('cacheStatus', () => {
  const rows = [
    ['no cache at all', {}, 'none'],
    ['nginx fresh', { 'x-cached': 'HIT' }, 'hit'],
    ['nginx stale', { 'x-cached': 'STALE' }, 'stale'],
    ['nginx stale while it asks', { 'x-cached': 'UPDATING' }, 'stale'],
    ['nginx asked', { 'x-cached': 'MISS' }, 'miss'],
    ['nginx asked again', { 'x-cached': 'EXPIRED' }, 'miss'],
    ['nginx told not to use it', { 'x-cached': 'BYPASS' }, 'miss'],
    ['nginx in front of storage', { 'x-cache-status': 'STALE' }, 'stale'],
    ['Cloudflare fresh', { 'cf-cache-status': 'HIT', age: '12' }, 'hit'],
    ['Cloudflare stale', { 'cf-cache-status': 'STALE' }, 'stale'],
    ['Cloudflare uncached', { 'cf-cache-status': 'DYNAMIC' }, 'none'],
    ['CloudFront fresh', { 'x-cache': 'Hit from cloudfront' }, 'hit'],
    ['CloudFront asked', { 'x-cache': 'Miss from cloudfront' }, 'miss'],
    ['CloudFront revalidated', { 'x-cache': 'RefreshHit from cloudfront' }, 'hit'],
    ['CloudFront shield', { 'x-cache': 'OriginShieldHit from cloudfront' }, 'hit'],
    ['CloudFront error', { 'x-cache': 'Error from cloudfront' }, 'none'],
    ['Fastly, shield and edge', { 'x-cache': 'MISS, HIT' }, 'hit'],
    ['Fastly, only the shield had it', { 'x-cache': 'HIT, MISS' }, 'hit'],
    ['Squid', { 'x-cache': 'TCP_MEM_HIT from proxy' }, 'hit'],
    ['Akamai with a dead origin', { 'x-cache': 'TCP_REFRESH_FAIL_HIT from a1' }, 'stale'],
    ['RFC 9211 hit', { 'cache-status': 'ExampleCache; hit; ttl=376' }, 'hit'],
    ['RFC 9211 stale hit', { 'cache-status': 'ExampleCache; hit; ttl=-412' }, 'stale'],
    [
      'RFC 9211 stale hit behind others',
      { 'cache-status': 'A; hit; ttl=5, B; hit; detail=x; ttl=-1' },
      'stale',
    ],
    ['RFC 9211 parameters of two caches', { 'cache-status': 'A; hit; ttl=5, B; fwd=miss; ttl=-1' }, 'hit'],
    ['RFC 9211 miss', { 'cache-status': 'ExampleCache; fwd=uri-miss; stored' }, 'miss'],
    [
      'RFC 9211 stale copy not used',
      { 'cache-status': 'ExampleCache; fwd=stale; fwd-status=200; ttl=-1' },
      'miss',
    ],
    [
      'RFC 9211 chain with a hit at the edge',
      { 'cache-status': 'Origin; fwd=uri-miss, Edge; hit; ttl=5' },
      'hit',
    ],
    ['only an age', { age: '7' }, 'hit'],
    ['an age of nothing', { age: '0' }, 'none'],
    ['an age that is no number', { age: 'old' }, 'none'],
    ['the worst of several headers', { 'cf-cache-status': 'MISS', 'x-cached': 'STALE' }, 'stale'],
    ['the worst of several values', { 'x-cache': ['STALE', 'MISS'] }, 'stale'],
    ['words inside words', { 'x-cache': 'whiteness, permission' }, 'none'],
  ] as const;
  for (const [name, record, expected] of rows) {
    test(`${name}: ${expected}`, () => assert.equal(cacheStatus(headers({ ...record })), expected));
  }

  test('takes no longer for a header that says the same again and again', () => {
    const value = 'hit;'.repeat(64 * 1024);
    const startedAt = performance.now();
    assert.equal(cacheStatus(headers({ 'cache-status': value })), 'hit');
    // Looking from each of them to the end would take a minute.
    assert.ok(performance.now() - startedAt < 1000);
  });
});
