/**
 * Where the daemon's processor time goes: `npx node bench/profile.ts [http|p256|rsa] [components] [interval in seconds]`.
 * Lets the real daemon warm up, profiles ten seconds with one scrape in them, and prints by file and by function what it
 * was busy with itself.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually, temporaryFolder } from '../test/support/real-programs.ts';
import { kinds } from './support/kind.ts';
import { ourPrograms } from './support/our-programs.ts';
import { releaseAll, releaseWhenInterrupted } from './support/owned.ts';
import { cpuSeconds, moveToCore, pidOf } from './support/process-facts.ts';
import { configOf, startProduct } from './support/product.ts';
import { cores } from './support/programs.ts';
import { startTarget } from './support/target.ts';

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

const profiler = resolve(import.meta.dirname, 'support/preload/profiler.ts');
const [kindName = 'http', components = '1000', intervalSeconds = '1'] = process.argv.slice(2);
const kind = kinds.find(known => known === kindName) ?? 'http';
releaseWhenInterrupted();
moveToCore(cores.others, process.pid);
try {
  print(await take());
} finally {
  await releaseAll();
}

async function take(): Promise<Profile> {
  await using target = await startTarget();
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'profile.json');
  const config = configOf(target, {
    kind,
    components: Number(components),
    intervalSeconds: Number(intervalSeconds),
  });
  await using product = await startProduct(config, {
    path: ourPrograms.source,
    nodeOptions: ['--import', profiler],
    env: { BENCH_PROFILE: file },
  });
  await delay(15_000);
  product.program.kill('SIGUSR2');
  const [cpu, accepted] = [cpuSeconds(pidOf(product.program)), await target.accepted()];
  await delay(5000);
  await product.scrape();
  await delay(5000);
  const probes = (await target.accepted()) - accepted;
  const used = cpuSeconds(pidOf(product.program)) - cpu;
  console.log(
    `${probes} probes, ${((used / probes) * 1e6).toFixed(0)} µs each under the profiler, with one scrape`,
  );
  product.program.kill('SIGUSR2');
  return await eventually('the profile', async () => JSON.parse(await readFile(file, 'utf8')) as Profile);
}

function print({ nodes, samples, timeDeltas }: Profile): void {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id])));
  const byFunction = new Map<string, number>();
  const byFile = new Map<string, number>();
  const withCallees = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id)?.callFrame;
    const microseconds = timeDeltas[index] ?? 0;
    if (frame === undefined || frame.functionName === '(idle)') continue;
    busy += microseconds;
    add(byFunction, functionOf(frame), microseconds);
    add(byFile, fileOf(frame) || frame.functionName, microseconds);
    const callers = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const caller = byId.get(at)?.callFrame;
      if (caller !== undefined) callers.add(functionOf(caller));
    }
    for (const caller of callers) add(withCallees, caller, microseconds);
  }
  for (const [title, table] of [
    ['by file', byFile],
    ['by function', byFunction],
    ['by function, with all that it calls', withCallees],
  ] as const) {
    console.log(`\n${title}`);
    for (const [name, microseconds] of [...table].sort((one, other) => other[1] - one[1]).slice(0, 140)) {
      console.log(`${((microseconds / busy) * 100).toFixed(1).padStart(5)} %  ${name}`);
    }
  }
}

function fileOf({ url }: ProfileNode['callFrame']): string {
  return url.replace(/^.*\/(?=(src|node_modules)\/)/, '');
}

function functionOf(frame: ProfileNode['callFrame']): string {
  return `${frame.functionName || '(anonymous)'} ${fileOf(frame)}:${frame.lineNumber + 1}`;
}

function add(table: Map<string, number>, key: string, value: number): void {
  table.set(key, (table.get(key) ?? 0) + value);
}
