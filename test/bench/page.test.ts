import assert from 'node:assert/strict';
import { test } from 'node:test';
import { performancePage } from '../../bench/support/page.ts';
import type { Report } from '../../bench/support/report.ts';
import type { Row } from '../../bench/support/row.ts';
import { cellsOf, plainTable } from '../../bench/support/table.ts';

const ratio = { figure: 'a ratio', unit: '×', target: 0.5, stretch: 0.35, rounds: 5 } as const;

const verdicts = [
  { median: 0.35, met: 'stretch' },
  { median: 0.36, met: 'yes' },
  { median: 0.5, met: 'yes' },
  { median: 0.51, met: 'NO' },
  { median: Number.NaN, met: 'NO' },
] as const;

for (const { median, met } of verdicts) {
  test(`a median of ${median} against 0.5 and 0.35 is told as ${met}`, () => {
    assert.equal(cellsOf({ ...ratio, value: { median, min: median, max: median } }).met, met);
  });
}

test('what could not be measured is told, with the reason', () => {
  const cells = cellsOf({ figure: 'a ratio', skipped: 'failed: no nginx' });
  assert.equal(cells.measured, 'not measured');
  assert.equal(cells.beside, 'failed: no nginx');
});

const rows: readonly Row[] = [
  {
    ...ratio,
    value: { median: 0.412, min: 0.3, max: 0.7 },
    beside: [{ name: 'fedistatus', value: { median: 123.4, min: 99, max: 200 }, unit: 'µs' }],
  },
  { figure: 'another', skipped: 'a | in the reason' },
];

test('a figure is shown with its range, its goals and what it is made of, in the terminal and on the page', () => {
  const page = performancePage(report);
  for (const part of ['0.41 × (0.3–0.7)', '≤ 0.5 ×', '≤ 0.35 ×', 'fedistatus 123 µs (99–200)']) {
    assert.ok(page.includes(part), part);
    assert.ok(plainTable(rows).includes(part), part);
  }
  assert.ok(page.includes('a \\| in the reason'));
});

const report: Report = {
  at: '2026-01-02T03:04:05.000Z',
  minutes: 21.3,
  isQuick: false,
  machine: {
    processor: 'A processor',
    cores: 2,
    memoryGigabytes: 4,
    kernel: '6.1.0-x',
    loadBefore: 0.1,
    versions: {},
  },
  rows,
};
