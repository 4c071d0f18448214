import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { sample, startDaemon, untilUp } from '../support/daemon.ts';
import { startNginx } from '../support/nginx.ts';
import {
  eventually,
  freePort,
  requireProgram,
  startProgram,
  temporaryFolder,
} from '../support/real-programs.ts';
import { selfSigned } from '../support/tls.ts';

test('a real snac server behind TLS: every part is up, and its user gone takes down only what shows the user', async t => {
  const snac = await requireProgram(t, 'snac');
  const nginx = await requireProgram(t, 'nginx');
  if (snac === null || nginx === null) return;
  await using folder = await temporaryFolder();
  const [port, httpsPort] = [await freePort(), await freePort()];
  const domain = `localhost:${httpsPort}`;
  const data = await makeSnacData(t, { snac, folder: folder.path, port, domain });
  const { certificate, key } = await selfSigned(folder.path);
  await using _server = startProgram(snac, ['httpd', data]);
  await using _proxy = await startNginx(nginx, {
    port: httpsPort,
    server: `
      listen 127.0.0.1:${httpsPort} ssl;
      ssl_certificate ${certificate};
      ssl_certificate_key ${key};
      location / { proxy_pass http://127.0.0.1:${port}; proxy_set_header Host $http_host; }`,
  });
  const tls = `tls: { ca_file: ${certificate} }`;
  const web = `https://${domain}`;
  await using daemon = await startDaemon(`
interval: 1s
timeout: 900ms
servers:
  - domain: ${domain}
    account: alice
    components:
      main_page: { url: "${web}/", ${tls}, content_type: text/html }
      api: { url: "${web}/api/v1/instance", ${tls}, json: [{ path: $.uri, equals: "${domain}" }] }
      user_page: { url: "${web}/alice", ${tls}, keyword: "alice@${domain}" }
      activitypub: { type: activitypub, url: "${web}", ${tls}, actor: true }
`);
  const up = await untilUp(daemon, { main_page: 1, api: 1, user_page: 1, activitypub: 1 });
  const notAfter = sample(up, 'fedistatus_tls_certificate_not_after_timestamp_seconds', { component: 'api' });
  assert.ok(notAfter !== undefined && notAfter * 1000 > Date.now());

  await rename(join(data, 'user', 'alice'), join(data, 'alice-away'));
  const down = await untilUp(daemon, { main_page: 1, api: 1, user_page: 0, activitypub: 0 });
  assert.equal(sample(down, 'fedistatus_http_status_code', { component: 'user_page' }), 404);
});

interface SnacSetup {
  readonly snac: string;
  readonly folder: string;
  readonly port: number;
  readonly domain: string;
}

async function makeSnacData(t: TestContext, { snac, folder, port, domain }: SnacSetup): Promise<string> {
  const data = join(folder, 'snac');
  const answers = join(folder, 'answers');
  await writeFile(answers, `127.0.0.1\n${port}\n${domain}\n\n\n`);
  await using init = startProgram('sh', ['-c', `"${snac}" init "${data}" < "${answers}"`]);
  assert.equal(await init.ended, 0, init.output());
  await using user = startProgram(snac, ['adduser', data, 'alice']);
  assert.equal(await user.ended, 0, user.output());
  t.diagnostic(
    (await readFile(join(data, 'server.json'), 'utf8')).includes(domain) ? `snac on ${domain}` : 'snac',
  );
  await eventually('the user', () => readFile(join(data, 'user', 'alice', 'user.json'), 'utf8'));
  return data;
}
