import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { sample, startDaemon, untilUp } from '../support/daemon.ts';
import { discovered, hasty } from '../support/discovered.ts';
import { startNginx } from '../support/nginx.ts';
import {
  eventually,
  freePort,
  type RunningProgram,
  requireProgram,
  startProgram,
  temporaryFolder,
} from '../support/real-programs.ts';
import { selfSigned } from '../support/tls.ts';

test('a real snac server behind TLS is discovered and watched: its user gone, snac stopped, the proxy stopped', async t => {
  const snac = await requireProgram(t, 'snac');
  const nginx = await requireProgram(t, 'nginx');
  if (snac === null || nginx === null) return;
  await using folder = await temporaryFolder();
  const [port, httpsPort] = [await freePort(), await freePort()];
  const domain = `localhost:${httpsPort}`;
  const data = await makeSnacData({ snac, folder: folder.path, port, domain });
  const { certificate, key } = await selfSigned(folder.path);
  await using server = startProgram(snac, ['httpd', data]);
  await using proxy = await startNginx(nginx, {
    port: httpsPort,
    server: `
      listen 127.0.0.1:${httpsPort} ssl;
      ssl_certificate ${certificate};
      ssl_certificate_key ${key};
      # Who speaks HTTP here is sent on, as from port 80.
      error_page 497 =301 https://$http_host$request_uri;
      location / { proxy_pass http://127.0.0.1:${port}; proxy_set_header Host $http_host; }`,
  });

  const trust = { NODE_EXTRA_CA_CERTS: certificate };
  const config = await discovered(domain, trust);
  assert.match(config, /software +snac 2\.\d+ +\(nodeinfo\)/);
  assert.match(config, /there is no preset for snac/);
  assert.match(config, /preset: fediverse/);
  assert.match(config, /account: alice/);
  assert.match(config, /^ {4}components:\n {6}api: \{\}$/m);
  assert.doesNotMatch(config, /ATTENTION|split domain/);

  await using daemon = await startDaemon(
    `${hasty}${config}
      user_page: { url: "https://${domain}/alice", keyword: "alice@${domain}" }
      host_meta: { interval: 1s }
`,
    [],
    trust,
  );
  const site = ['main_page', 'nodeinfo', 'api', 'host_meta'];
  const userParts = ['user_page', 'activitypub'];
  const all = [...site, ...userParts];
  const up = await untilUp(daemon, { ...each(site, 1), ...each(userParts, 1) });
  const notAfter = sample(up, 'fedistatus_tls_certificate_not_after_timestamp_seconds', { component: 'api' });
  assert.ok(notAfter !== undefined && notAfter * 1000 > Date.now());

  await rename(join(data, 'user', 'alice'), join(data, 'alice-away'));
  const down = await untilUp(daemon, { ...each(site, 1), ...each(userParts, 0) });
  assert.equal(sample(down, 'fedistatus_http_status_code', { component: 'user_page' }), 404);
  await untilDiagnosed('account_unavailable');

  await end(server);
  await untilUp(daemon, each(all, 0));
  await untilDiagnosed('web_process_down');

  await end(proxy);
  await untilDiagnosed('server_unreachable');

  async function untilDiagnosed(diagnosis: string): Promise<void> {
    await eventually(diagnosis, async () =>
      sample(await daemon.metrics(), 'fedistatus_diagnosis', { server: domain, diagnosis }),
    );
  }
});

function each<Value>(names: readonly string[], value: Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map(name => [name, value]));
}

async function end(program: RunningProgram): Promise<void> {
  program.kill('SIGTERM');
  await program.ended;
}

interface SnacSetup {
  readonly snac: string;
  readonly folder: string;
  readonly port: number;
  readonly domain: string;
}

async function makeSnacData({ snac, folder, port, domain }: SnacSetup): Promise<string> {
  const data = join(folder, 'snac');
  const answers = join(folder, 'answers');
  await writeFile(answers, `127.0.0.1\n${port}\n${domain}\n\n\n`);
  await using init = startProgram('sh', ['-c', `"${snac}" init "${data}" < "${answers}"`]);
  assert.equal(await init.ended, 0, init.output());
  await using user = startProgram(snac, ['adduser', data, 'alice']);
  assert.equal(await user.ended, 0, user.output());
  const settings = join(data, 'server.json');
  const written: object = JSON.parse(await readFile(settings, 'utf8'));
  await writeFile(settings, JSON.stringify({ ...written, admin_account: 'alice', title: 'Drills' }));
  return data;
}
