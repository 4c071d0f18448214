import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { HistoryRecord } from '../../core/history-record.ts';
import type { Stretch } from '../../core/stretch.ts';
import type { Transition } from '../../core/transition.ts';
import { settleEras } from '../era.ts';
import type { HistoryStore } from '../store.ts';
import { StretchIndex } from '../stretch-index.ts';
import { readEras, readRecord } from './read.ts';
import { checksum, stretchValues, transitionValues } from './rows.ts';

interface OpenStretch {
  readonly id: number;
  readonly stretch: Stretch;
}

/** A history in one SQLite file. {@link openHistoryFile} makes one that is checked and locked. */
export class SqliteStore implements HistoryStore {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<StatementName, Statement>>;
  readonly #lock: Disposable;
  #era = 0;
  /** The newest stretches of this era. */
  readonly #open = new StretchIndex<OpenStretch>();

  constructor(database: DatabaseSync, lock: Disposable) {
    this.#database = database;
    this.#lock = lock;
    // With a write-ahead log, readers are never in the way.
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = ${checkpointPages}`);
    keepReserve(database);
    this.#statements = prepare(database);
  }

  begin(now: number): void {
    const { begin, shift } = this.#statements;
    this.#transaction('FULL', () => {
      for (const { id, from, shiftMs } of settleEras(readEras(this.#database), now))
        shift.run(shiftMs, checksum(id, from, shiftMs), id);
      const era = (readEras(this.#database).at(-1)?.id ?? 0) + 1;
      begin.run(era, now, 0, checksum(era, now, 0));
      this.#era = era;
    });
    this.#open.clear();
  }

  append(transitions: readonly Transition[], stretches: readonly Stretch[]): void {
    const touched = this.#transaction('FULL', () => {
      for (const transition of transitions) {
        const values = transitionValues(this.#era, transition);
        this.#statements.append.run(...values, checksum(...values));
      }
      return this.#write(stretches);
    });
    this.#remember(touched);
  }

  cover(stretches: readonly Stretch[]): void {
    this.#remember(this.#transaction('NORMAL', () => this.#write(stretches)));
  }

  load(): HistoryRecord {
    return readRecord(this.#database);
  }

  forget(transitionIds: readonly string[], before: number): void {
    const { forgetTransition, forgetStretches, forgetEras } = this.#statements;
    this.#transaction('NORMAL', () => {
      for (const id of transitionIds) forgetTransition.run(id);
      forgetStretches.run(before);
      forgetEras.run(this.#era);
    });
    this.#open.keep(({ stretch }) => stretch.until > before);
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close();
    this.#lock[Symbol.dispose]();
  }

  /** Returns what is newest now; it counts once the transaction is through. */
  #write(stretches: readonly Stretch[]): StretchIndex<OpenStretch> {
    const touched = new StretchIndex<OpenStretch>();
    for (const stretch of stretches) {
      const last = touched.get(stretch) ?? this.#open.get(stretch);
      const continues =
        last !== undefined && stretch.from <= last.stretch.until && stretch.until >= last.stretch.from;
      touched.set(stretch, continues ? this.#prolong(last, stretch) : this.#addStretch(stretch));
    }
    return touched;
  }

  #prolong({ id, stretch }: OpenStretch, by: Stretch): OpenStretch {
    const longer = joined(stretch, by);
    this.#statements.prolong.run(
      longer.from,
      longer.until,
      checksum(...stretchValues(this.#era, longer)),
      id,
    );
    return { id, stretch: longer };
  }

  #addStretch(stretch: Stretch): OpenStretch {
    const values = stretchValues(this.#era, stretch);
    const { lastInsertRowid } = this.#statements.addStretch.run(...values, checksum(...values));
    return { id: Number(lastInsertRowid), stretch };
  }

  #remember(touched: StretchIndex<OpenStretch>): void {
    for (const open of touched.values()) this.#open.set(open.stretch, open);
  }

  /** FULL: durable when it returns. NORMAL: consistent, and durable with the next FULL one. */
  #transaction<T>(synchronous: 'FULL' | 'NORMAL', body: () => T): T {
    this.#database.exec(`PRAGMA synchronous = ${synchronous}; BEGIN IMMEDIATE`);
    try {
      const result = body();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

/** Pages of 4 KiB after which the log is worked into the database. */
const checkpointPages = 64;

/** Twice the log's usual size: it must not grow in normal use. */
const reserveBytes = 2 * checkpointPages * 4096;

/**
 * On a full disk even deleting fails, because the log has to grow. So both the log and the database are made larger
 * than they need to be: the space is theirs, and is written again and again. A disk that is full already changes nothing.
 */
function keepReserve(database: DatabaseSync): void {
  try {
    database.exec(`PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; CREATE TABLE reserve (space BLOB);
      INSERT INTO reserve VALUES (zeroblob(${reserveBytes})); DROP TABLE reserve; COMMIT;
      PRAGMA wal_checkpoint(RESTART)`);
  } catch {
    if (database.isTransaction) database.exec('ROLLBACK');
  }
}

/** What a statement is used for here; the types of `node:sqlite` do not let a list be spread. */
interface Statement {
  run(...values: readonly SQLInputValue[]): { readonly lastInsertRowid: number | bigint };
}

type StatementName =
  | 'begin'
  | 'shift'
  | 'append'
  | 'addStretch'
  | 'prolong'
  | 'forgetTransition'
  | 'forgetStretches'
  | 'forgetEras';

function prepare(database: DatabaseSync): Readonly<Record<StatementName, Statement>> {
  return {
    begin: database.prepare('INSERT INTO era (id, begun_at, shift_ms, checksum) VALUES (?, ?, ?, ?)'),
    shift: database.prepare('UPDATE era SET shift_ms = ?, checksum = ? WHERE id = ?'),
    append: database.prepare(`INSERT OR IGNORE INTO transition
      (era, id, server, component, from_state, to_state, at, confirmed_at, reason, checksum)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    addStretch: database.prepare(`INSERT INTO stretch
      (era, kind, server, component, from_at, until_at, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)`),
    prolong: database.prepare('UPDATE stretch SET from_at = ?, until_at = ?, checksum = ? WHERE id = ?'),
    forgetTransition: database.prepare('DELETE FROM transition WHERE id = ?'),
    forgetStretches: database.prepare(
      'DELETE FROM stretch WHERE until_at + (SELECT shift_ms FROM era WHERE era.id = stretch.era) <= ?',
    ),
    forgetEras:
      database.prepare(`DELETE FROM era WHERE id <> ? AND NOT EXISTS (SELECT 1 FROM transition WHERE era = era.id)
      AND NOT EXISTS (SELECT 1 FROM stretch WHERE era = era.id)`),
  };
}

/** One stretch out of two that continue each other. */
function joined(a: Stretch, b: Stretch): Stretch {
  return { ...a, from: Math.min(a.from, b.from), until: Math.max(a.until, b.until) };
}
