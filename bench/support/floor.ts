/** The least that a probe can take: the small programs of the benchmark, in C and in JavaScript. */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../test/support/real-programs.ts';
import { type Kind, keyword } from './kind.ts';
import { own } from './owned.ts';
import { cores, pathOf } from './programs.ts';
import type { Target } from './target.ts';

const run = promisify(execFile);
const sources = resolve(import.meta.dirname, '../floor');

/** Paths of the compiled programs. */
export interface Floor extends AsyncDisposable {
  readonly probe: string;
  readonly sniff: string;
  readonly relay: string;
}

export async function compileFloor(): Promise<Floor> {
  const folder = own(await temporaryFolder());
  const compile = async (name: string, libraries: readonly string[]): Promise<string> => {
    const path = join(folder.path, name);
    const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-o', path];
    await run(pathOf('gcc'), [...flags, join(sources, `${name}.c`), ...libraries]);
    return path;
  };
  return {
    probe: await compile('probe', ['-lssl', '-lcrypto']),
    sniff: await compile('sniff', []),
    relay: await compile('relay', []),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

export interface FloorResult {
  readonly probes: number;
  /** Those that failed, of the warm-up as well. */
  readonly bad: number;
  readonly cpuSeconds: number;
}

export interface FloorOptions {
  readonly warmUp: number;
  readonly count: number;
  readonly keyword?: string;
}

/** Lets the minimal client probe, eight at once. */
export function runFloor(
  floor: Floor,
  target: Pick<Target, 'port' | 'caFile'>,
  kind: Kind,
  options: FloorOptions,
): Promise<FloorResult> {
  return runOnCore([floor.probe], target.port(kind), options, kind === 'http' ? [] : [target.caFile]);
}

/** What a probe over HTTP is made with in Node.js, with nothing around it. */
export type Bare = 'net' | 'undici';

/** Lets what Node.js makes a probe with probe, eight at once. */
export function runBare(
  bare: Bare,
  target: Pick<Target, 'port'>,
  options: FloorOptions,
): Promise<FloorResult> {
  return runOnCore([process.execPath, join(sources, `${bare}.ts`)], target.port('http'), options);
}

async function runOnCore(
  program: readonly string[],
  port: number,
  { warmUp, count, keyword: text = keyword }: FloorOptions,
  more: readonly string[] = [],
): Promise<FloorResult> {
  const args = [port, text, 8, warmUp, count, ...more].map(String);
  const { stdout } = await run(pathOf('taskset'), [
    '--cpu-list',
    String(cores.measured),
    ...program,
    ...args,
  ]);
  return JSON.parse(stdout) as FloorResult;
}

/** Microseconds of processor time that the minimal client needs for one probe. */
export async function floorMicroseconds(floor: Floor, target: Target, kind: Kind): Promise<number> {
  const options = kind === 'http' ? { warmUp: 2000, count: 30_000 } : { warmUp: 200, count: 2000 };
  return microsecondsOf(await runFloor(floor, target, kind, options));
}

/** The same of what Node.js makes a probe with, once it is compiled. */
export async function bareMicroseconds(bare: Bare, target: Target): Promise<number> {
  return microsecondsOf(await runBare(bare, target, { warmUp: 20_000, count: 20_000 }));
}

function microsecondsOf({ probes, bad, cpuSeconds }: FloorResult): number {
  if (bad > 0) throw new Error(`the minimal client failed in ${bad} of ${probes} probes`);
  return (cpuSeconds / probes) * 1e6;
}
