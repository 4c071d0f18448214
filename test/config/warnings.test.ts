import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfigText } from '../support/load-config-text.ts';

async function warningsOf(text: string): Promise<readonly string[]> {
  return (await loadConfigText(text)).warnings;
}

test('a default server is asked politely', async () => {
  const server =
    'domain: a.example, preset: mastodon, account: a, object_storage: "https://m.example/check.txt"';
  assert.deepEqual(await warningsOf(`servers: [{ ${server} }]`), []);
});

test('an interval below 15 s is a warning, except on this machine', async () => {
  const page = (domain: string, interval: string): string =>
    `timeout: 500ms\nservers: [{ domain: "${domain}", components: { a: { url: "https://x.example/", interval: ${interval} } } }]`;
  assert.deepEqual(await warningsOf(page('a.example', '14s')), [
    'a.example: a is probed every 14s: below 15s is for a server of your own',
  ]);
  assert.deepEqual(await warningsOf(page('a.example', '15s')), []);
  for (const own of ['localhost', 'mastodon.localhost:3000', '127.0.0.1:80', '[::1]:3000']) {
    assert.deepEqual(await warningsOf(page(own, '1s')), [], own);
  }
});

test('more than a dozen requests a minute to one server is a warning', async () => {
  const components = (count: number): string =>
    Array.from({ length: count }, (_, index) => `c${index}: { url: "https://a.example/${index}" }`).join(
      ', ',
    );
  const file = (count: number): string =>
    `servers: [{ domain: a.example, components: { ${components(count)} } }]`;
  assert.deepEqual(await warningsOf(file(12)), []);
  assert.deepEqual(await warningsOf(file(13)), [
    'a.example: 13 requests a minute; a dozen is polite: lengthen the intervals',
  ]);
});

test('of many servers that are asked too often the first are named, and how many more there are', async () => {
  const servers = Array.from({ length: 25 }, (_, index) => {
    return `{ domain: s${index}.example, components: { a: { url: "https://s${index}.example/", interval: 10s } } }`;
  });
  const warnings = await warningsOf(`timeout: 5s\nservers: [${servers.join(', ')}]`);
  assert.equal(warnings.length, 21);
  assert.match(warnings[19] ?? '', /^s19\.example: /);
  assert.equal(warnings[20], 'and 5 more of this kind');
});
