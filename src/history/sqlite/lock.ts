import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { HistoryInUse } from '../store.ts';
import { isBusy, isCorrupt } from './errors.ts';

/**
 * Holds a lock that ends with the process, however it ends: an open transaction on an empty database, since SQLite's
 * locks are the only ones that Node can take. The history itself stays readable for others. Throws
 * {@link HistoryInUse} when another process holds it.
 */
export function takeLock(historyPath: string): Disposable {
  const path = `${historyPath}.lock`;
  try {
    return lock(path);
  } catch (error) {
    if (isBusy(error)) throw new HistoryInUse(historyPath);
    if (!isCorrupt(error)) throw error;
    // Whatever this is, it is no lock: those are empty.
    rmSync(path);
    return lock(path);
  }
}

function lock(path: string): Disposable {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}
