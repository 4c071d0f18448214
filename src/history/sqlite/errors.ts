/** The primary result code of an error of `node:sqlite` (sqlite.org/rescode.html); null: some other error. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

/** SQLITE_BUSY, SQLITE_LOCKED: another connection is at it. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 5 || code === 6;
}

/** A file whose content cannot be what this program wrote. */
export class CorruptHistory extends Error {
  override readonly name = 'CorruptHistory';
}

/** SQLITE_CORRUPT, SQLITE_FORMAT and SQLITE_NOTADB, SQLITE_ERROR (no such table), or rows that make no sense. */
export function isCorrupt(error: unknown): boolean {
  const code = sqliteCode(error);
  return error instanceof CorruptHistory || code === 1 || code === 11 || code === 24 || code === 26;
}
