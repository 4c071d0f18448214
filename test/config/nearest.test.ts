import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../src/config/nearest.ts';

const keys = ['keyword', 'keyword_absent', 'url', 'header', 'headers', 'max_latency', 'ip', 'json'];

const rows: readonly (readonly [written: string, meant: string | null])[] = [
  ['keywrd', 'keyword'],
  ['kyeword', 'keyword'],
  ['keyword', 'keyword'],
  ['keywords', 'keyword'],
  ['keywordAbsent', 'keyword_absent'],
  ['max-latency', 'max_latency'],
  ['maxlatency', 'max_latency'],
  ['Headers', 'headers'],
  ['headres', 'headers'],
  ['ulr', 'url'],
  ['uri', 'url'],
  ['pi', 'ip'],
  ['colour', null],
  ['', null],
  ['id', 'ip'],
  ['regex', null],
];

for (const [written, meant] of rows) {
  test(`\`${written}\` means ${meant ?? 'nothing'}`, () => assert.equal(nearest(written, keys), meant));
}
