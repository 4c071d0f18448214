#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Io, Terminal } from './cli/command.ts';

// What the last start compiled is kept beside the packages: the next takes half the time. Where nothing can be written
// nothing is kept. Not in the common temporary folder, where others could put code of theirs.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/fedistatus', import.meta.url)));
const { run } = await import('./cli/index.ts');

const io: Io = {
  stdout: terminal(process.stdout),
  stderr: terminal(process.stderr),
  env: process.env,
  stopSignal: new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  }),
  onHangup: callback => void process.on('SIGHUP', callback),
  onCrash: callback => void process.on('uncaughtExceptionMonitor', callback),
};

// A reader that went away (`fedistatus check | head`) is no reason to crash.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), io);

// Everything was stopped by now. Should a handle be left all the same, it must not keep the process.
setTimeout(() => process.exit(), 1000).unref();

function terminal(stream: NodeJS.WriteStream): Terminal {
  return { write: text => void stream.write(text), isTerminal: stream.isTTY };
}
