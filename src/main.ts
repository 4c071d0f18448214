#!/usr/bin/env node
import { fstatSync, writeSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Io, Terminal } from './cli/command.ts';

/** As in package.json: older ones cannot even read the other files. */
const [leastMajor, leastMinor] = [24, 12];

/**
 * For a daemon that does the same again and again. Not before everything is loaded: V8 rejects code that was compiled, for
 * Node.js itself or by the last start, under other flags.
 */
const memoryFlags = [
  // A little of each run is kept, which has V8 place the rest of it among the old objects too: until a major collection.
  '--no-allocation-site-pretenuring',
  // That is due when there is a third as much garbage as there is else. V8 alone may wait for several times as much.
  '--heap-growing-percent=30',
  // What lives shortly is little: to wake other threads for it takes longer, and each would begin pages of its own.
  '--no-parallel-scavenge',
] as const;

/** By then the first probes and the first scrape are over, in milliseconds. */
const startTakesMs = 10_000;

/** V8 waits for eight seconds before it looks again whether there is room to give back. Milliseconds. */
const secondLookMs = 15_000;

/** One wish may come twice: from the terminal and by npm, or by `timeout`. A later one is to end us at once. Milliseconds. */
const sameSignalMs = 1000;

const [firstWord = 'serve'] = process.argv.slice(2);
const isDaemon = firstWord === 'serve' || firstWord.startsWith('-');

/** Node.js ends at a SIGHUP that nobody listens to, and the daemon listens once it is loaded. Other commands are to end. */
let hungUpEarly = false;
if (isDaemon) process.once('SIGHUP', () => (hungUpEarly = true));

const io: Io = {
  stdout:
    isDaemon && fstatSync(process.stdout.fd).isFile() ? logFile(process.stdout.fd) : terminal(process.stdout),
  stderr: terminal(process.stderr),
  env: process.env,
  stopSignal: new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const stop = (): void => {
        resolve(signal);
        setTimeout(() => process.off(signal, stop), sameSignalMs).unref();
      };
      process.on(signal, stop);
    }
  }),
  onHangup(callback) {
    process.on('SIGHUP', callback);
    if (hungUpEarly) callback();
  },
  onCrash: callback => void process.on('uncaughtExceptionMonitor', callback),
  settle() {
    for (const flag of memoryFlags) setFlagsFromString(flag);
    setTimeout(collectGarbage, startTakesMs).unref();
  },
};

process.stdout.on('error', error => {
  // It is there to watch, with a log or without.
  if (isDaemon) return;
  // A reader that went away (`fedistatus check | head`) is no reason to crash.
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
});

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) {
  void main();
} else {
  io.stderr.write(
    `fedistatus needs Node.js ${leastMajor}.${leastMinor} or later, this is ${process.versions.node}\n`,
  );
  process.exitCode = 2;
}

async function main(): Promise<void> {
  // What the last start compiled is kept beside the packages: the next takes half the time. Where nothing can be written
  // nothing is kept. Not in the common temporary folder, where others could put code of theirs.
  enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/fedistatus'));
  const { run } = await import('./cli/index.ts');
  process.exitCode = await run(process.argv.slice(2), io);
  // Everything was stopped by now. Should a handle be left all the same, it must not keep the process.
  setTimeout(() => process.exit(), 1000).unref();
}

/**
 * V8 collects when memory is wanted. A daemon with a handful of components wants none for hours after its start, and would
 * keep for as long what that has left behind, and the room that it took.
 */
function collectGarbage(): void {
  // A context that is made while this is set has the function that Node.js documents; the program's own has not.
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect !== 'function') return;
  // While this is set V8 gives up what was compiled but has not run since the collection before; most of that reads and checks
  // a configuration. Else that takes six collections, and a small daemon has few. What is wanted again is compiled again.
  setFlagsFromString('--bytecode-old-age=1');
  // While this is set V8 looks once more some seconds after a collection, bit by bit, moves together what is left, and gives
  // back the room that the start took, which it else keeps at hand for good.
  setFlagsFromString('--optimize-for-size');
  setTimeout(() => {
    setFlagsFromString('--no-optimize-for-size');
    setFlagsFromString('--bytecode-old-age=6');
  }, secondLookMs).unref();
  collect({ type: 'major', execution: 'async' });
}

function terminal(stream: NodeJS.WriteStream): Terminal {
  return { write: text => void stream.write(text), isTerminal: stream.isTTY };
}

/** A stream that met a full disk once would write nothing any more. */
function logFile(fd: number): Terminal {
  const write = (text: string): void => {
    try {
      writeSync(fd, text);
    } catch {
      // This line is lost. The next one may find room.
    }
  };
  return { write, isTerminal: false };
}
