import type { SQLOutputValue } from 'node:sqlite';
import { type Reason, reasons } from '../../core/reason.ts';
import { confirmedStates } from '../../core/state.ts';
import { type Stretch, stretchKinds } from '../../core/stretch.ts';
import type { Transition } from '../../core/transition.ts';
import { CorruptHistory } from './errors.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** 32 bits of FNV-1a over the values of a row, in order. */
export function checksum(...values: readonly (string | number | null)[]): number {
  let hash = 0x811c9dc5;
  for (const value of values) {
    // The separator keeps "ab", "c" apart from "a", "bc".
    const characters = `${value ?? '\u0000'}\u001f`;
    for (let index = 0; index < characters.length; index++) {
      hash = Math.imul(hash ^ characters.charCodeAt(index), 0x01000193) >>> 0;
    }
  }
  return hash;
}

/** What a row of `transition` holds besides its number, in the order of its checksum. */
export function transitionValues(era: number, transition: Transition): readonly (string | number | null)[] {
  const { id, server, component, from, to, at, confirmedAt, reason } = transition;
  return [era, id, server, component, from, to, at, confirmedAt, reason];
}

/** The same for a row of `stretch`. */
export function stretchValues(era: number, stretch: Stretch): readonly (string | number)[] {
  const { kind, server, component, from, until } = stretch;
  return [era, kind, server, component, from, until];
}

/** Reads a row of `transition`; throws {@link CorruptHistory} when it is not as it was written. */
export function readTransition(row: Row): Transition {
  const transition: Transition = {
    id: text(row, 'id'),
    server: text(row, 'server'),
    component: text(row, 'component'),
    from: oneOf(confirmedStates, row['from_state']),
    to: oneOf(confirmedStates, row['to_state']),
    at: integer(row, 'at'),
    confirmedAt: integer(row, 'confirmed_at'),
    reason: row['reason'] === null ? null : oneOf<Reason>(reasons, row['reason']),
  };
  verify(row, transitionValues(integer(row, 'era'), transition));
  return transition;
}

/** Reads a row of `stretch`; throws {@link CorruptHistory} when it is not as it was written. */
export function readStretch(row: Row): Stretch {
  const stretch: Stretch = {
    kind: oneOf(stretchKinds, row['kind']),
    server: text(row, 'server'),
    component: text(row, 'component'),
    from: integer(row, 'from_at'),
    until: integer(row, 'until_at'),
  };
  verify(row, stretchValues(integer(row, 'era'), stretch));
  return stretch;
}

/** Throws {@link CorruptHistory} unless the row's checksum is that of the values. */
export function verify(row: Row, values: readonly (string | number | null)[]): void {
  if (checksum(...values) !== row['checksum']) throw new CorruptHistory('a row is not as it was written');
}

/** A column that holds a whole number. */
export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new CorruptHistory(`no number in ${column}`);
  return value;
}

function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new CorruptHistory(`no text in ${column}`);
  return value;
}

function oneOf<T extends string>(values: readonly T[], value: SQLOutputValue | undefined): T {
  const found = values.find(known => known === value);
  if (found === undefined) throw new CorruptHistory('an unknown word');
  return found;
}
