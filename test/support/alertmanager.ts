import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { json } from 'node:stream/consumers';
import { parse } from 'yaml';
import { httpServer } from './probing.ts';
import { eventually, freePort, startProgram, temporaryFolder } from './real-programs.ts';

const deploy = resolve(import.meta.dirname, '../../deploy');

/** An alert as a webhook gets it. */
export interface ReceivedAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Takes what Alertmanager sends. */
export interface Hook extends AsyncDisposable {
  readonly url: string;
  /** What came, parsed, one entry for each message. */
  readonly bodies: readonly unknown[];
}

export async function startHook(): Promise<Hook> {
  const bodies: unknown[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    bodies.push(await json(request));
    // The word that Slack says, and that is asked of whatever claims to be like it.
    response.end('ok');
  };
  const server = await httpServer((request, response) => void take(request, response));
  return {
    url: `http://${server.host}/`,
    bodies,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The alerts of each message of Alertmanager's own webhook. */
export function messagesOf({ bodies }: Hook): readonly (readonly ReceivedAlert[])[] {
  return bodies.map(body => (body as { readonly alerts: readonly ReceivedAlert[] }).alerts);
}

/** `nobody`. */
const unprivileged = 65534;

/** Starts Debian's Alertmanager with a configuration, which may be JSON. */
export async function startAlertmanager(
  path: string,
  configuration: string,
): Promise<AsyncDisposable & { readonly port: number }> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const file = join(folder.path, 'alertmanager.yml');
  await writeFile(file, configuration);
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
  const stop = async (): Promise<void> => {
    await program[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  try {
    await eventually(
      'Alertmanager',
      async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok || undefined,
    );
  } catch (error) {
    await stop();
    throw new Error(program.output(), { cause: error });
  }
  return { port, [Symbol.asyncDispose]: stop };
}

/** The file that is shipped. */
export async function shippedConfiguration(): Promise<ShippedConfiguration> {
  return parse(await readFile(join(deploy, 'alertmanager/alertmanager.yml'), 'utf8'), { merge: true });
}

export interface ShippedConfiguration {
  readonly route: { readonly routes: readonly object[] };
  readonly inhibit_rules: readonly {
    readonly source_matchers: readonly string[];
    readonly target_matchers: readonly string[];
    readonly equal: readonly string[];
  }[];
  readonly receivers: readonly { readonly name: string }[];
}

/** The shipped routes and inhibitions, with seconds in place of minutes and one receiver for all that is told. */
export async function hurriedRoutes(url: string): Promise<string> {
  const { route, inhibit_rules, receivers } = await shippedConfiguration();
  const hurried = { group_wait: '2s', group_interval: '1s', repeat_interval: '1h' };
  return JSON.stringify({
    route: { ...route, ...hurried, routes: route.routes.map(child => ({ ...child, ...hurried })) },
    inhibit_rules,
    receivers: receivers.map(({ name }) =>
      name === 'mail' || name === 'page' ? { name, webhook_configs: [{ url }] } : { name },
    ),
  });
}

/** The shipped rules, which wait seconds where they wait minutes: as many, so that their order stays. */
export async function hurriedRules(): Promise<string> {
  const shipped = await readFile(join(deploy, 'prometheus/fedistatus.rules.yaml'), 'utf8');
  return shipped.replace(/^( +(?:for|keep_firing_for): )(\d+)m$/gm, '$1$2s');
}
