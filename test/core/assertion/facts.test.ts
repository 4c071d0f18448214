/** The assertions about the answer as a whole: certificate, latency, cache. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkCertificate } from '../../../src/core/assertion/certificate.ts';
import { checkLatency } from '../../../src/core/assertion/latency.ts';
import { checkNotStale } from '../../../src/core/assertion/not-stale.ts';
import { cacheStatuses } from '../../../src/core/outcome.ts';
import { http, now, observation, outline, tls } from '../../support/core-values.ts';

const day = 86_400_000;

describe('checkCertificate', () => {
  const rows = [
    ['exactly enough time', { minLeftMs: 30 * day }, {}, [true, '30d left, 33 % of its lifetime']],
    ['a moment too little', { minLeftMs: 30 * day + 1 }, {}, [false, '30d left, 33 % of its lifetime']],
    ['enough of its lifetime', { minShare: 0.3 }, {}, [true, '30d left, 33 % of its lifetime']],
    ['too little of its lifetime', { minShare: 0.34 }, {}, [false, '30d left, 33 % of its lifetime']],
    ['time but no share', { minLeftMs: day, minShare: 0.5 }, {}, [false, '30d left, 33 % of its lifetime']],
    ['expired', {}, { notAfter: now - 1 }, [false, 'no time left, -1 % of its lifetime']],
    ['dates that are none', {}, { notAfter: Number.NaN }, [false]],
    ['an end before its beginning', {}, { notAfter: now - 90 * day }, [false]],
  ] as const;
  for (const [name, limits, parts, [pass, actual]] of rows) {
    test(`${name}: ${pass}`, () => {
      const assertion = { kind: 'certificate', minLeftMs: null, minShare: null, ...limits } as const;
      const result = checkCertificate(assertion, observation({ tls: tls(parts) }), now);
      assert.equal(result.pass, pass);
      assert.equal(result.code, pass ? undefined : 'tls_expires_soon');
      if (actual !== undefined) assert.equal(result.actual, actual);
    });
  }

  test('no TLS is a fail, and the expectation names both limits', () => {
    const result = checkCertificate(
      { kind: 'certificate', minLeftMs: 7 * day, minShare: 0.1 },
      observation(),
      now,
    );
    assert.deepEqual(outline(result), [false, 'no TLS', 'tls_expires_soon']);
    assert.equal(result.expected, 'at least 7d left and at least 10 % of its lifetime left');
  });
});

describe('checkLatency', () => {
  const rows = [
    [499.2, [true, '500ms']],
    [500, [true, '500ms']],
    [500.01, [false, '501ms', 'too_slow']],
  ] as const;
  for (const [latencyMs, expected] of rows) {
    test(`${latencyMs} ms of 500: ${expected.join(', ')}`, () => {
      const result = checkLatency({ kind: 'max_latency', limitMs: 500 }, observation({ latencyMs }));
      assert.deepEqual(outline(result), expected);
      assert.equal(result.expected, 'within 500ms');
    });
  }

  test('a latency that is no number is a fail', () => {
    const result = checkLatency({ kind: 'max_latency', limitMs: 1 }, observation({ latencyMs: Number.NaN }));
    assert.equal(result.pass, false);
  });
});

describe('checkNotStale', () => {
  for (const cache of cacheStatuses) {
    test(`${cache}: ${cache !== 'stale'}`, () => {
      const result = checkNotStale(observation({ http: http({ cache }) }));
      assert.equal(result.pass, cache !== 'stale');
      assert.equal(result.code, cache === 'stale' ? 'stale_cache' : undefined);
    });
  }
});
