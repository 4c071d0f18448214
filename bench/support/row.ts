import type { Spread } from './spread.ts';

/** One line of the table. */
export type Row = MeasuredRow | SkippedRow;

export interface MeasuredRow {
  readonly figure: string;
  readonly value: Spread;
  readonly unit: Unit;
  /** What issue 8 wants: at most so much. */
  readonly target?: number;
  readonly stretch?: number;
  /** What the figure was made of, and what helps to understand it. */
  readonly beside?: readonly Beside[];
  /** Measurements that the spread is over. */
  readonly rounds: number;
  /** Words on how it was measured, or on what is odd about it. */
  readonly note?: string;
}

export interface SkippedRow {
  readonly figure: string;
  readonly skipped: string;
}

export interface Beside {
  readonly name: string;
  readonly value: Spread;
  readonly unit: Unit;
}

/** `×` is a ratio. */
export type Unit = '×' | 'µs' | 'ms' | 's' | 'MB' | 'kB' | '%' | '';
