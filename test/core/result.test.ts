import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Assertion } from '../../src/core/assertion.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { isUp, resultToJson, toResult } from '../../src/core/result.ts';
import { component, failure, http, now, observation, tls } from '../support/core-values.ts';

const assertions: readonly Assertion[] = [
  { kind: 'status', accepted: [{ from: 200, to: 299 }], restricted: null },
  { kind: 'keyword', text: 'version', ignoreCase: false },
];

function json(outcome: Outcome): Readonly<Record<string, unknown>> {
  return resultToJson(toResult(component(assertions), outcome, { at: now, durationMs: 190 }));
}

const refused = observation({
  latencyMs: 181,
  phasesMs: { resolve: 4, connect: 31, tls: 58, processing: 80, transfer: 8 },
  address: '203.0.113.7',
  http: http({ status: 502, bodyBytes: 1530, answeredBy: 'proxy' }),
  tls: tls(),
  text: 'Bad Gateway',
});

describe('resultToJson', () => {
  test('is the object that DESIGN §7 shows', () => {
    assert.deepEqual(json(refused), {
      server: 'social.example',
      component: 'api',
      type: 'http',
      at: '2026-11-22T03:04:05.678Z',
      up: false,
      reason: 'http_status',
      code: 'http_status',
      message: 'status 502, expected 200-299',
      latency_seconds: 0.181,
      phases: { resolve: 0.004, connect: 0.031, tls: 0.058, processing: 0.08, transfer: 0.008 },
      address: '203.0.113.7',
      status: 502,
      redirects: 0,
      url: 'https://social.example/about',
      bytes: 1530,
      cache: 'none',
      answered_by: 'proxy',
      tls: {
        protocol: 'TLSv1.3',
        not_before: '2026-09-23T03:04:05.678Z',
        not_after: '2026-12-22T03:04:05.678Z',
        subject: 'CN=social.example',
        issuer: 'CN=Test CA',
        subject_alt_names: 'DNS:social.example',
        authorized: true,
      },
      assertions: [
        { kind: 'status', pass: false, expected: '200-299', actual: '502' },
        { kind: 'keyword', pass: null, expected: 'version', actual: null },
      ],
    });
  });

  test('of an answer that passes has no reason, code or message', () => {
    const { up, reason, code, message } = json(observation({ text: 'version' }));
    assert.deepEqual(
      { up, reason, code, message },
      { up: true, reason: undefined, code: undefined, message: undefined },
    );
  });

  test('of a failure has its phase, and nothing that never came', () => {
    const object = json(failure({ phase: 'connect', phasesMs: { resolve: 1.5 } }));
    assert.deepEqual(Object.keys(object), [
      'server',
      'component',
      'type',
      'at',
      'up',
      'reason',
      'code',
      'phase',
      'message',
      'phases',
      'assertions',
    ]);
    assert.equal(object['phase'], 'connect');
    assert.deepEqual(object['phases'], { resolve: 0.0015 });
  });

  test('of our own fault says neither up nor down', () => {
    assert.ok(!('up' in json(failure({ code: 'internal' }))));
  });

  test('never holds undefined, so that it prints as it is', () => {
    for (const outcome of [refused, failure(), observation({ tls: tls({ notAfter: Number.NaN }) })]) {
      const object = json(outcome);
      assert.deepEqual(JSON.parse(JSON.stringify(object)), object);
    }
  });
});

describe('isUp', () => {
  const up = (outcome: Outcome): boolean | null =>
    isUp(toResult(component(assertions), outcome, { at: now, durationMs: 1 }));

  test('is true for a pass, false for a fail, null when nothing was learnt', () => {
    assert.equal(up(observation({ text: 'version' })), true);
    assert.equal(up(failure()), false);
    assert.equal(up(failure({ code: 'local_fault' })), null);
  });

  test('is true for an answer that is only slow', () => {
    const slow = component([{ kind: 'max_latency', limitMs: 1 }]);
    assert.equal(isUp(toResult(slow, observation(), { at: now, durationMs: 1 })), true);
  });
});
