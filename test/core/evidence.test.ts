import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AssertionResult } from '../../src/core/assertion.ts';
import { evidenceToJson, toEvidence } from '../../src/core/evidence.ts';
import type { Headers, Outcome } from '../../src/core/outcome.ts';
import { type Result, resultToJson, toResult } from '../../src/core/result.ts';
import { createScrubber } from '../../src/core/scrubber.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { component, failure, headers, http, now, observation, tls } from '../support/core-values.ts';

const wants200 = component([{ kind: 'status', accepted: [{ from: 200, to: 299 }], restricted: null }]);

function result(outcome: Outcome): Result {
  return toResult(wants200, outcome, { at: now, durationMs: 100 });
}

function refused(text: string, sent: Headers = headers()): Result {
  return result(observation({ text, http: http({ status: 502, headers: sent }) }));
}

function evidence(
  full: Result,
  excerptBytes: number,
  secrets: readonly string[] = [],
  former: Result | null = null,
): Result {
  return toEvidence(full, { excerptBytes, scrub: createScrubber(secrets) }, former);
}

describe('toEvidence', () => {
  test('drops the body and keeps the judgement', () => {
    const full = refused('a secret page');
    const kept = evidence(full, 0);
    assert.equal(JSON.stringify(kept).includes('secret page'), false);
    assert.deepEqual(kept.verdict, full.verdict);
    assert.deepEqual(resultToJson(kept), resultToJson(full));
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
      evidence(refused('', sent), 0).outcome.http?.headers,
      headers({ server: 'nginx', via: '1.1 a, 1.1 b' }),
    );
  });

  for (const [sent, kept] of [
    ['https://user:pass@a.example/x?token=t#f', 'https://a.example/x'],
    ['//user@a.example/x', '//a.example/x'],
    ['/auth/sign_in?next=%2F', '/auth/sign_in'],
  ] as const) {
    test(`keeps of the location ${sent} what is not private`, () => {
      const { http: keptHttp } = evidence(refused('', headers({ location: sent })), 0).outcome;
      assert.deepEqual(keptHttp?.headers.get('location'), [kept]);
    });
  }

  test('shares what says the same', () => {
    const answered = (date: string, status = 200): Result =>
      result(observation({ http: http({ status, headers: headers({ server: 'nginx', date }) }) }));
    const first = evidence(answered('now'), 0);
    const second = evidence(answered('later'), 0, [], first);
    assert.deepEqual(second, evidence(answered('later'), 0));
    assert.equal(second.verdict, first.verdict);
    const [one, other] = [first, second].map(({ outcome }) => outcome.http?.headers);
    assert.equal(other?.get('server'), one?.get('server'));
    assert.deepEqual(other?.get('date'), ['later']);
    const failed = evidence(answered('later', 502), 0, [], second);
    const alike = evidence(answered('never', 502), 0);
    assert.deepEqual(failed, evidence(answered('later', 502), 0));
    assert.equal(failed.verdict.assertions[0], alike.verdict.assertions[0]);
    assert.deepEqual(evidence(answered('later'), 0, [], failed), second);
  });

  const told: AssertionResult = {
    kind: 'json',
    pass: false,
    expected: 'x',
    actual: 'y',
    code: 'json_mismatch',
    ageMs: 1,
  };
  const others: readonly Partial<AssertionResult>[] = [
    { kind: 'header' },
    { pass: null },
    { expected: 'z' },
    { actual: null },
    { code: 'json_invalid' },
    { ageMs: 2 },
  ];

  function judged(verdict: Partial<Verdict>): Result {
    return { ...result(observation()), verdict: { result: 'pass', assertions: [told], ...verdict } };
  }

  for (const other of others) {
    test(`takes no result of an assertion for one that differs in ${Object.keys(other).join()}`, () => {
      const former = evidence(judged({}), 0);
      const full = judged({ assertions: [{ ...told, ...other }] });
      assert.deepEqual(evidence(full, 0, [], former).verdict, full.verdict);
    });
  }

  test('takes no judgement for another', () => {
    const cause = { code: 'json_mismatch', reason: 'content', message: 'x' } as const;
    for (const verdict of [{ result: 'warn' }, { assertions: [told, told] }, { cause }] as const) {
      const full = judged(verdict);
      assert.deepEqual(evidence(full, 0, [], evidence(judged({}), 0)).verdict, full.verdict);
      assert.deepEqual(evidence(judged({}), 0, [], evidence(full, 0)).verdict, judged({}).verdict);
    }
  });

  test('keeps an escaped excerpt of a failing body only where it is asked for', () => {
    const body = `Bad\r\nGate\u001b[31mway\u0085\u202e${'x'.repeat(1000)}`;
    assert.equal(evidence(refused(body), 0).excerpt, undefined);
    const { excerpt } = evidence(refused(body), 24);
    assert.equal(excerpt, 'Bad\\u000d\\u000aGate\\u001b[31mway\\u0085\\u202exx…');
    assert.equal(evidence(result(observation({ text: body })), 24).excerpt, undefined);
  });

  test('cuts an excerpt between characters', () => {
    assert.equal(evidence(refused('가나다'), 7).excerpt, '가나…');
    assert.equal(evidence(refused('😀😀'), 7).excerpt, '😀…');
    assert.equal(evidence(refused('가나'), 6).excerpt, '가나');
  });

  test('hides our secrets in whatever the target made of them, also where an excerpt ends', () => {
    const secrets = ['hunter2hunter2'];
    const sent = headers({ location: '/x/hunter2hunter2', server: 'hunter2hunter2' });
    const proofs = [{ kind: 'subject', pass: false, expected: 'x', actual: 'is hunter2hunter2' }];
    const text = `You sent ${'hunter2hunter2'.repeat(3)} and more`;
    for (const outcome of [
      observation({
        text,
        proofs,
        http: http({ status: 502, headers: sent, url: 'https://a/hunter2hunter2' }),
      }),
      failure({ message: 'banner hunter2hunter2', tls: tls({ subject: 'CN=hunter2hunter2' }) }),
    ]) {
      for (const excerptBytes of [0, 12, 20, 30, 40, 200]) {
        const seen = JSON.stringify(evidence(result(outcome), excerptBytes, secrets), (_, value) =>
          value instanceof Map ? [...value] : value,
        );
        assert.doesNotMatch(seen, /hunt/, `${excerptBytes}`);
      }
    }
    assert.equal(evidence(refused(text), 30, secrets).excerpt, 'You sent <secret><secret><secr…');
  });

  test('is on one line, however a target writes', () => {
    const kept = evidence(result(failure({ message: 'a\u001b[2Jb', tls: tls({ subject: 'CN=a\nb' }) })), 0);
    assert.equal(kept.verdict.cause?.message, 'a\\u001b[2Jb');
    assert.equal(kept.outcome.tls?.subject, 'CN=a\\u000ab');
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
      const kept = evidence(result(outcome), 2048);
      const seen = JSON.stringify(kept, (_, value) => (value instanceof Map ? [...value] : value));
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
    assert.equal(evidenceToJson(evidence(refused('Bad Gateway'), 3))['excerpt'], 'Bad…');
  });
});
