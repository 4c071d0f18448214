import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { tls } from '../../src/probe/tls.ts';
import { type Authority, type CertificateWish, testAuthority } from '../support/certificates.ts';
import { hostileServer } from '../support/hostile-server.ts';
import { prepared, probeOnce } from '../support/probing.ts';
import { eventually } from '../support/real-programs.ts';
import { phasesOf } from '../support/transport-run.ts';

let authority: Authority;
before(async () => {
  authority = await testAuthority();
});
after(() => authority[Symbol.asyncDispose]());

async function probe(wish: CertificateWish, settings: object = {}) {
  const pem = await authority.issue(wish);
  await using server = await hostileServer(() => {}, { tls: { key: pem.key, cert: pem.cert } });
  const ready = prepared(tls, {
    address: `localhost:${server.port}`,
    tls: { ca_file: authority.caFile },
    ...settings,
  });
  return await probeOnce(ready);
}

describe('a TLS handshake', () => {
  it('is up with a good certificate', async () => {
    const { outcome, verdict } = await probe({});
    assert.equal(verdict.result, 'pass');
    assert.equal(outcome.tls?.authorized, true);
    assert.equal(phasesOf(outcome), 'resolve connect tls');
  });

  it('row 113: fails with an expired one, and tells when it expired', async () => {
    const { outcome, verdict } = await probe({ days: [-9, -1] });
    assert.equal(verdict.cause?.code, 'tls_expired');
    assert.ok((outcome.tls?.notAfter ?? Infinity) < Date.now());
  });

  it('row 139: fails when less time is left than wanted', async () => {
    const { verdict } = await probe({ days: [-9, 3] }, { certificate: { min_left: '7d' } });
    assert.equal(verdict.cause?.code, 'tls_expires_soon');
  });

  it('row 139: passes when enough is left', async () => {
    const { verdict } = await probe({ days: [-9, 8] }, { certificate: { min_left: '7d' } });
    assert.equal(verdict.result, 'pass');
  });

  it('trusts the certificate of the server itself, and of an intermediate authority', async () => {
    const pem = await authority.issue({ intermediateEnds: 30 });
    const [, intermediate = ''] = pem.chain.split(/(?<=-----END CERTIFICATE-----\n)/);
    const file = join(authority.folder, 'intermediate.pem');
    await writeFile(file, intermediate);
    await using server = await hostileServer(() => {}, { tls: { key: pem.key, cert: pem.cert } });
    for (const [trusted, code] of [[pem.certFile], [file], [authority.caFile, 'tls_untrusted']]) {
      const ready = prepared(tls, { address: `localhost:${server.port}`, tls: { ca_file: trusted } });
      assert.equal((await probeOnce(ready)).verdict.cause?.code, code, trusted);
    }
  });

  it('knows the names of other scripts', async () => {
    const wish = { names: 'DNS:localhost,DNS:xn--bcher-kva.example' };
    const { verdict } = await probe(wish, {
      tls: { ca_file: authority.caFile, server_name: 'bücher.example' },
    });
    assert.equal(verdict.result, 'pass');
    assert.equal(prepared(tls, { address: 'bücher.example:443' }).target, 'xn--bcher-kva.example:443');
  });

  it('looks with ip: both at the certificate of each family', async () => {
    const [fresh, old] = [
      await authority.issue({ days: [-9, 60] }),
      await authority.issue({ days: [-9, 3] }),
    ];
    await using four = await hostileServer(() => {}, { tls: { key: fresh.key, cert: fresh.cert } });
    await using _six = await hostileServer(() => {}, {
      tls: { key: old.key, cert: old.cert },
      host: '::1',
      port: four.port,
    });
    const ready = prepared(tls, {
      address: `localhost:${four.port}`,
      tls: { ca_file: authority.caFile },
      ip: 'both',
      certificate: { min_left: '7d' },
    });
    const { outcome, verdict } = await probeOnce(ready);
    assert.equal(verdict.cause?.code, 'tls_expires_soon');
    assert.deepEqual(
      outcome.families?.map(({ code }) => code),
      [undefined, 'tls_expires_soon'],
    );
  });

  it('reads a certificate anew when its file changes', async () => {
    const first = await testAuthority();
    const pem = await first.issue();
    await using server = await hostileServer(() => {}, { tls: { key: pem.key, cert: pem.cert } });
    const { copyFile, utimes } = await import('node:fs/promises');
    const file = `${first.folder}/trusted.pem`;
    await copyFile(authority.caFile, file);
    await utimes(file, 1, 1);
    const ready = prepared(tls, { address: `localhost:${server.port}`, tls: { ca_file: file } });
    assert.equal((await probeOnce(ready)).verdict.cause?.code, 'tls_untrusted');
    await copyFile(first.caFile, file);
    await eventually('its acceptance', async () =>
      (await probeOnce(ready)).verdict.result === 'pass' ? true : undefined,
    );
    await first[Symbol.asyncDispose]();
  });
});
