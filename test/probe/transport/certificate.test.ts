import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { checkServerIdentity } from 'node:tls';
import { refusalOf, tlsFactsOf } from '../../../src/probe/transport/certificate.ts';
import { type Authority, type CertificateWish, testAuthority } from '../../support/certificates.ts';

let authority: Authority;
before(async () => {
  authority = await testAuthority();
});
after(() => authority[Symbol.asyncDispose]());

async function certificateOf(wish: CertificateWish): Promise<X509Certificate> {
  return new X509Certificate((await authority.issue(wish)).cert);
}

interface Names {
  /** For which the certificate is good, to us as to Node.js. */
  readonly good?: readonly string[];
  readonly bad?: readonly string[];
  /** For which it is good to Node.js alone. */
  readonly tooOld?: readonly string[];
}

const certificates: readonly (readonly [wish: CertificateWish, names: Names])[] = [
  [
    { names: 'DNS:example.test,DNS:*.wild.test' },
    {
      good: ['example.test', 'EXAMPLE.test', 'a.wild.test'],
      bad: ['wild.test', 'a.b.wild.test', 'other.test', '127.0.0.1'],
    },
  ],
  [{ names: 'DNS:a*.part.test' }, { tooOld: ['abc.part.test'], bad: ['b.part.test'] }],
  [{ names: 'DNS:*' }, { bad: ['example', 'example.test'] }],
  [{ names: 'DNS:*.test' }, { bad: ['example.test', 'a.example.test'] }],
  [
    { names: 'DNS:xn--bcher-kva.test,DNS:*.xn--bcher-kva.test' },
    { good: ['xn--bcher-kva.test', 'xn--a.xn--bcher-kva.test'] },
  ],
  [
    { names: 'IP:127.0.0.1,IP:2001:db8::1' },
    {
      good: ['127.0.0.1', '2001:db8::1', '2001:0db8:0:0::0001'],
      bad: ['127.0.0.2', '2001:db8::2', 'localhost'],
    },
  ],
  [{ names: 'DNS:127.0.0.1' }, { bad: ['127.0.0.1'] }],
  [
    { names: null, subject: '/CN=example.test' },
    { tooOld: ['example.test'], bad: ['other.test'] },
  ],
  [
    { names: 'URI:https://example.test/', subject: '/CN=example.test' },
    { tooOld: ['example.test'], bad: ['other.test'] },
  ],
  [{ names: 'DNS:other.test', subject: '/CN=example.test' }, { bad: ['example.test'] }],
];

describe('the names of a certificate', () => {
  for (const [wish, { good = [], bad = [], tooOld = [] }] of certificates) {
    const shown = [wish.names ?? 'none', wish.subject].join(' ');
    it(`are judged as strictly as by Node.js, or more: ${shown}`, async () => {
      const certificate = await certificateOf(wish);
      const legacy = certificate.toLegacyObject();
      const judge = (names: readonly string[]): unknown =>
        names.map(name => [
          name,
          refusalOf(certificate, null, name)?.code,
          checkServerIdentity(name, legacy) === undefined,
        ]);
      assert.deepEqual(
        judge(good),
        good.map(name => [name, undefined, true]),
      );
      assert.deepEqual(
        judge(bad),
        bad.map(name => [name, 'tls_name_mismatch', false]),
      );
      assert.deepEqual(
        judge(tooOld),
        tooOld.map(name => [name, 'tls_name_mismatch', true]),
      );
    });
  }

  it('are judged for each name that they are asked for, and for each certificate, however often', async () => {
    const [first, second] = [
      await certificateOf({ names: 'DNS:first.test' }),
      await certificateOf({ names: 'DNS:second.test' }),
    ];
    for (let time = 0; time < 2; time += 1) {
      assert.equal(refusalOf(first, null, 'first.test'), null);
      assert.equal(refusalOf(first, null, 'second.test')?.code, 'tls_name_mismatch');
      assert.equal(refusalOf(second, null, 'second.test'), null);
      assert.equal(refusalOf(second, null, 'first.test')?.code, 'tls_name_mismatch');
    }
  });

  it('do not help where the chain is bad', async () => {
    const certificate = await certificateOf({ names: 'DNS:a.test' });
    assert.equal(refusalOf(certificate, null, 'a.test'), null);
    assert.equal(refusalOf(certificate, 'CERT_HAS_EXPIRED', 'a.test')?.code, 'tls_expired');
  });
});

describe('the facts of a certificate', () => {
  it('are those of the certificate and of the connection at hand', async () => {
    const [old, renewed] = [await certificateOf({ days: [-9, 1] }), await certificateOf({ days: [-1, 9] })];
    const facts = [old, renewed, old].map((certificate, index) =>
      tlsFactsOf(certificate, 'localhost', {
        protocol: index === 0 ? 'TLSv1.2' : null,
        authorized: index > 0,
      }),
    );
    assert.deepEqual(
      facts.map(({ protocol, authorized, notAfter }) => [protocol, authorized, notAfter]),
      [
        ['TLSv1.2', false, old.validToDate.getTime()],
        [undefined, true, renewed.validToDate.getTime()],
        [undefined, true, old.validToDate.getTime()],
      ],
    );
  });
});
