import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkStatus, isRestricted } from '../../../src/core/assertion/status.ts';
import type { StatusAssertion } from '../../../src/core/assertion.ts';
import { http, observation, outline } from '../../support/core-values.ts';

const ok: StatusAssertion = { kind: 'status', accepted: [{ from: 200, to: 299 }], restricted: null };
const listed: StatusAssertion = {
  ...ok,
  accepted: [
    { from: 200, to: 299 },
    { from: 404, to: 404 },
  ],
};
const limited: StatusAssertion = {
  ...ok,
  restricted: { statuses: [{ from: 401, to: 401 }], path: '/auth/sign_in' },
};
const signIn = 'https://social.example/auth/sign_in';

describe('checkStatus', () => {
  const rows = [
    ['200', ok, { status: 200 }, [true, '200']],
    ['299', ok, { status: 299 }, [true, '299']],
    ['300', ok, { status: 300 }, [false, '300', 'http_status']],
    ['600', ok, { status: 600 }, [false, '600', 'http_status']],
    ['404 where it is listed', listed, { status: 404 }, [true, '404']],
    ['429', ok, { status: 429 }, [false, '429', 'rate_limited']],
    ['401 of a server for members', limited, { status: 401 }, [true, '401, members only']],
    [
      'the sign-in page after a redirect',
      limited,
      { redirects: 1, url: signIn },
      [true, '200, members only'],
    ],
  ] as const;
  for (const [name, assertion, parts, expected] of rows) {
    test(`${name}: ${expected.join(', ')}`, () => {
      assert.deepEqual(outline(checkStatus(assertion, observation({ http: http(parts) }))), expected);
    });
  }

  test('no HTTP answer is a fail', () => {
    const { http: _, ...without } = observation();
    assert.deepEqual(outline(checkStatus(ok, without)), [false, null, 'http_status']);
  });

  test('writes codes and ranges as the configuration does', () => {
    assert.equal(checkStatus(listed, observation()).expected, '200-299, 404');
  });
});

describe('isRestricted', () => {
  const rows = [
    ['the sign-in page without a redirect', { url: signIn }, false],
    ['a redirect to another page', { redirects: 1, url: 'https://social.example/about' }, false],
    ['a redirect to a longer path', { redirects: 1, url: `${signIn}/again` }, false],
    ['a path that only the query has', { redirects: 1, url: 'https://a.example/?x=/auth/sign_in' }, false],
    ['a redirect to the sign-in page', { redirects: 1, url: signIn }, true],
  ] as const;
  for (const [name, parts, expected] of rows) {
    test(`${name}: ${expected}`, () => assert.equal(isRestricted(limited, http(parts)), expected));
  }
});
