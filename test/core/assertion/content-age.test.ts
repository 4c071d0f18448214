import assert from 'node:assert/strict';
import test from 'node:test';
import { checkContentAge } from '../../../src/core/assertion/content-age.ts';
import { contentAgeMs, judge } from '../../../src/core/verdict.ts';
import { now, observation, path } from '../../support/core-values.ts';

const minute = 60_000;
const assertion = { kind: 'content_age', path: path('$[0].created_at'), maxMs: 60 * minute } as const;

function post(ageMs: number): string {
  return JSON.stringify([{ created_at: new Date(now - ageMs).toISOString() }]);
}

const rows: readonly (readonly [
  what: string,
  body: string | undefined,
  pass: boolean | null,
  actual: string | null,
  code?: string,
])[] = [
  ['new', post(5 * minute), true, '5m'],
  ['just new enough', post(60 * minute), true, '1h'],
  ['too old', post(61 * minute), false, '1h1m', 'content_too_old'],
  ['from a clock that runs ahead', post(-5 * minute), true, '0s'],
  ['an empty feed', '[]', null, null],
  ['no body', undefined, null, null],
  ['not JSON', '<html>', false, 'not JSON', 'json_invalid'],
  ['an error in place of a feed', '{"error":"x"}', false, 'absent', 'json_path_missing'],
  ['a post without a date', '[{}]', false, 'absent', 'json_path_missing'],
  ['a number', '[{"created_at":1795316645}]', false, 'no date: 1795316645', 'json_mismatch'],
  [
    'a date without a zone',
    '[{"created_at":"2026-11-22T03:04:05"}]',
    false,
    'no date: "2026-11-22T03:04:05"',
    'json_mismatch',
  ],
  [
    'no such day',
    '[{"created_at":"2026-13-45T03:04:05Z"}]',
    false,
    'no date: "2026-13-45T03:04:05Z"',
    'json_mismatch',
  ],
  ['words', '[{"created_at":"yesterday"}]', false, 'no date: "yesterday"', 'json_mismatch'],
];

for (const [what, body, pass, actual, code] of rows) {
  test(`the age of ${what}: ${pass}`, () => {
    const { text: _text, ...rest } = observation();
    const result = checkContentAge(assertion, body === undefined ? rest : { ...rest, text: body }, now);
    assert.deepEqual([result.pass, result.actual, result.code], [pass, actual, code]);
    assert.equal(result.expected, '$[0].created_at at most 1h old');
  });
}

test('an age that was measured can be read off the verdict, whether it passed or not', () => {
  const ageOf = (text: string): number | null => contentAgeMs(judge([assertion], observation({ text }), now));
  assert.equal(ageOf(post(5 * minute)), 5 * minute);
  assert.equal(ageOf(post(90 * minute)), 90 * minute);
  assert.equal(ageOf('[]'), null);
});

test('an empty feed is no failure, and content that is too old is one', () => {
  assert.equal(judge([assertion], observation({ text: '[]' }), now).result, 'pass');
  assert.equal(judge([assertion], observation({ text: post(90 * minute) }), now).cause?.reason, 'content');
});
