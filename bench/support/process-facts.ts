import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { RunningProgram } from '../../test/support/real-programs.ts';
import { pathOf } from './programs.ts';

/** Process id of a program that runs. */
export function pidOf(program: RunningProgram): number {
  const { pid, exitCode } = program.process;
  if (pid === undefined || exitCode !== null) throw new Error(`it does not run: ${program.output()}`);
  return pid;
}

/**
 * Processor time that a process has used so far, in seconds: the scheduler's own account of each thread
 * (`schedstat` of each in `/proc/PID/task`, in nanoseconds), which is what `/proc/PID/stat` shows rounded to hundredths of a second.
 */
export function cpuSeconds(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / 1e9;
}

/** Resident memory in megabytes (10⁶ bytes). */
export function residentMegabytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kibibytes) * 1024) / 1e6;
}

/** Moves every thread of a process to another core. */
export function moveToCore(core: number, pid: number): void {
  const args = ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)];
  for (let attempt = 1; ; attempt += 1) {
    try {
      execFileSync(pathOf('taskset'), args, { stdio: ['ignore', 'ignore', 'pipe'] });
      return;
    } catch (error) {
      // A thread that ended between being listed and being moved.
      if (attempt === 3) throw error;
    }
  }
}
