import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { type ProgramName, pathOf } from './programs.ts';

/** Where and with what it was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly kernel: string;
  /** Processes that wanted to run in the minute before. */
  readonly loadBefore: number;
  readonly versions: Readonly<Record<string, string>>;
}

export function machineFacts(): Machine {
  const [first] = cpus();
  return {
    processor: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 1e9),
    kernel: release(),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    versions: {
      'Node.js': process.versions.node,
      'OpenSSL of Node.js': process.versions.openssl,
      blackbox_exporter: versionOf('prometheus-blackbox-exporter', ['--version'], /version (\S+)/),
      nginx: versionOf('nginx', ['-v'], /nginx\/(\S+)/),
      pushgateway: versionOf('prometheus-pushgateway', ['--version'], /version (\S+)/),
      OpenSSL: versionOf('openssl', ['version'], /OpenSSL (\S+)/),
    },
  };
}

function versionOf(program: ProgramName, args: readonly string[], pattern: RegExp): string {
  const text = execFileSync('/bin/sh', ['-c', '"$0" "$@" 2>&1', pathOf(program), ...args], {
    encoding: 'utf8',
  });
  return pattern.exec(text)?.[1] ?? 'unknown';
}
