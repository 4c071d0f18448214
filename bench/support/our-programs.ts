import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** The daemon as it is shipped, and as it is in the repository. */
export const ourPrograms: Readonly<Record<'bundle' | 'source', string>> = {
  bundle: resolve(root, 'dist/fedistatus.cjs'),
  source: resolve(root, 'src/main.ts'),
};

/** With what the image and the unit start Node.js. */
export const shippedOptions: readonly string[] = ['--max-semi-space-size=2'];

/** And with what in the environment. Authorities that this machine trusts in addition would be read at the start. */
export const shippedEnvironment: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '8192',
  MALLOC_TOP_PAD_: '4096',
  NODE_EXTRA_CA_CERTS: '',
};

/** Emits the bundle from the source as it is now. */
export function emitBundle(): void {
  const script = resolve(root, 'scripts/build.ts');
  execFileSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
}
