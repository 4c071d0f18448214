import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import {
  accountName,
  domainName,
  headerText,
  httpUrl,
  listenAddress,
  originText,
  reference,
} from '../../src/config/key-kinds.ts';

/** What each text is read as; null: refused. */
const rows: readonly (readonly [
  kind: string,
  schema: z.ZodType,
  cases: Readonly<Record<string, unknown>>,
])[] = [
  [
    'a listen address',
    listenAddress,
    {
      '127.0.0.1:10061': { host: '127.0.0.1', port: 10_061 },
      '[::1]:1': { host: '::1', port: 1 },
      ':10061': { host: '', port: 10_061 },
      'localhost:0': { host: 'localhost', port: 0 },
      'a:65536': null,
      'a:': null,
      '::1:1': null,
      'http://a:1': null,
      '10061': null,
    },
  ],
  [
    'a domain',
    domainName,
    {
      'Social.Example': 'social.example',
      'social.example.': 'social.example',
      'localhost:3000': 'localhost:3000',
      '한글.example': 'xn--bj0bj06e.example',
      'xn--bj0bj06e.example': 'xn--bj0bj06e.example',
      '[::1]:3000': '[::1]:3000',
      'a b': null,
      'a.example/': null,
      'https://a.example': null,
      '@a.example': null,
      'u@a.example': null,
      'a.example:0': null,
      'a.example:99999': null,
      'a..example': null,
      '-': null,
      '*.example': null,
      '': null,
    },
  ],
  [
    'an origin',
    originText,
    {
      'www.a.example': 'https://www.a.example',
      'localhost:3000': 'http://localhost:3000',
      'https://A.example/': 'https://a.example',
      'http://a.example:8080': 'http://a.example:8080',
      'wss://s.example': 'https://s.example',
      'ws://s.example:4000': 'http://s.example:4000',
      'https://a.example/path': null,
      'https://a.example/?q': null,
      'https://u:p@a.example': null,
      'ftp://a.example': null,
      'https://': null,
    },
  ],
  [
    'an account',
    accountName,
    {
      admin: 'admin',
      '@admin': 'admin',
      '@admin@a.example': 'admin@a.example',
      'a.b-c_1': 'a.b-c_1',
      '@': null,
      'a b': null,
      'https://a.example/@admin': null,
      'admin@': null,
      '.a': null,
    },
  ],
  [
    'a URL',
    httpUrl,
    {
      'https://m.example/check.txt': 'https://m.example/check.txt',
      'http://m.example': 'http://m.example',
      'm.example/check.txt': null,
      's3://bucket/check.txt': null,
      'https://u@m.example/': null,
    },
  ],
  [
    'a reference',
    reference,
    {
      'https://one.example/': 'https://one.example/',
      'tcp://192.0.2.1:53': 'tcp://192.0.2.1:53',
      'tcp://[2001:db8::1]:53': 'tcp://[2001:db8::1]:53',
      'tcp://one.example': null,
      'tcp://one.example:0': null,
      'udp://one.example:53': null,
      'one.example': null,
    },
  ],
  [
    'text for a header',
    headerText,
    { 'a (b)': 'a (b)', ' a ': 'a', 'a\nb': null, é: null, ' ': null, '': null },
  ],
];

for (const [kind, schema, cases] of rows) {
  for (const [text, expected] of Object.entries(cases)) {
    test(`${JSON.stringify(text)} ${expected === null ? 'is not' : 'is'} ${kind}`, () => {
      const parsed = schema.safeParse(text);
      assert.deepEqual(parsed.success ? parsed.data : null, expected);
    });
  }
}
