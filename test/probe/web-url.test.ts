import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readJrd, readSelfLink } from '../../src/probe/activitypub/webfinger.ts';
import { parseWebUrl } from '../../src/probe/web-url.ts';

describe('an address that a server names', () => {
  for (const [text, expected] of [
    ['https://social.example/users/admin', 'https://social.example/users/admin'],
    [' HTTPS://Social.example:8443?a#b', 'https://social.example:8443/?a#b'],
    ['http://[2001:db8::1]/', 'http://[2001:db8::1]/'],
    [`https://social.example/${'a'.repeat(9000)}`, `https://social.example/${'a'.repeat(9000)}`],
    ['https://연합.example/', 'https://xn--ej5b06z.example/'],
    ['https://user@social.example/', null],
    ['https://user:password@social.example/', null],
    ['ftp://social.example/', null],
    ['/users/admin', null],
    ['https://', null],
    [`https://${'a'.repeat(300)}/`, null],
  ] as const) {
    it(`${text.slice(0, 60)} leads to ${expected === null ? 'nowhere' : expected.slice(0, 60)}`, () => {
      assert.equal(parseWebUrl(text)?.href ?? null, expected);
    });
  }

  it('keeps nobody waiting, however long the names are that a document is full of', () => {
    const name = Array.from({ length: 5000 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('');
    const link = { rel: 'self', type: 'application/activity+json', href: `https://${name}/` };
    const document = JSON.stringify({ links: Array.from({ length: 60 }, () => link) });
    const startedAt = performance.now();
    assert.throws(() => readSelfLink(readJrd(document)), { code: 'wf_link' });
    // Each of them, converted, would take some 50 ms.
    assert.ok(performance.now() - startedAt < 1000);
  });
});
