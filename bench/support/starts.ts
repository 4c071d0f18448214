import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuSeconds } from './process-facts.ts';
import { cores, pathOf } from './programs.ts';

/** A program whose start is timed. */
export interface Starter {
  readonly command: readonly [path: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Its page that is asked for all the time, and whether that is what it should be. */
  readonly url: string;
  readonly isComplete: (page: string) => boolean;
}

export interface Start {
  readonly tookMs: number;
  /** Processor time of all its threads, until then. A machine that does something else as well changes this little. */
  readonly cpuMs: number;
}

/** What it takes from spawning a program on the measured core until its page is complete. It is ended then. */
export async function timeStart({ command, env = {}, url, isComplete }: Starter): Promise<Start> {
  const began = performance.now();
  const program = spawn(pathOf('taskset'), ['--cpu-list', String(cores.measured), ...command], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(program, 'exit');
  try {
    while (!isComplete(await page(url).catch(() => ''))) {
      if (program.exitCode !== null) throw new Error(`${command.join(' ')} ended with ${program.exitCode}`);
      if (performance.now() - began > 30_000)
        throw new Error(`${command.join(' ')} is not complete after 30 s`);
      await delay(2);
    }
    const tookMs = performance.now() - began;
    return { tookMs, cpuMs: program.pid === undefined ? Number.NaN : cpuSeconds(program.pid) * 1000 };
  } finally {
    program.kill('SIGTERM');
    await ended;
  }
}

/** Without a pool: asking must cost the program as little as can be. */
function page(url: string): Promise<string> {
  return new Promise((done, fail) => {
    get(url, { agent: false }, response => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (part: string) => void (text += part))
        .on('end', () => done(text));
    }).once('error', fail);
  });
}
