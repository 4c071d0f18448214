/**
 * How long a start takes, from spawning the process to the first /metrics that shows five components of a small
 * configuration: `npx node bench/start.ts [rounds]`. The programs take turns: the source, and what `npm run build` emits if
 * it is there, each with what its last start compiled at hand, and without.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const [rounds = 7] = process.argv.slice(2).map(Number);
const root = resolve(import.meta.dirname, '..');
const components = ['api', 'main_page', 'object_storage', 'streaming', 'user_page'];
const port = 10_071;

interface Start {
  readonly tookMs: number;
  /** Of all its threads, until then. A machine that does something else as well changes this little. */
  readonly cpuMs: number;
}

interface Variant {
  readonly name: string;
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly starts: Start[];
}

const cold = { NODE_DISABLE_COMPILE_CACHE: '1' };
const variants: readonly Variant[] = ['src/main.ts', 'dist/fedistatus.cjs']
  .filter(program => existsSync(join(root, program)))
  .flatMap(program => [
    { name: program, program, env: {}, starts: [] },
    { name: `${program}, nothing compiled`, program, env: cold, starts: [] },
  ]);

const target = createServer((_, response) => response.end('OK'));
await new Promise<void>(done => target.listen(0, '127.0.0.1', done));
const folder = await mkdtemp(join(tmpdir(), 'fedistatus-start-'));
try {
  const configFile = join(folder, 'config.yaml');
  await writeFile(configFile, configuration((target.address() as AddressInfo).port));
  // The first start of each fills its cache, and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const { program, env, starts } of variants) {
      const measured = await start(program, configFile, env);
      if (round > 0) starts.push(measured);
    }
  }
  for (const { name, starts } of variants) {
    const took = inWords(starts.map(({ tookMs }) => tookMs));
    console.log(`${name}: ${took}, of which on a processor ${inWords(starts.map(({ cpuMs }) => cpuMs))}`);
  }
} finally {
  target.closeAllConnections();
  target.close();
  await rm(folder, { recursive: true });
}

function configuration(targetPort: number): string {
  const lines = components.map(
    name => `      ${name}: { url: "http://127.0.0.1:${targetPort}/${name}", keyword: OK }`,
  );
  return `listen: 127.0.0.1:${port}\nservers:\n  - domain: start.localhost\n    components:\n${lines.join('\n')}\n`;
}

function inWords(values: readonly number[]): string {
  const sorted = values.map(Math.round).sort((one, other) => one - other);
  return `median ${sorted[Math.floor(rounds / 2)]} ms (${sorted[0]} to ${sorted.at(-1)})`;
}

/** What it takes until everything was seen. */
async function start(
  program: string,
  configFile: string,
  env: Readonly<Record<string, string>>,
): Promise<Start> {
  const began = performance.now();
  const daemon = spawn(process.execPath, [join(root, program), 'serve', '-c', configFile], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise(done => daemon.once('exit', done));
  try {
    while (!(await isComplete())) {
      if (daemon.exitCode !== null) throw new Error(`${program} ended with ${daemon.exitCode}`);
      await delay(2);
    }
    return { tookMs: performance.now() - began, cpuMs: await processorMs(daemon.pid) };
  } finally {
    daemon.kill('SIGTERM');
    await ended;
  }
}

/** The kernel counts in hundredths of a second. */
async function processorMs(pid: number | undefined): Promise<number> {
  const afterName = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1) ?? '';
  const [userTicks = 0, systemTicks = 0] = afterName.split(' ').slice(11).map(Number);
  return (userTicks + systemTicks) * 10;
}

async function isComplete(): Promise<boolean> {
  const text = await exposition().catch(() => '');
  return components.every(name =>
    text.includes(`fedistatus_up{server="start.localhost",component="${name}"} 1`),
  );
}

/** Without a pool: asking must cost the daemon as little as can be. */
function exposition(): Promise<string> {
  return new Promise((done, fail) => {
    get({ host: '127.0.0.1', port, path: '/metrics', agent: false }, response => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (part: string) => void (text += part))
        .on('end', () => done(text));
    }).once('error', fail);
  });
}
