import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopbackName, originOf } from '../../src/probe/origin.ts';

const rows: readonly (readonly [domain: string, origin: string])[] = [
  ['social.example', 'https://social.example'],
  ['social.example:8443', 'https://social.example:8443'],
  ['localhost', 'http://localhost'],
  ['localhost:3000', 'http://localhost:3000'],
  ['mastodon.localhost:10062', 'http://mastodon.localhost:10062'],
  ['a.b.localhost', 'http://a.b.localhost'],
  ['127.0.0.1:80', 'http://127.0.0.1:80'],
  ['[::1]:3000', 'http://[::1]:3000'],
  ['localhost.example', 'https://localhost.example'],
  ['notlocalhost', 'https://notlocalhost'],
  ['127.0.0.1.example', 'https://127.0.0.1.example'],
  ['10.0.0.1', 'https://10.0.0.1'],
];

for (const [domain, origin] of rows) {
  test(`${domain} is asked at ${origin}`, () => {
    assert.equal(originOf(domain), origin);
    assert.equal(isLoopbackName(domain), origin.startsWith('http:'));
  });
}
