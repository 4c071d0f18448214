/** A world in which everything that a dashboard shows and an alert tells of is the case, all at once. */
import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { testAuthority } from './certificates.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { httpServer, listening } from './probing.ts';
import { eventually, freePort, temporaryFolder } from './real-programs.ts';

export interface Troubles extends AsyncDisposable {
  /** The exporter that watches a server of which much is broken, and one that is gone. */
  readonly daemon: Daemon;
  /** What Prometheus is to scrape: that exporter, one that is ill itself, one that stands still, one that dies, one that is dead. */
  readonly targets: readonly number[];
  /** The server of which much is broken. */
  readonly server: string;
}

/** A certificate that lives for a month has a day left. */
const nearlyOver = { days: [-30, 1] } as const;

export async function startTroubles(): Promise<Troubles> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const demo = await freePort();
  const nobody = await freePort();
  const authority = stack.use(await testAuthority());
  const { cert, key } = await authority.issue(nearlyOver);
  const secure = stack.use(await listening(createServer({ cert, key })));
  const moody = stack.use(await httpServer(everyOther()));
  const daemon = stack.use(
    await startDaemon(watching({ demo, nobody, secure: secure.port, moody: moody.port })),
  );
  await startFault(demo, 'web_frontend_broken');
  const ill = stack.use(await startIll(folder.path, nobody));
  const still = stack.use(await httpServer(standingStill(await daemon.metrics())));
  const dying = stack.use(await httpServer(dyingSoon()));
  const held = stack.move();
  return {
    daemon,
    targets: [daemon.port, ill.port, still.port, dying.port, nobody],
    server: `mastodon.localhost:${demo}`,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

interface Ports {
  /** The simulated server. */
  readonly demo: number;
  /** Refuses connections. */
  readonly nobody: number;
  /** Shows a certificate that is nearly over. */
  readonly secure: number;
  /** Answers well every other time. */
  readonly moody: number;
}

function watching({ demo, nobody, secure, moody }: Ports): string {
  const web = `http://mastodon.localhost:${demo}`;
  return `
history: memory
interval: 1s
timeout: 900ms
confirm: { failures: 1, successes: 1 }
references: ["${web}/health"]
demo: { listen: "127.0.0.1:${demo}" }
servers:
  - domain: mastodon.localhost:${demo}
    preset: mastodon
    account: admin
    object_storage: http://files.localhost:${demo}/check.txt
    components:
      freshness: { interval: 1s }
      host_meta: { interval: 1s }
      streaming_websocket: { interval: 1s }
      certificate: { type: tls, address: "127.0.0.1:${secure}", tls: { verify: false } }
      slow: { url: "${web}/health", max_latency: 1ms, interval: 3s, timeout: 2900ms }
      wordless: { url: "${web}/health", keyword: a word that is nowhere }
      moody: { url: "http://127.0.0.1:${moody}/" }
      never_for_long:
        type: tcp
        address: "127.0.0.1:${nobody}"
        interval: 5m
        confirm: { failures: 100, retry_after: 400ms }
  - domain: gone.example
    components:
      api: { type: tcp, address: "127.0.0.1:${nobody}" }
      main_page: { type: tcp, address: "127.0.0.1:${nobody}" }
`;
}

/** An exporter that is offline, cannot read its history, and was given a configuration that it refuses. */
async function startIll(folder: string, nobody: number): Promise<Daemon> {
  const history = join(folder, 'history.db');
  await writeFile(history, 'no database');
  const daemon = await startDaemon(`
history: { path: ${history} }
interval: 1s
timeout: 900ms
references: ["tcp://127.0.0.1:${nobody}"]
servers:
  - domain: gone.example
    components:
      api: { type: tcp, address: "127.0.0.1:${nobody}" }
`);
  await writeFile(daemon.configFile, 'servers: none');
  daemon.program.kill('SIGHUP');
  await eventually('a refused configuration', async () =>
    (await daemon.metrics()).includes('fedistatus_config_last_reload_successful 0') ? true : undefined,
  );
  return daemon;
}

/** The page of an exporter whose timers hang while it goes on answering. */
function standingStill(page: string): RequestListener {
  const told = page
    .split('\n')
    .filter(line => /^fedistatus_(?:last_probe_timestamp|probe_interval)_seconds\{/.test(line));
  return (_request, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end(`${told.join('\n')}\n`);
  };
}

/** An exporter that alone watches a server, starts anew for each scrape, and answers whoever asks a few times only. */
function dyingSoon(): RequestListener {
  const scrapes = new Map<string | undefined, number>();
  return ({ headers }, response) => {
    const count = (scrapes.get(headers['user-agent']) ?? 0) + 1;
    scrapes.set(headers['user-agent'], count);
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.statusCode = count > 8 ? 500 : 200;
    response.write(`process_start_time_seconds ${count}\n`);
    response.end('fedistatus_component_info{server="alone.example",component="api"} 1\n');
  };
}

function everyOther(): RequestListener {
  let count = 0;
  return (_request, response) => {
    count += 1;
    response.writeHead(count % 2 === 0 ? 200 : 500).end();
  };
}

async function startFault(demo: number, fault: string): Promise<void> {
  const { ok } = await fetch(`http://127.0.0.1:${demo}/_demo/faults/${fault}`, { method: 'PUT' });
  if (!ok) throw new Error(`the simulated server knows no fault ${fault}`);
}
