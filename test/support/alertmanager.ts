import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { eventually, freePort, startProgram, temporaryFolder } from './real-programs.ts';

const deploy = resolve(import.meta.dirname, '../../deploy');

/** An alert as a webhook gets it. */
export interface ReceivedAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Alertmanager extends AsyncDisposable {
  readonly port: number;
  /** One entry for each message that was sent, with its alerts. */
  readonly messages: readonly (readonly ReceivedAlert[])[];
}

/** `nobody`. */
const unprivileged = 65534;

/** Starts Debian's Alertmanager with the shipped routes and inhibitions, but in seconds, and with one receiver: us. */
export async function startAlertmanager(path: string): Promise<Alertmanager> {
  const folder = await temporaryFolder();
  const messages: (readonly ReceivedAlert[])[] = [];
  const hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      messages.push(JSON.parse(body).alerts);
      response.end();
    });
  });
  await new Promise<void>(done => hook.listen(0, '127.0.0.1', done));
  const address = hook.address();
  const hookPort = typeof address === 'object' && address !== null ? address.port : 0;
  const port = await freePort();
  const file = join(folder.path, 'alertmanager.yml');
  await writeFile(file, await shippedRoutes(`http://127.0.0.1:${hookPort}/`));
  const program = startProgram(
    path,
    [
      `--config.file=${file}`,
      `--storage.path=${folder.path}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    { uid: unprivileged, cwd: folder.path },
  );
  await eventually(
    'Alertmanager',
    async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok || undefined,
  );
  return {
    port,
    messages,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      hook.closeAllConnections();
      await new Promise(done => hook.close(done));
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function shippedRoutes(url: string): Promise<string> {
  const shipped = parse(await readFile(join(deploy, 'alertmanager/alertmanager.yml'), 'utf8'), {
    merge: true,
  });
  const hurried = { group_wait: '2s', group_interval: '1s', repeat_interval: '1h' };
  return stringify({
    route: {
      ...shipped.route,
      ...hurried,
      routes: shipped.route.routes.map((route: object) => ({ ...route, ...hurried })),
    },
    inhibit_rules: shipped.inhibit_rules,
    receivers: shipped.receivers.map(({ name }: { name: string }) =>
      name === 'mail' || name === 'page'
        ? { name, webhook_configs: [{ url, send_resolved: true }] }
        : { name },
    ),
  });
}

/** The shipped rules, which wait seconds where they wait minutes: as many, so that their order stays. */
export async function hurriedRules(): Promise<string> {
  const shipped = await readFile(join(deploy, 'prometheus/fedistatus.rules.yaml'), 'utf8');
  return shipped.replace(/^( +(?:for|keep_firing_for): )(\d+)m$/gm, '$1$2s');
}
