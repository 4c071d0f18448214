import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../golden');

/** Compares a text with a file of test/golden. `UPDATE_GOLDEN=true` writes the file instead: review what changed. */
export async function assertGolden(name: string, actual: string): Promise<void> {
  const path = join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === 'true') await writeFile(path, actual);
  assert.equal(actual, await readFile(path, 'utf8'), `differs from test/golden/${name}`);
}
