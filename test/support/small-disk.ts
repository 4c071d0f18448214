import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './history-values.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot && process.env['CI'] === 'true')
  throw new Error('the disk-full tests mount a tmpfs: run CI as root');

/** Why a test with a small disk cannot run; false: it can. */
export const skipUnlessRoot: string | false = isRoot
  ? false
  : 'NOT TESTED: a full disk. Mounting a tmpfs needs root';

/** A disk that fills up soon. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  fill(): void;
  free(): void;
}

/** Mounts a disk of a size as `mount` knows it, such as `2m`; gone after the test. */
export async function smallDisk(size: string): Promise<SmallDisk> {
  const directory = await temporaryDirectory();
  const path = join(directory.path, 'disk');
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  const filler = join(path, 'filler');
  return {
    path,
    fill: () => {
      const file = openSync(filler, 'w');
      try {
        for (const bytes of [65_536, 4096]) writeUntilFull(file, Buffer.alloc(bytes, 1));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler),
    [Symbol.asyncDispose]: async () => {
      execFileSync('umount', ['-l', path]);
      await directory[Symbol.asyncDispose]();
    },
  };
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  }
}
