import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type ProgramOptions, type RunningProgram, startProgram } from '../../test/support/real-programs.ts';
import { own } from './owned.ts';

/** What the benchmark compares with and measures by, and the Debian packages that have it. */
const packages = {
  taskset: 'util-linux',
  gcc: 'gcc libc6-dev libssl-dev',
  nginx: 'nginx-light',
  openssl: 'openssl',
  ip: 'iproute2',
  'prometheus-blackbox-exporter': 'prometheus-blackbox-exporter',
  'prometheus-pushgateway': 'prometheus-pushgateway',
} as const;

export type ProgramName = keyof typeof packages;

/** The core that belongs to whoever is measured, and the one for targets, questioners and this process. */
export const cores = { measured: 0, others: 1 } as const;

/** Path of a program of the machine. */
export function pathOf(name: ProgramName): string {
  const path = findProgram(name);
  if (path === null) throw new Error(`${name} is missing: apt-get install ${packages[name]}`);
  return path;
}

/** What has to be installed before the benchmark can run; null: nothing. */
export function missingPackages(find: (name: string) => string | null = findProgram): string | null {
  const missing = Object.entries(packages).flatMap(([name, owner]) =>
    find(name) === null ? owner.split(' ') : [],
  );
  if (!exists('/usr/include/openssl/ssl.h', constants.R_OK)) missing.push('libssl-dev');
  return missing.length === 0 ? null : [...new Set(missing)].join(' ');
}

/** Starts a program that may use one core only. */
export function startOnCore(
  core: number,
  path: string,
  args: readonly string[],
  options: ProgramOptions = {},
): RunningProgram {
  // taskset becomes the program, so the process id is the program's.
  return own(startProgram(pathOf('taskset'), ['--cpu-list', String(core), path, ...args], options));
}

function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map(folder => join(folder, name)).find(path => exists(path, constants.X_OK)) ?? null;
}

function exists(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
