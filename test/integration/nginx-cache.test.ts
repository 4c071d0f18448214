import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import test from 'node:test';
import { sample, startDaemon, untilUp } from '../support/daemon.ts';
import { startNginx } from '../support/nginx.ts';
import {
  eventually,
  freePort,
  type RunningProgram,
  requireProgram,
  startProgram,
} from '../support/real-programs.ts';

const main = resolve(import.meta.dirname, '../../src/main.ts');

/**
 * The caching directives that Mastodon recommends to its sysops: what the cache has, it goes on serving while the
 * application is dead.
 */
const caching = (freshFor: string): string => `
  proxy_cache CACHE;
  proxy_cache_valid 200 ${freshFor};
  proxy_cache_valid 410 24h;
  proxy_cache_use_stale error timeout updating http_500 http_502 http_503 http_504;
  add_header X-Cached $upstream_cache_status;
`;

test('application killed behind caching nginx: plain requests still get 200, and the daemon says down, and why', async t => {
  const nginx = await requireProgram(t, 'nginx');
  if (nginx === null) return;
  const [appPort, port] = [await freePort(), await freePort()];
  const domain = `mastodon.localhost:${appPort}`;
  await using application = await startApplication(appPort);
  await using _proxy = await startCache(nginx, { port, appPort }, caching('7d'));
  const visitor = async (): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v2/instance`);
    await response.arrayBuffer();
    return `${response.status} ${response.headers.get('x-cached')}`;
  };
  assert.equal(await visitor(), '200 MISS');
  await using daemon = await startDaemon(`
interval: 1s
timeout: 900ms
servers:
  - domain: ${domain}
    web_domain: http://127.0.0.1:${port}
    preset: mastodon
    account: admin
    components:
      health: { interval: 1s }
      activitypub: null
      host_meta: null
      streaming_websocket: null
      edge: {}
`);
  const parts = ['main_page', 'api', 'user_page', 'health', 'streaming'];
  await untilUp(daemon, Object.fromEntries([...parts, 'edge'].map(name => [name, 1])));

  application.kill('SIGKILL');
  await application.ended;
  const text = await untilUp(daemon, Object.fromEntries(parts.map(name => [name, 0])));
  assert.match(await visitor(), /^200 (?:HIT|STALE)$/);
  assert.equal(sample(text, 'fedistatus_http_status_code', { component: 'api' }), 502);

  const diagnosed = await eventually('the diagnosis', async () => {
    const metrics = await daemon.metrics();
    const found = metrics.matchAll(/^fedistatus_diagnosis\{[^}]*diagnosis="([^"]+)"\} 1$/gm);
    // The simulated streaming server was killed with it, being the same program.
    assert.deepEqual(
      Array.from(found, ([, id]) => id),
      ['web_process_down', 'streaming_down', 'hidden_by_cache'],
    );
    return metrics;
  });
  assert.equal(sample(diagnosed, 'fedistatus_http_status_code', { component: 'edge' }), 200);
  const debug: unknown = await (await daemon.get('/debug/components')).json();
  assert.match(JSON.stringify(debug), /"diagnosis":\{"[^"]+":\[\{"id":"web_process_down"/);
  // The log takes it in a moment after whoever asks.
  await eventually('the diagnosis in the log', async () =>
    /"diagnoses":\["web_process_down".*diagnosis changed/.test(daemon.program.output()) ? true : undefined,
  );
});

test('a copy that nginx knows to be stale is a failure with its own reason', async t => {
  const nginx = await requireProgram(t, 'nginx');
  if (nginx === null) return;
  const [appPort, port] = [await freePort(), await freePort()];
  await using application = await startApplication(appPort);
  const briefly = `proxy_ignore_headers Cache-Control; ${caching('1s')}`;
  await using _proxy = await startCache(nginx, { port, appPort }, briefly);
  await using daemon = await startDaemon(`
interval: 1s
timeout: 900ms
servers:
  - domain: mastodon.localhost:${appPort}
    components:
      visitors: { url: "http://127.0.0.1:${port}/api/v2/instance", cache: allow, keyword: version }
`);
  await untilUp(daemon, { visitors: 1 });
  application.kill('SIGKILL');
  await application.ended;
  const text = await untilUp(daemon, { visitors: 0 });
  assert.equal(sample(text, 'fedistatus_http_status_code', { component: 'visitors' }), 200);
  assert.equal(sample(text, 'fedistatus_cache', { component: 'visitors', status: 'stale' }), 1);
  assert.equal(sample(text, 'fedistatus_failure', { component: 'visitors', reason: 'stale_cache' }), 1);
  assert.equal(sample(text, 'fedistatus_keyword_match', { component: 'visitors' }), undefined);
});

/** The simulated server, in a process of its own. */
async function startApplication(port: number): Promise<RunningProgram> {
  const program = startProgram(process.execPath, [main, 'demo', `--listen=127.0.0.1:${port}`]);
  const address = `http://127.0.0.1:${port}/_demo`;
  try {
    await eventually('the application', async () => (await fetch(address)).ok || undefined);
  } catch (error) {
    await program[Symbol.asyncDispose]();
    throw new Error(program.output(), { cause: error });
  }
  return program;
}

/** nginx in front of the application, with these directives. */
function startCache(
  nginx: string,
  { port, appPort }: { readonly port: number; readonly appPort: number },
  directives: string,
): Promise<RunningProgram> {
  return startNginx(nginx, {
    port,
    http: 'proxy_cache_path $FOLDER/cache levels=1:2 keys_zone=CACHE:10m inactive=7d max_size=1g;',
    server: `
      listen 127.0.0.1:${port};
      location / {
        proxy_pass http://127.0.0.1:${appPort};
        proxy_set_header Host mastodon.localhost:${appPort};
        proxy_http_version 1.1;
        ${directives}
      }`,
  });
}
