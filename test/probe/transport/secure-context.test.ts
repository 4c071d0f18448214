import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { defaultTls } from '../../../src/probe/keys/network.ts';
import { secureContextOf } from '../../../src/probe/transport/secure-context.ts';
import { testAuthority } from '../../support/certificates.ts';

it('a context is the same for the same settings, and made anew within a quarter of a second when a file changes', async () => {
  await using authority = await testAuthority();
  const folder = await mkdtemp(join(tmpdir(), 'fedistatus-context-'));
  try {
    const caFile = join(folder, 'trusted.pem');
    const settings = { ...defaultTls, caFile };
    await copyFile(authority.caFile, caFile);
    await utimes(caFile, 1, 1);
    const first = secureContextOf(settings, 0);
    assert.equal(secureContextOf({ ...settings, serverName: 'other.test' }, 100), first);
    assert.notEqual(secureContextOf({ ...settings, minVersion: 'TLSv1.3' }, 100), first);
    assert.equal(secureContextOf(settings, 300), first);
    await utimes(caFile, 2, 2);
    assert.equal(secureContextOf(settings, 549), first);
    const second = secureContextOf(settings, 550);
    assert.notEqual(second, first);
    await rm(caFile);
    assert.equal(secureContextOf(settings, 799), second);
    for (const nowMs of [800, 801]) {
      assert.throws(() => secureContextOf(settings, nowMs), { code: 'local_fault' });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
