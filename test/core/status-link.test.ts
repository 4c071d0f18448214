import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareStatusLink } from '../../src/core/status-link.ts';

const ours = 'https://status.example.social';

const cases: readonly [link: string | null, kind: string][] = [
  [null, 'unset'],
  [ours, 'same'],
  [`${ours}/`, 'same'],
  [` HTTPS://STATUS.example.social `, 'same'],
  ['http://status.example.social', 'other'],
  ['https://status.example.social/other', 'other'],
  ['not an address', 'other'],
];

for (const [link, kind] of cases) {
  test(`the link ${JSON.stringify(link)} is: ${kind}`, () => {
    assert.equal(compareStatusLink(link, ours).kind, kind);
  });
}
