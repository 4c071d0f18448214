import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evidenceToJson, toEvidence } from '../../src/core/evidence.ts';
import type { Headers, Outcome } from '../../src/core/outcome.ts';
import { type Result, resultToJson, toResult } from '../../src/core/result.ts';
import { component, failure, headers, http, now, observation, tls } from '../support/core-values.ts';

const wants200 = component([{ kind: 'status', accepted: [{ from: 200, to: 299 }], restricted: null }]);

function result(outcome: Outcome): Result {
  return toResult(wants200, outcome, { at: now, durationMs: 100 });
}

function refused(text: string, sent: Headers = headers()): Result {
  return result(observation({ text, http: http({ status: 502, headers: sent }) }));
}

describe('toEvidence', () => {
  test('drops the body and keeps the judgement', () => {
    const full = refused('a secret page');
    const evidence = toEvidence(full, 0);
    assert.equal(JSON.stringify(evidence).includes('secret page'), false);
    assert.deepEqual(evidence.verdict, full.verdict);
    assert.deepEqual(resultToJson(evidence), resultToJson(full));
  });

  test('keeps only headers that tell something, and never a cookie', () => {
    const sent = headers({
      server: 'nginx',
      via: ['1.1 a', '1.1 b'],
      'set-cookie': '_session=abc',
      'x-secret': 'x',
      authorization: 'Bearer y',
    });
    assert.deepEqual(
      toEvidence(refused('', sent), 0).outcome.http?.headers,
      headers({ server: 'nginx', via: '1.1 a, 1.1 b' }),
    );
  });

  for (const [sent, kept] of [
    ['https://user:pass@a.example/x?token=t#f', 'https://a.example/x'],
    ['//user@a.example/x', '//a.example/x'],
    ['/auth/sign_in?next=%2F', '/auth/sign_in'],
  ] as const) {
    test(`keeps of the location ${sent} what is not private`, () => {
      const { http: keptHttp } = toEvidence(refused('', headers({ location: sent })), 0).outcome;
      assert.deepEqual(keptHttp?.headers.get('location'), [kept]);
    });
  }

  test('keeps an escaped excerpt of a failing body only where it is asked for', () => {
    const body = `Bad\r\nGate\u001b[31mway\u0085\u202e${'x'.repeat(1000)}`;
    assert.equal(toEvidence(refused(body), 0).excerpt, undefined);
    const { excerpt } = toEvidence(refused(body), 24);
    assert.equal(excerpt, 'Bad\\u000d\\u000aGate\\u001b[31mway\\u0085\\u202exx…');
    assert.equal(toEvidence(result(observation({ text: body })), 24).excerpt, undefined);
  });

  test('cuts an excerpt between characters', () => {
    assert.equal(toEvidence(refused('가나다'), 7).excerpt, '가나…');
    assert.equal(toEvidence(refused('😀😀'), 7).excerpt, '😀…');
    assert.equal(toEvidence(refused('가나'), 6).excerpt, '가나');
  });

  test('is bounded, whatever the target sent', () => {
    const huge = 'x'.repeat(200_000);
    const proofs = [{ kind: 'self_link', pass: false, expected: 'a link', actual: huge }];
    for (const outcome of [
      observation({
        text: huge,
        proofs,
        http: http({ status: 502, url: huge, headers: headers({ server: huge, location: huge }) }),
        tls: tls({ subject: huge, issuer: huge, subjectAltNames: huge }),
      }),
      failure({ message: huge, proofs }),
    ]) {
      const evidence = toEvidence(result(outcome), 2048);
      const seen = JSON.stringify(evidence, (_, value) => (value instanceof Map ? [...value] : value));
      assert.ok(seen.length < 12_000, `${seen.length}`);
    }
  });
});

describe('evidenceToJson', () => {
  test('is the usual object with the headers that tell something', () => {
    const full = refused('body', headers({ 'x-cached': 'STALE', 'set-cookie': 'a=b' }));
    assert.deepEqual(evidenceToJson(full), { ...resultToJson(full), headers: { 'x-cached': 'STALE' } });
    assert.deepEqual(evidenceToJson(result(failure())), resultToJson(result(failure())));
  });

  test('shows the excerpt', () => {
    assert.equal(evidenceToJson(toEvidence(refused('Bad Gateway'), 3))['excerpt'], 'Bad…');
  });
});
