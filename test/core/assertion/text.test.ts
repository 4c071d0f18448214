import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { checkKeyword, checkPattern } from '../../../src/core/assertion/text.ts';
import { observation, outline, pattern } from '../../support/core-values.ts';

const untested = { kind: 'observation', latencyMs: 1, phasesMs: {} } as const;

describe('checkKeyword', () => {
  const rows = [
    ['keyword', 'OK', false, 'it is OK', [true, 'found']],
    ['keyword', 'OK', false, 'it is ok', [false, 'not found', 'keyword_missing']],
    ['keyword', 'OK', false, '', [false, 'not found', 'keyword_missing']],
    ['keyword', 'a.c', false, 'abc', [false, 'not found', 'keyword_missing']],
    ['keyword', '마스토돈', false, '여기는 마스토돈 입니다', [true, 'found']],
    ['keyword', 'ADMIN@social.example', true, 'Admin (@admin@Social.Example)', [true, 'found']],
    ['keyword', 'STRASSE', true, 'die Straße', [true, 'found']],
    ['keyword', 'οδος', true, 'ΟΔΟΣΑ', [true, 'found']],
    ['keyword', 'ОК', true, 'ок', [true, 'found']],
    ['keyword_absent', 'Error', false, 'all is well', [true, 'not found']],
    ['keyword_absent', 'Error', false, 'an Error', [false, 'found', 'keyword_present']],
    ['keyword_absent', 'error', true, 'an ERROR', [false, 'found', 'keyword_present']],
  ] as const;
  for (const [kind, wanted, ignoreCase, text, expected] of rows) {
    test(`${kind} ${wanted} in ${JSON.stringify(text)}: ${expected.join(', ')}`, () => {
      const result = checkKeyword({ kind, text: wanted, ignoreCase }, observation({ text }));
      assert.deepEqual(outline(result), expected);
    });
  }

  test('is not tested without a body, which is neither found nor not found', () => {
    for (const kind of ['keyword', 'keyword_absent'] as const) {
      assert.deepEqual(outline(checkKeyword({ kind, text: 'OK', ignoreCase: false }, untested)), [
        null,
        null,
      ]);
    }
  });

  test('finds every part of a text, whatever its case when case is ignored', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, wanted, after) => {
        const text = before + wanted.toUpperCase() + after;
        const result = checkKeyword(
          { kind: 'keyword', text: wanted, ignoreCase: true },
          observation({ text }),
        );
        assert.equal(result.pass, true);
      }),
    );
  });
});

describe('checkPattern', () => {
  const rows = [
    ['regex', '"version":"4\\.', '{"version":"4.5.3"}', [true, 'found']],
    ['regex', '^OK$', 'not OK', [false, 'not found', 'keyword_missing']],
    ['regex_absent', 'rror', 'fine', [true, 'not found']],
    ['regex_absent', 'rror', 'Error', [false, 'found', 'keyword_present']],
  ] as const;
  for (const [kind, source, text, expected] of rows) {
    test(`${kind} ${source} in ${JSON.stringify(text)}: ${expected.join(', ')}`, () => {
      assert.deepEqual(
        outline(checkPattern({ kind, pattern: pattern(source) }, observation({ text }))),
        expected,
      );
    });
  }

  test('is not tested without a body', () => {
    assert.deepEqual(outline(checkPattern({ kind: 'regex', pattern: pattern('a') }, untested)), [null, null]);
  });
});
