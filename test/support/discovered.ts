import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const main = resolve(import.meta.dirname, '../../src/main.ts');

/** The configuration that `fedistatus discover` prints, run as a sysop runs it. Rejects when it found nothing. */
export async function discovered(
  domain: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const args = [main, 'discover', domain];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
  return stdout;
}

/** Settings that let a test see what happens within seconds. */
export const hasty = `
interval: 1s
timeout: 900ms
confirm: { failures: 1, successes: 1 }
history: memory
`;
