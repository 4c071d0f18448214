import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CorruptHistory } from './errors.ts';

/** "fedi": tells our files from other programs' databases. */
const applicationId = 0x66656469;

/** Raised with each change of the tables below. */
export const schemaVersion = 1;

/**
 * `checksum` covers the other columns of a row: SQLite notices damage to its own structure, not to values.
 * Labels of time are epoch milliseconds as they were written; `era.shift_ms` corrects them when they are read.
 */
const tables = `
  CREATE TABLE era (
    id INTEGER PRIMARY KEY, begun_at INTEGER NOT NULL, shift_ms INTEGER NOT NULL, checksum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE transition (
    seq INTEGER PRIMARY KEY, era INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
    server TEXT NOT NULL, component TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL,
    at INTEGER NOT NULL, confirmed_at INTEGER NOT NULL, reason TEXT, checksum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE stretch (
    id INTEGER PRIMARY KEY, era INTEGER NOT NULL, kind TEXT NOT NULL, server TEXT NOT NULL, component TEXT NOT NULL,
    from_at INTEGER NOT NULL, until_at INTEGER NOT NULL, checksum INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Makes an empty history. It appears under its name only when it is complete, so an empty file of that name is always
 * a sign of damage.
 */
export function createHistoryFile(path: string): void {
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  rmSync(`${draft}-journal`, { force: true });
  // SQLite gives its companion files the mode of the database.
  closeSync(openSync(draft, 'wx', 0o600));
  const database = new DatabaseSync(draft);
  try {
    database.exec(
      `BEGIN; ${tables} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`,
    );
  } finally {
    database.close();
  }
  renameSync(draft, path);
}

/** Whose file this is. Throws {@link CorruptHistory} when it is not ours, or damaged. */
export function inspect(database: DatabaseSync): 'current' | 'newer' {
  if (pragma(database, 'application_id') !== applicationId)
    throw new CorruptHistory('not a history of fedistatus');
  const version = pragma(database, 'user_version');
  if (typeof version !== 'number' || version < 1) throw new CorruptHistory('no schema version');
  if (version > schemaVersion) return 'newer';
  const findings = pragma(database, 'quick_check');
  if (findings !== 'ok') throw new CorruptHistory(String(findings));
  return 'current';
}

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}
