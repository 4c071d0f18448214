import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readServerInfo } from '../../src/core/server-info.ts';

const nothing = { software: null, version: null, statusLink: undefined };

const cases: readonly [what: string, document: unknown, expected: object][] = [
  [
    'NodeInfo',
    { software: { name: 'Misskey', version: '2025.10.0' }, protocols: ['activitypub'] },
    { ...nothing, software: 'misskey', version: '2025.10.0' },
  ],
  [
    "Mastodon's instance API 2, status link not set",
    { domain: 'a.example', version: '4.5.3', configuration: { urls: { status: null } } },
    { ...nothing, version: '4.5.3', statusLink: null },
  ],
  [
    "Mastodon's instance API 2, status link set",
    { version: '4.5.3', configuration: { urls: { status: 'https://status.example' } } },
    { ...nothing, version: '4.5.3', statusLink: 'https://status.example' },
  ],
  [
    'a server that only speaks that API',
    { uri: 'https://a.example', version: '2.7.2 (compatible; Akkoma 3.15.2)' },
    { ...nothing, software: 'akkoma', version: '3.15.2' },
  ],
  [
    'one that adds whom it is like',
    { version: '3.0.0 (compatible; Sharkey 2025.4.4; like Akkoma)' },
    { ...nothing, software: 'sharkey', version: '2025.4.4' },
  ],
  [
    'one with a stroke',
    { version: '4.2.1 (compatible; Iceshrimp.NET/2024.1-beta2+e1d25a9231)' },
    { ...nothing, software: 'iceshrimp.net', version: '2024.1-beta2+e1d25a9231' },
  ],
  [
    'one that is frank',
    { version: '4.0.0 (not true; really snac/2.75)' },
    { ...nothing, software: 'snac', version: '2.75' },
  ],
  ["PeerTube's", { serverVersion: '7.1.0' }, { ...nothing, version: '7.1.0' }],
  ['something else', { version: 4, software: 'x', configuration: [] }, nothing],
  ['no object', ['4.5.3'], nothing],
  ['no document', undefined, nothing],
  [
    'what is too long, or no name, or would move the cursor',
    { software: { name: 'a'.repeat(41), version: `\u001b[2J${'9'.repeat(100)}` } },
    { ...nothing, version: `\\u001b[2J${'9'.repeat(56)}` },
  ],
];

for (const [what, document, expected] of cases) {
  test(`reads what a server says of itself: ${what}`, () => {
    assert.deepEqual(readServerInfo(document), expected);
  });
}
