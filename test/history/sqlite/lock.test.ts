import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { openHistoryFile } from '../../../src/history/sqlite/open.ts';
import { HistoryInUse } from '../../../src/history/store.ts';
import { start, temporaryDirectory } from '../../support/history-values.ts';
import { startProgram } from '../../support/real-programs.ts';

const holder = `
  import { openHistoryFile } from ${JSON.stringify(import.meta.resolve('../../../src/history/sqlite/open.ts'))};
  // Whatever nobody refers to is closed by the garbage collector, and its lock is gone.
  globalThis.held = openHistoryFile(process.argv[1], ${start});
  console.log('open');
  setInterval(() => {}, 1000);`;

test('a second process on the same history is refused, until the first is gone even by kill -9', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  await using child = startProgram(process.execPath, ['--input-type=module', '-e', holder, path]);
  await once(child.process.stdout ?? assert.fail(), 'data');
  assert.throws(
    () => openHistoryFile(path, start),
    (error: Error) => {
      assert.ok(error instanceof HistoryInUse);
      assert.equal(
        error.message,
        `another fedistatus uses the history ${path}: stop it, or give this one a history.path of its own`,
      );
      return true;
    },
  );
  child.kill('SIGKILL');
  await child.ended;
  using store = openHistoryFile(path, start).store;
  assert.deepEqual(store.load().transitions, []);
});

test('two in one process are refused as well, and closing the first makes room', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  {
    using _first = openHistoryFile(path, start).store;
    assert.throws(() => openHistoryFile(path, start), HistoryInUse);
  }
  openHistoryFile(path, start).store[Symbol.dispose]();
});

test('rubbish in the place of the lock is no lock', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  writeFileSync(`${path}.lock`, 'no database, though it is long enough to be taken for one\n'.repeat(50));
  openHistoryFile(path, start).store[Symbol.dispose]();
});
