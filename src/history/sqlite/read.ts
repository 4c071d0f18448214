import type { DatabaseSync } from 'node:sqlite';
import { type HistoryRecord, inOrder } from '../../core/history-record.ts';
import type { Era } from '../era.ts';
import { shiftTransition } from '../memory-store.ts';
import { CorruptHistory } from './errors.ts';
import { integer, type Row, readStretch, readTransition, verify } from './rows.ts';

/** Everything in a history file. Throws `CorruptHistory` when a row is not as it was written. */
export function readRecord(database: DatabaseSync): HistoryRecord {
  const shifts = new Map(readEras(database).map(({ id, shiftMs }) => [id, shiftMs]));
  const shiftOf = (row: Row): number => {
    const shiftMs = shifts.get(integer(row, 'era'));
    if (shiftMs === undefined) throw new CorruptHistory('a row of an era that is not there');
    return shiftMs;
  };
  const transitions = database.prepare('SELECT * FROM transition ORDER BY seq').all();
  const stretches = database.prepare('SELECT * FROM stretch ORDER BY id').all();
  return {
    transitions: inOrder(transitions.map(row => shiftTransition(readTransition(row), shiftOf(row)))),
    stretches: stretches.map(row => {
      const stretch = readStretch(row);
      const shiftMs = shiftOf(row);
      return { ...stretch, from: stretch.from + shiftMs, until: stretch.until + shiftMs };
    }),
  };
}

/** The eras in the order in which they were begun. */
export function readEras(database: DatabaseSync): readonly Era[] {
  return database
    .prepare(eras)
    .all()
    .map(row => {
      const id = integer(row, 'id');
      const from = integer(row, 'begun_at');
      const shiftMs = integer(row, 'shift_ms');
      verify(row, [id, from, shiftMs]);
      return { id, from, shiftMs, until: integer(row, 'until') };
    });
}

const eras = `SELECT id, begun_at, shift_ms, checksum,
    max(begun_at, coalesce(last_transition, 0), coalesce(last_stretch, 0)) AS until
  FROM era
  LEFT JOIN (SELECT era, max(confirmed_at) AS last_transition FROM transition GROUP BY era) AS t ON t.era = id
  LEFT JOIN (SELECT era, max(until_at) AS last_stretch FROM stretch GROUP BY era) AS s ON s.era = id
  ORDER BY id`;
