import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { formatDuration, parseDuration, parseSize } from '../../src/core/units.ts';

describe('parseDuration', () => {
  const good = {
    '0s': 0,
    '500ms': 500,
    '30s': 30_000,
    '1m30s': 90_000,
    '1.5h': 5_400_000,
    '7d': 604_800_000,
  };
  for (const [text, ms] of Object.entries(good)) {
    test(`${text} is ${ms} ms`, () => assert.equal(parseDuration(text), ms));
  }
  const bad = [
    '',
    '5',
    's',
    '5 s',
    '-5s',
    '5S',
    '5min',
    '1e3s',
    '.5s',
    '5s ',
    '1h1h',
    '30s1m',
    `${'9'.repeat(400)}s`,
  ];
  for (const text of bad) {
    test(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => assert.equal(parseDuration(text), null));
  }
});

describe('formatDuration', () => {
  const rows = [
    [0, '0s'],
    [0.4, '0s'],
    [1, '1ms'],
    [1500, '1s500ms'],
    [90_000, '1m30s'],
    [604_800_000, '7d'],
    [90_061_001, '1d1h1m1s1ms'],
  ] as const;
  for (const [ms, text] of rows) test(`${ms} ms is ${text}`, () => assert.equal(formatDuration(ms), text));

  test('writes what parseDuration reads back', () => {
    fc.assert(fc.property(fc.nat(1e12), ms => assert.equal(parseDuration(formatDuration(ms)), ms)));
  });
});

describe('parseSize', () => {
  const good = { '512B': 512, '64KiB': 65_536, '1MiB': 1_048_576, '1.5MiB': 1_572_864, '2MB': 2_000_000 };
  for (const [text, bytes] of Object.entries({ ...good, '1kB': 1000, '1GiB': 1_073_741_824 })) {
    test(`${text} is ${bytes} bytes`, () => assert.equal(parseSize(text), bytes));
  }
  for (const text of ['', '1', '1M', '1 MiB', '-1MiB', '1mib', `${'9'.repeat(400)}MiB`]) {
    test(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => assert.equal(parseSize(text), null));
  }
});
