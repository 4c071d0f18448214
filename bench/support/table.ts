import type { Row, Unit } from './row.ts';
import type { Spread } from './spread.ts';

/** Cells of the table: the figure, what was measured, what was wanted, and whether it was reached. */
export interface Cells {
  readonly figure: string;
  readonly measured: string;
  readonly target: string;
  readonly stretch: string;
  readonly met: string;
  readonly beside: string;
}

export function cellsOf(row: Row): Cells {
  if ('skipped' in row) {
    return {
      figure: row.figure,
      measured: 'not measured',
      target: '',
      stretch: '',
      met: '',
      beside: row.skipped,
    };
  }
  const { value, unit, target, stretch, beside = [], note } = row;
  const details = beside.map(({ name, value: spread, unit: its }) => `${name} ${formatSpread(spread, its)}`);
  return {
    figure: row.figure,
    measured: formatSpread(value, unit),
    target: target === undefined ? '' : `≤ ${format(target, unit)}`,
    stretch: stretch === undefined ? '' : `≤ ${format(stretch, unit)}`,
    met: verdict(value.median, target, stretch),
    beside: [...details, ...(note === undefined ? [] : [note])].join('; '),
  };
}

function verdict(median: number, target: number | undefined, stretch: number | undefined): string {
  if (stretch !== undefined && median <= stretch) return 'stretch';
  if (target === undefined) return '';
  return median <= target ? 'yes' : 'NO';
}

/** The median, and the range where there is one. */
export function formatSpread({ median, min, max }: Spread, unit: Unit): string {
  const middle = format(median, unit);
  return min === max ? middle : `${middle} (${number(min, unit)}–${number(max, unit)})`;
}

export function format(value: number, unit: Unit): string {
  return unit === ''
    ? number(value, unit)
    : unit === '×'
      ? `${number(value, unit)} ×`
      : `${number(value, unit)} ${unit}`;
}

function number(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return 'unknown';
  const size = Math.abs(value);
  const digits = unit === '×' ? (size < 10 ? 2 : 0) : size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0;
  return value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: digits });
}

/** One row in a line of text. */
export function summaryOf(row: Row): string {
  const { figure, measured, met, beside } = cellsOf(row);
  return `${figure}: ${measured}${met === '' ? '' : ` [${met}]`}${beside === '' ? '' : ` – ${beside}`}`;
}

const columns = ['figure', 'measured', 'target', 'stretch', 'met', 'beside'] as const;

/** For a terminal. */
export function plainTable(rows: readonly Row[]): string {
  const cells = rows.map(cellsOf);
  const head = {
    figure: 'figure',
    measured: 'median (range)',
    target: 'target',
    stretch: 'stretch',
    met: 'met',
    beside: 'beside',
  };
  const all = [head, ...cells];
  const widths = columns.map(column => Math.max(...all.map(line => line[column].length)));
  return all
    .map(line =>
      columns
        .map((column, index) => line[column].padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
