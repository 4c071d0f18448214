import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { type Assertion, check, describe } from '../../src/core/assertion.ts';
import { headers, http, now, observation, path, pattern, tls } from '../support/core-values.ts';

const day = 86_400_000;

/** One assertion of each kind. */
const all: readonly Assertion[] = [
  { kind: 'status', accepted: [{ from: 200, to: 200 }], restricted: null },
  { kind: 'not_stale' },
  { kind: 'keyword', text: 'OK', ignoreCase: false },
  { kind: 'keyword_absent', text: 'Error', ignoreCase: false },
  { kind: 'regex', pattern: pattern('O') },
  { kind: 'regex_absent', pattern: pattern('E') },
  { kind: 'json', paths: [path('$')], test: { kind: 'equals', expected: 'OK' } },
  { kind: 'header', name: 'x-a', test: { kind: 'exists', expected: true } },
  { kind: 'content_type', accepted: ['text/plain'] },
  { kind: 'certificate', minLeftMs: day, minShare: null },
  { kind: 'max_latency', limitMs: 500 },
];

const healthy = observation({
  http: http({ headers: headers({ 'x-a': '1', 'content-type': 'text/plain' }) }),
  text: '"OK"',
  tls: tls(),
});

for (const assertion of all) {
  test(`${assertion.kind}: a healthy answer passes, the result has its kind and its own description`, () => {
    const result = check(assertion, healthy, now);
    assert.equal(result.pass, true);
    assert.equal(result.kind, assertion.kind);
    assert.equal(result.code, undefined);
    assert.equal(result.expected, describe(assertion));
    assert.notEqual(result.expected, '');
  });
}

test('whatever the answer, a fail has a code and a pass has none', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.option(fc.string(), { nil: undefined }),
      fc.integer({ min: 100, max: 999 }),
      fc.double(),
      (assertion, text, status, latencyMs) => {
        const base = { ...observation({ latencyMs, http: http({ status }) }) };
        const { text: _, ...without } = base;
        const result = check(assertion, text === undefined ? without : { ...base, text }, now);
        assert.equal(result.code !== undefined, result.pass === false);
      },
    ),
  );
});

test('an answer of which nothing is known passes only what needs nothing', () => {
  const nothing = { kind: 'observation', latencyMs: Number.NaN, phasesMs: {} } as const;
  const passed = all.filter(assertion => check(assertion, nothing, now).pass === true);
  // A stale copy needs a cache, and where there was no HTTP there was none.
  assert.deepEqual(
    passed.map(({ kind }) => kind),
    ['not_stale'],
  );
});
