/** The small C programs of the benchmark. */
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

interface FloorResult {
  readonly probes: number;
  readonly bad: number;
  readonly cpuSeconds: number;
}

/** Microseconds of processor time that the minimal client needs for one probe, eight at once. */
export async function floorMicroseconds(floor: Floor, target: Target, kind: Kind): Promise<number> {
  const [warmUp, count] = kind === 'http' ? ['2000', '30000'] : ['200', '2000'];
  const tls = kind === 'http' ? [] : [target.caFile];
  const { stdout } = await run(pathOf('taskset'), [
    '--cpu-list',
    String(cores.measured),
    floor.probe,
    String(target.port(kind)),
    keyword,
    '8',
    warmUp,
    count,
    ...tls,
  ]);
  const { probes, bad, cpuSeconds } = JSON.parse(stdout) as FloorResult;
  if (bad > 0) throw new Error(`the minimal client failed in ${bad} of ${probes} probes`);
  return (cpuSeconds / probes) * 1e6;
}
