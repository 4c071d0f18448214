import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { TlsOptions } from 'node:tls';
import { Secret } from '../../../src/core/secret.ts';
import { defaultTls } from '../../../src/probe/keys/network.ts';
import type { TlsSettings } from '../../../src/probe/transport/types.ts';
import { type Authority, type CertificateWish, testAuthority } from '../../support/certificates.ts';
import { answer, hostileServer } from '../../support/hostile-server.ts';
import { asFailure, asObservation, fetch, network, phasesOf } from '../../support/transport-run.ts';

let authority: Authority;
before(async () => {
  authority = await testAuthority();
});
after(() => authority[Symbol.asyncDispose]());

const reply = (socket: Socket): void => void socket.write(answer('ok'));

interface Trial {
  readonly wish?: CertificateWish;
  readonly server?: TlsOptions;
  readonly settings?: Partial<TlsSettings>;
  readonly host?: string;
  /** Whether the client trusts the authority that signed. */
  readonly trusts?: boolean;
}

/** Fetches over TLS from a server with a certificate of its own. */
async function attempt({ wish = {}, server: options, settings, host = 'localhost', trusts = true }: Trial) {
  const pem = await authority.issue(wish);
  await using server = await hostileServer(reply, { tls: { key: pem.key, cert: pem.chain, ...options } });
  const tls = { ...defaultTls, caFile: trusts ? authority.caFile : null, ...settings };
  const outcome = await fetch(`https://${host}:${server.port}/`, { network: network({ tls }) });
  return { outcome, received: server.received };
}

const old: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };

describe('a good certificate', () => {
  const trials: readonly (readonly [row: string, trial: Trial, protocol: string])[] = [
    ['112: ECDSA, TLS 1.3', {}, 'TLSv1.3'],
    ['112: TLS 1.2', { server: { maxVersion: 'TLSv1.2' } }, 'TLSv1.2'],
    ['112: RSA', { wish: { key: 'rsa2048' } }, 'TLSv1.3'],
    [
      '112: P-384 and no other group, for which it must ask again',
      { server: { ecdhCurve: 'P-384' } },
      'TLSv1.3',
    ],
    [
      '112: P-521 and no other group, TLS 1.2',
      { server: { ecdhCurve: 'P-521', maxVersion: 'TLSv1.2' } },
      'TLSv1.2',
    ],
    ['118: an IP address among its names', { host: '127.0.0.1' }, 'TLSv1.3'],
    [
      '118: a wildcard',
      { wish: { names: 'DNS:*.example.test' }, settings: { serverName: 'a.example.test' } },
      'TLSv1.3',
    ],
    [
      '118: a wildcard for a name with an underscore',
      { wish: { names: 'DNS:*.example.test' }, settings: { serverName: 'my_media.example.test' } },
      'TLSv1.3',
    ],
    [
      '120: for the configured name',
      { wish: { names: 'DNS:other.test' }, settings: { serverName: 'other.test' } },
      'TLSv1.3',
    ],
    [
      '126: a thousand names',
      {
        wish: {
          names: ['DNS:localhost', ...Array.from({ length: 1000 }, (_, n) => `DNS:n${n}.test`)].join(),
        },
      },
      'TLSv1.3',
    ],
    ['139: three days left', { wish: { days: [-20, 3] } }, 'TLSv1.3'],
    ['124: TLS 1.1 where it is asked for', { server: old, settings: { minVersion: 'TLSv1.1' } }, 'TLSv1.1'],
    ['133: no ALPN', {}, 'TLSv1.3'],
    ['133: h2 and http/1.1', { server: { ALPNProtocols: ['h2', 'http/1.1'] } }, 'TLSv1.3'],
  ];
  for (const [row, trial, protocol] of trials) {
    it(`row ${row}: is accepted`, async () => {
      const observation = asObservation((await attempt(trial)).outcome);
      assert.equal(observation.text, 'ok');
      assert.equal(observation.tls?.protocol, protocol);
      assert.equal(observation.tls?.authorized, true);
      assert.match(phasesOf(observation), /connect tls processing transfer/);
    });
  }

  it('row 112: its dates, names and issuer are facts', async () => {
    const { tls } = asObservation(
      (await attempt({ wish: { days: [-2, 5], subject: '/CN=Some "name" <b>' } })).outcome,
    );
    assert.ok(Math.abs((tls?.notAfter ?? 0) - Date.now() - 5 * 86_400_000) < 60_000);
    assert.ok(Math.abs((tls?.notBefore ?? 0) - Date.now() + 2 * 86_400_000) < 60_000);
    assert.equal(tls?.issuer, 'CN=Test authority');
    // With the escapes of RFC 4514.
    assert.equal(tls?.subject, 'CN=Some \\"name\\" \\<b\\>');
    assert.match(tls?.subjectAltNames ?? '', /DNS:localhost/);
  });

  it('row 137: is shown every time, since no session is resumed', async () => {
    const pem = await authority.issue();
    let resumed = 0;
    await using server = await hostileServer(
      socket => {
        if ('isSessionReused' in socket && (socket as { isSessionReused(): boolean }).isSessionReused())
          resumed += 1;
        reply(socket);
      },
      { tls: { key: pem.key, cert: pem.cert } },
    );
    const tls = { ...defaultTls, caFile: authority.caFile };
    for (let run = 0; run < 3; run += 1) {
      const outcome = await fetch(`https://localhost:${server.port}/`, { network: network({ tls }) });
      assert.ok(outcome.tls?.notAfter);
    }
    assert.equal(resumed, 0);
  });

  it('row 14, 121: a configured Host is the name for SNI and for the check', async () => {
    const pem = await authority.issue({ names: 'DNS:hidden.test' });
    const asked: string[] = [];
    await using server = await hostileServer(reply, {
      tls: { key: pem.key, cert: pem.cert, SNICallback: (name, done) => (asked.push(name), done(null)) },
    });
    const outcome = await fetch(`https://127.0.0.1:${server.port}/`, {
      headers: [['Host', new Secret('hidden.test')]],
      network: network({ tls: { ...defaultTls, caFile: authority.caFile } }),
    });
    asObservation(outcome);
    assert.deepEqual(asked, ['hidden.test']);
    assert.match(server.received[0] ?? '', /host: hidden\.test\r\n/);
  });
});

describe('a bad certificate', () => {
  const trials: readonly (readonly [row: string, trial: Trial, code: string])[] = [
    ['113: expired', { wish: { days: [-20, -1] } }, 'tls_expired'],
    ['115: not yet valid', { wish: { days: [1, 20] } }, 'tls_not_yet_valid'],
    ['116: signed by itself', { wish: { selfSigned: true } }, 'tls_self_signed'],
    ['116: an authority that we do not know', { trusts: false }, 'tls_untrusted'],
    ['118: for another name', { wish: { names: 'DNS:other.test' } }, 'tls_name_mismatch'],
    [
      '118: no IP address among its names',
      { wish: { names: 'DNS:localhost' }, host: '127.0.0.1' },
      'tls_name_mismatch',
    ],
    [
      '118: a wildcard one level up',
      { wish: { names: 'DNS:*.test' }, settings: { serverName: 'a.b.test' } },
      'tls_name_mismatch',
    ],
    [
      '119: a common name and no others',
      { wish: { subject: '/CN=localhost', names: null } },
      'tls_name_mismatch',
    ],
    ['122: an intermediate that has expired', { wish: { intermediateEnds: -1 } }, 'tls_expired'],
    ['123: for clients', { wish: { usage: 'clientAuth' } }, 'tls_purpose'],
    [
      '125: RSA with 1024 bits',
      { wish: { key: 'rsa1024' }, server: { ciphers: 'DEFAULT@SECLEVEL=0' } },
      'tls_weak',
    ],
    [
      '125: signed with SHA-1',
      { wish: { digest: 'sha1' }, server: { ciphers: 'DEFAULT@SECLEVEL=0' } },
      'tls_weak',
    ],
  ];
  for (const [row, trial, code] of trials) {
    it(`row ${row}: ${code}, with its dates and without a byte sent`, async () => {
      const { outcome, received } = await attempt(trial);
      const failure = asFailure(outcome);
      assert.equal(failure.code, code, failure.message);
      assert.equal(failure.phase, 'tls');
      assert.equal(failure.tls?.authorized, false);
      assert.ok((failure.tls?.notAfter ?? 0) > 0);
      assert.equal(failure.address, '127.0.0.1');
      assert.equal(received.join(''), '');
    });
  }

  it('row 116: a missing intermediate is an unknown authority', async () => {
    const pem = await authority.issue({ intermediateEnds: 20 });
    await using server = await hostileServer(reply, { tls: { key: pem.key, cert: pem.cert } });
    const tls = { ...defaultTls, caFile: authority.caFile };
    const failure = asFailure(
      await fetch(`https://localhost:${server.port}/`, { network: network({ tls }) }),
    );
    assert.equal(failure.code, 'tls_untrusted');
  });

  const forgiven: readonly (readonly [row: string, trial: Trial])[] = [
    ['114: expired', { wish: { days: [-20, -1] } }],
    ['117: signed by itself', { wish: { selfSigned: true } }],
    ['117: for another name', { wish: { names: 'DNS:other.test' } }],
  ];
  for (const [row, trial] of forgiven) {
    it(`row ${row}: is an answer without verification, and still not authorized`, async () => {
      const { outcome } = await attempt({ ...trial, settings: { verify: false } });
      assert.equal(asObservation(outcome).tls?.authorized, false);
      assert.ok(outcome.tls?.notAfter);
    });
  }
});

describe('a handshake', () => {
  const trials: readonly (readonly [
    row: string,
    server: TlsOptions,
    settings: Partial<TlsSettings>,
    code: string,
  ])[] = [
    ['124: old versions only', old, {}, 'tls_protocol'],
    ['124: not as new as configured', { maxVersion: 'TLSv1.2' }, { minVersion: 'TLSv1.3' }, 'tls_protocol'],
    [
      '124: no common cipher',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CAMELLIA256-SHA384:ECDHE-ECDSA-AES256-CCM8' },
      {},
      'tls_protocol',
    ],
    ['133: h2 only', { ALPNProtocols: ['h2'] }, {}, 'tls_alpn'],
  ];
  for (const [row, server, settings, code] of trials) {
    it(`row ${row}: ${code}`, async () => {
      const failure = asFailure((await attempt({ server, settings })).outcome);
      assert.equal(failure.code, code, failure.message);
      assert.equal(failure.phase, 'tls');
    });
  }

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`row 131: without the client certificate that ${maxVersion} asks for: tls_client_cert`, async () => {
      const server = { requestCert: true, rejectUnauthorized: true, maxVersion } as const;
      const failure = asFailure((await attempt({ server })).outcome);
      assert.equal(failure.code, 'tls_client_cert', failure.message);
      assert.ok(failure.tls?.notAfter);
    });

    it(`row 131: with the client certificate that ${maxVersion} asks for: an answer`, async () => {
      const client = await authority.issue({ usage: 'clientAuth', names: null });
      const { outcome } = await attempt({
        server: { requestCert: true, rejectUnauthorized: true, maxVersion, ca: await readCa() },
        settings: { certificateFile: client.certFile, keyFile: client.keyFile },
      });
      assert.equal(asObservation(outcome).text, 'ok');
    });
  }

  const rude: readonly (readonly [
    row: string,
    behave: (socket: Socket) => void,
    code: string,
    message: RegExp,
  ])[] = [
    ['129: FIN', socket => socket.end(), 'tls_handshake', /closed the connection/],
    ['129: RST', socket => socket.resetAndDestroy(), 'tls_handshake', /reset|closed/i],
    [
      '129: an alert',
      socket => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 80])),
      'tls_handshake',
      /alert internal error/,
    ],
    ['130: plain HTTP', socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'tls_protocol', /version/],
  ];
  for (const [row, behave, code, message] of rude) {
    it(`row ${row} from the server: ${code}`, async () => {
      await using server = await hostileServer(socket => void socket.once('data', () => behave(socket)), {
        atOnce: true,
      });
      const failure = asFailure(await fetch(`https://127.0.0.1:${server.port}/`));
      assert.equal(failure.code, code, failure.message);
      assert.match(failure.message, message);
    });
  }

  it('row 126: ten thousand names end in a verdict', async () => {
    const names = [
      'DNS:localhost',
      ...Array.from({ length: 10_000 }, (_, n) => `DNS:name-number-${n}.test`),
    ].join();
    const { outcome } = await attempt({ wish: { names } });
    assert.equal(asFailure(outcome).code, 'tls_handshake');
  });

  it('row 130: a TLS port that is asked in plain HTTP is malformed', async () => {
    const pem = await authority.issue();
    await using server = await hostileServer(reply, { tls: { key: pem.key, cert: pem.cert } });
    const { code } = asFailure(await fetch(`http://127.0.0.1:${server.port}/`));
    assert.match(code, /^(?:malformed_response|conn_closed|conn_reset)$/);
  });

  it('row 132: a connection that drops after the handshake is closed', async () => {
    const pem = await authority.issue();
    await using server = await hostileServer(socket => socket.destroy(), {
      tls: { key: pem.key, cert: pem.cert },
    });
    const tls = { ...defaultTls, caFile: authority.caFile };
    const { code } = asFailure(
      await fetch(`https://localhost:${server.port}/`, { network: network({ tls }) }),
    );
    assert.match(code, /^conn_(?:closed|reset)$/);
  });

  it('files that cannot be read are our own fault', async () => {
    const { outcome } = await attempt({ settings: { caFile: '/nonexistent/ca.pem' } });
    assert.equal(asFailure(outcome).code, 'local_fault');
  });
});

describe('redirects and TLS', () => {
  it('row 104: http to https is followed, and the new host is the name', async () => {
    const pem = await authority.issue({ names: 'DNS:localhost' });
    await using secure = await hostileServer(reply, { tls: { key: pem.key, cert: pem.cert } });
    await using plain = await hostileServer(socket =>
      socket.write(`HTTP/1.1 301 Moved\r\nlocation: https://localhost:${secure.port}/\r\n\r\n`),
    );
    const tls = { ...defaultTls, caFile: authority.caFile };
    const observation = asObservation(
      await fetch(`http://127.0.0.1:${plain.port}/`, { network: network({ tls }) }),
    );
    assert.equal(observation.tls?.authorized, true);
    assert.equal(observation.http?.redirects, 1);
  });

  it('row 109: https to http is refused, and nothing is asked there', async () => {
    await using plain = await hostileServer(reply);
    const pem = await authority.issue();
    const location = `http://127.0.0.1:${plain.port}/`;
    await using secure = await hostileServer(
      socket => socket.write(`HTTP/1.1 301 Moved\r\nlocation: ${location}\r\n\r\n`),
      {
        tls: { key: pem.key, cert: pem.cert },
      },
    );
    const tls = { ...defaultTls, caFile: authority.caFile };
    const failure = asFailure(
      await fetch(`https://localhost:${secure.port}/`, { network: network({ tls }) }),
    );
    assert.equal(failure.code, 'redirect_downgrade');
    assert.equal(plain.connections, 0);
  });

  it('row 103: a redirect to an expired certificate fails as that does', async () => {
    const pem = await authority.issue({ days: [-20, -1] });
    await using secure = await hostileServer(reply, { tls: { key: pem.key, cert: pem.cert } });
    await using plain = await hostileServer(socket =>
      socket.write(`HTTP/1.1 301 Moved\r\nlocation: https://localhost:${secure.port}/\r\n\r\n`),
    );
    const tls = { ...defaultTls, caFile: authority.caFile };
    const failure = asFailure(await fetch(`http://127.0.0.1:${plain.port}/`, { network: network({ tls }) }));
    assert.equal(failure.code, 'tls_expired');
    assert.ok(failure.tls?.notAfter);
  });
});

async function readCa(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return await readFile(authority.caFile, 'utf8');
}
