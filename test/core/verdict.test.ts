import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Assertion } from '../../src/core/assertion.ts';
import type { Proof } from '../../src/core/outcome.ts';
import { judge, keywordMatch } from '../../src/core/verdict.ts';
import { failure, http, now, observation, path, tls } from '../support/core-values.ts';

const status: Assertion = { kind: 'status', accepted: [{ from: 200, to: 299 }], restricted: null };
const limited: Assertion = {
  kind: 'status',
  accepted: [{ from: 200, to: 299 }],
  restricted: { statuses: [{ from: 401, to: 401 }], path: '/auth/sign_in' },
};
const fresh: Assertion = { kind: 'not_stale' };
const keyword: Assertion = { kind: 'keyword', text: 'OK', ignoreCase: false };
const version: Assertion = { kind: 'json', paths: [path('$.v')], test: { kind: 'exists', expected: true } };
const quick: Assertion = { kind: 'max_latency', limitMs: 500 };
const certificate: Assertion = { kind: 'certificate', minLeftMs: 90 * 86_400_000, minShare: null };

describe('judge, an answer', () => {
  test('that meets every assertion passes, and names no cause', () => {
    const verdict = judge([status, fresh, keyword, quick], observation({ text: 'OK' }), now);
    assert.equal(verdict.result, 'pass');
    assert.equal(verdict.cause, undefined);
    assert.deepEqual(
      verdict.assertions.map(({ pass }) => pass),
      [true, true, true, true],
    );
  });

  test('with a wrong status fails by it, and its content is not tested', () => {
    const answer = observation({ http: http({ status: 502 }), text: 'OK' });
    const { cause, assertions } = judge([status, fresh, keyword, version, quick], answer, now);
    assert.deepEqual(cause, {
      code: 'http_status',
      reason: 'http_status',
      message: 'status 502, expected 200-299',
    });
    assert.deepEqual(
      assertions.map(({ kind, pass }) => [kind, pass]),
      [
        ['status', false],
        ['not_stale', true],
        ['keyword', null],
        ['json', null],
        ['max_latency', true],
      ],
    );
  });

  test('from a stale cache fails by that, keyword or not', () => {
    const answer = observation({ http: http({ cache: 'stale' }), text: 'OK' });
    const verdict = judge([status, fresh, keyword], answer, now);
    assert.equal(verdict.cause?.reason, 'stale_cache');
    assert.equal(keywordMatch(verdict), null);
  });

  test('for members only passes without its content', () => {
    const answer = observation({ http: http({ status: 401 }), text: '{"error":"…"}' });
    const verdict = judge([limited, keyword], answer, now);
    assert.equal(verdict.result, 'pass');
    assert.deepEqual(
      verdict.assertions.map(({ pass }) => pass),
      [true, null],
    );
  });

  test('that asks to slow down has its own reason', () => {
    const verdict = judge([status], observation({ http: http({ status: 429 }) }), now);
    assert.equal(verdict.cause?.reason, 'rate_limited');
  });

  test('that is right but slow is a warning', () => {
    const verdict = judge([quick, keyword], observation({ text: 'OK', latencyMs: 900 }), now);
    assert.equal(verdict.result, 'warn');
    assert.equal(verdict.cause?.code, 'too_slow');
    assert.equal(verdict.cause?.message, 'max_latency 900ms, expected within 500ms');
  });

  test('that is slow and wrong fails by what is wrong', () => {
    const verdict = judge([quick, keyword], observation({ text: '', latencyMs: 900 }), now);
    assert.equal(verdict.result, 'fail');
    assert.equal(verdict.cause?.code, 'keyword_missing');
  });

  test('with a wrong status still has its certificate judged', () => {
    const answer = observation({ http: http({ status: 500 }), tls: tls() });
    const { assertions } = judge([status, certificate], answer, now);
    assert.deepEqual(
      assertions.map(({ pass }) => pass),
      [false, false],
    );
  });

  test('fails by the first of several faults, in the order of the definition', () => {
    const answer = observation({ text: '<html>' });
    assert.equal(judge([version, keyword], answer, now).cause?.code, 'json_invalid');
    assert.equal(judge([keyword, version], answer, now).cause?.code, 'keyword_missing');
  });
});

describe('judge, what a probe established itself', () => {
  const upgrade: Proof = { kind: 'upgrade', pass: false, expected: '101', actual: 'status 400' };

  test('comes first in the results', () => {
    const proofs = [{ ...upgrade, pass: true }];
    const { result, assertions } = judge([status], observation({ proofs }), now);
    assert.equal(result, 'pass');
    assert.deepEqual(
      assertions.map(({ kind }) => kind),
      ['upgrade', 'status'],
    );
  });

  test('fails an answer by its own code', () => {
    const proofs: readonly Proof[] = [{ ...upgrade, code: 'ws_handshake' }];
    const { result, cause } = judge([], observation({ proofs }), now);
    assert.equal(result, 'fail');
    assert.deepEqual(cause, {
      code: 'ws_handshake',
      reason: 'websocket',
      message: 'upgrade status 400, expected 101',
    });
  });

  test('fails an answer also without a code', () => {
    const { result, cause } = judge([status], observation({ proofs: [upgrade] }), now);
    assert.equal(result, 'fail');
    assert.equal(cause?.reason, 'content');
  });
});

describe('judge, a failure', () => {
  test('fails with its own code and message, and nothing was tested', () => {
    const verdict = judge([status, keyword, quick], failure(), now);
    assert.equal(verdict.result, 'fail');
    assert.deepEqual(verdict.cause, {
      code: 'connect_refused',
      reason: 'connect',
      message: 'connection refused',
    });
    assert.deepEqual(verdict.assertions, [
      { kind: 'status', pass: null, expected: '200-299', actual: null },
      { kind: 'keyword', pass: null, expected: 'OK', actual: null },
      { kind: 'max_latency', pass: null, expected: 'within 500ms', actual: null },
    ]);
  });

  test('of our own is void', () => {
    assert.equal(judge([status], failure({ code: 'internal' }), now).result, 'void');
    assert.equal(judge([status], failure({ code: 'local_fault' }), now).result, 'void');
  });

  test('keeps the proofs that it came to', () => {
    const proofs = [{ kind: 'host_meta', pass: true, expected: 'a', actual: 'b' }];
    const { assertions } = judge([keyword], failure({ proofs }), now);
    assert.deepEqual(
      assertions.map(({ kind, pass }) => [kind, pass]),
      [
        ['host_meta', true],
        ['keyword', null],
      ],
    );
  });
});

test('no content ever rescues a wrong status', () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 999 }), fc.string(), (code, text) => {
      const answer = observation({ http: http({ status: code }), text: `OK${text}` });
      assert.equal(judge([keyword, status], answer, now).result, 'fail');
      assert.equal(judge([status, keyword], answer, now).result, 'fail');
    }),
  );
});

describe('keywordMatch', () => {
  const other: Assertion = { kind: 'keyword', text: 'more', ignoreCase: false };
  const selfLink = (pass: boolean): readonly Proof[] => [
    { kind: 'self_link', pass, expected: 'a link', actual: null, code: 'wf_link' },
  ];
  const rows = [
    ['found', judge([status, keyword], observation({ text: 'OK' }), now), true],
    ['not found', judge([status, keyword], observation({ text: 'no' }), now), false],
    ['one of two', judge([keyword, other], observation({ text: 'OK' }), now), false],
    ['no keyword asked', judge([status], observation(), now), null],
    ['no answer', judge([keyword], failure(), now), null],
    ['an error page', judge([status, keyword], observation({ http: http({ status: 500 }) }), now), null],
    ['the link of a chain', judge([], observation({ proofs: selfLink(true) }), now), true],
    ['a chain without it', judge([], failure({ code: 'wf_link', proofs: selfLink(false) }), now), false],
  ] as const;
  for (const [name, verdict, expected] of rows) {
    test(`${name}: ${expected}`, () => assert.equal(keywordMatch(verdict), expected));
  }
});
