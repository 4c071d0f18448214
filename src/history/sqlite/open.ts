import { accessSync, chmodSync, constants, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SetAside } from '../../core/history-health.ts';
import type { HistoryRecord } from '../../core/history-record.ts';
import { HistoryInUse } from '../store.ts';
import { CorruptHistory, isBusy, isCorrupt } from './errors.ts';
import { takeLock } from './lock.ts';
import { readRecord } from './read.ts';
import { createHistoryFile, inspect, schemaVersion } from './schema.ts';
import { SqliteStore } from './sqlite-store.ts';

/** Endings of the files that SQLite keeps beside a database. */
const companions = ['-wal', '-shm', '-journal'] as const;

export interface OpenedHistory {
  readonly store: SqliteStore;
  /** The file in use: not the given one when that is of a newer version. */
  readonly path: string;
  readonly setAside: SetAside | null;
}

/**
 * Opens or makes the history at `path`, checked from end to end and locked. A file that is damaged, or is no history,
 * is renamed to `<path>.corrupt-<time>`; one of a newer version is left alone, and another is used beside it. Throws
 * {@link HistoryInUse} when another process has it, and the error of the file system or of SQLite when there is no
 * way to have a file there now. `now` is epoch milliseconds and only names files.
 */
export function openHistoryFile(path: string, now: number): OpenedHistory {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // SQLite would say that it is unable to open a file, and neither which nor why.
  accessSync(folder, constants.W_OK);
  if (isFolder(path)) throw new Error(`${path} is a folder: name a file in it`);
  const lock = takeLock(path);
  try {
    return openLocked(path, now, lock);
  } catch (error) {
    lock[Symbol.dispose]();
    throw isBusy(error) ? new HistoryInUse(path) : error;
  }
}

/**
 * Reads a history that may be in use by a running daemon, and changes nothing; null when there is none. Throws when it
 * is damaged or newer.
 */
export function readHistoryFile(path: string): HistoryRecord | null {
  if (!existsSync(path)) return null;
  try {
    return readUnlocked(path);
  } catch (error) {
    // SQLite does not say which file it cannot read.
    throw new Error(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

function readUnlocked(path: string): HistoryRecord {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    if (inspect(database) === 'newer') throw new CorruptHistory('written by a newer fedistatus');
    return readRecord(database);
  } finally {
    database.close();
  }
}

/** Whether a file was deleted or moved. Not when its folder cannot be looked into: what is open can be written still. */
export function isGone(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** Whether the next start would find that a file which nobody uses is damaged. */
export function isDamaged(path: string): boolean {
  try {
    return examine(path).kind === 'damaged';
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function openLocked(path: string, now: number, lock: Disposable): OpenedHistory {
  makeOurs(path);
  const found = examine(path);
  if (found.kind === 'newer') {
    const beside = besideNewer(path);
    const { store, setAside } = openLocked(beside, now, lock);
    const why = 'written by a newer fedistatus; left as it is';
    return { store, path: beside, setAside: setAside ?? { path, why } };
  }
  const setAside = found.kind === 'damaged' ? { path: moveAway(path, now), why: found.why } : null;
  if (found.kind !== 'good') createHistoryFile(path);
  const database = new DatabaseSync(path);
  try {
    return { store: new SqliteStore(database, lock), path, setAside };
  } catch (error) {
    database.close();
    throw error;
  }
}

type Finding =
  | { readonly kind: 'absent' | 'good' | 'newer' }
  | { readonly kind: 'damaged'; readonly why: string };

/** What cannot be written SQLite opens for reading alone, gives its companion files that mode, and stays at it. */
function makeOurs(path: string): void {
  for (const suffix of ['', ...companions]) {
    if (existsSync(`${path}${suffix}`)) chmodSync(`${path}${suffix}`, 0o600);
  }
}

function examine(path: string): Finding {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { kind: 'absent' };
  // SQLite takes an empty file for an empty database, and finds nothing wrong with it.
  if (stats.size === 0) return { kind: 'damaged', why: 'the file is empty' };
  const database = new DatabaseSync(path);
  try {
    if (inspect(database) === 'newer') return { kind: 'newer' };
    readRecord(database);
    return { kind: 'good' };
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    return { kind: 'damaged', why: messageOf(error) };
  } finally {
    database.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The same name whenever it is asked for, so that the next start finds it again. */
function besideNewer(path: string): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.schema-${schemaVersion}${extension}`;
}

function moveAway(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  let target = `${path}.corrupt-${stamp}`;
  for (let count = 2; existsSync(target); count++) target = `${path}.corrupt-${stamp}-${count}`;
  for (const suffix of companions) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${target}${suffix}`);
  }
  renameSync(path, target);
  return target;
}
