import assert from 'node:assert/strict';
import test from 'node:test';
import { defaultTls } from '../../src/probe/keys/network.ts';
import { testAuthority } from '../support/certificates.ts';
import { startNginx } from '../support/nginx.ts';
import { freePort, requireProgram } from '../support/real-programs.ts';
import { asObservation, fetch, network } from '../support/transport-run.ts';

test('nginx that speaks HTTP/2 is spoken to in it where that is asked for, and in HTTP/1.1 elsewhere', async t => {
  const nginx = await requireProgram(t, 'nginx');
  if (nginx === null) return;
  await using authority = await testAuthority();
  const { certFile, keyFile } = await authority.issue();
  const port = await freePort();
  const bodyBytes = 3_000_000;
  await using _server = await startNginx(nginx, {
    port,
    http: 'gzip on; gzip_types text/plain; gzip_min_length 1;',
    server: `
      listen 127.0.0.1:${port} ssl http2;
      ssl_certificate ${certFile};
      ssl_certificate_key ${keyFile};
      default_type text/plain;
      location /short { return 200 "over $server_protocol"; }
      location /long { return 200 "${'ten bytes '.repeat(200)}"; }
      location /post { client_max_body_size 8m; return 200 "$content_length bytes"; }`,
  });
  const ask = async (path: string, changes: Parameters<typeof fetch>[1]): Promise<string | undefined> => {
    const tls = { ...defaultTls, caFile: authority.caFile };
    return asObservation(
      await fetch(`https://localhost:${port}${path}`, { network: network({ tls }), ...changes }),
    ).text;
  };
  assert.equal(await ask('/short', { http2: true }), 'over HTTP/2.0');
  assert.equal(await ask('/short', { http2: false }), 'over HTTP/1.1');
  assert.equal((await ask('/long', { http2: true }))?.length, 2000, 'gzip undone');
  const body = 'x'.repeat(bodyBytes);
  assert.equal(await ask('/post', { http2: true, method: 'POST', body }), `${bodyBytes} bytes`);
});
