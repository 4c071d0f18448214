import assert from 'node:assert/strict';
import test from 'node:test';
import type { LoadDeps } from '../../src/config/load.ts';
import { loadConfigText } from '../support/load-config-text.ts';

async function hidden(keys: string, deps: Partial<LoadDeps> = {}): Promise<ReadonlySet<string>> {
  const text = `servers: [{ domain: a.example, components: { wiki: { url: "https://a.example/", ${keys} } } }]`;
  const { secrets } = await loadConfigText(text, deps);
  return new Set(secrets.map(secret => secret.reveal()));
}

const rows: readonly (readonly [keys: string, texts: readonly string[]])[] = [
  [
    'headers: { X-Key: "marked one" }',
    ['marked one', 'marked%20one', 'marked+one', 'bWFya2VkIG9uZQ==', 'bWFya2VkIG9uZQ'],
  ],
  ['headers: { X-Key: "a\\"b\\\\c" }', ['a"b\\c', 'a\\"b\\\\c']],
  [
    'bearer_token: "mark/ed=="',
    ['mark%2Fed%3D%3D', 'mark%2fed%3d%3d', 'mark/ed%3D%3D', String.raw`mark\/ed==`],
  ],
  [`headers: { X-Key: "<a> & 'b'" }`, ['&lt;a&gt; &amp; &#39;b&#39;', String.raw`\u003ca\u003e \u0026 'b'`]],
  ['headers: { authorization: "Bearer marked" }', ['Bearer marked', 'marked']],
  ['headers: { Authorization: "Basic YWRtaW46bWFya2Vk" }', ['YWRtaW46bWFya2Vk', 'admin:marked', 'marked']],
  [
    'headers: { Cookie: "a=marked-1; b=marked-2; c=x" }',
    ['a=marked-1; b=marked-2; c=x', 'marked-1', 'marked-2'],
  ],
  ['basic_auth: { username: admin, password: marked }', ['marked', 'admin:marked', 'YWRtaW46bWFya2Vk']],
  ['bearer_token: marked', ['marked', 'bWFya2Vk']],
  ['bearer_token: "${TOKEN}"', ['from-env']],
  ['bearer_token_file: t', ['from-file']],
  ['method: POST, body: "marked body"', ['marked body']],
  ['type: websocket, headers: { X-Key: marked }', ['marked']],
];

for (const [keys, texts] of rows) {
  test(`hides what belongs to { ${keys} }`, async () => {
    const readFile: LoadDeps['readFile'] = () => Promise.resolve(Buffer.from('from-file\n'));
    const found = await hidden(keys, { env: { TOKEN: 'from-env' }, readFile });
    assert.deepEqual(
      texts.filter(text => !found.has(text)),
      [],
    );
  });
}

test('hides nothing that every request has, and no single word of a body or a cookie', async () => {
  const keys =
    'method: POST, body: "true", headers: { Accept: text/html, HOST: b.example, Cookie: "a=true" }';
  assert.deepEqual(
    [...(await hidden(keys))].filter(text => !text.includes('a=true') && !/a%3D|YT10/i.test(text)),
    [],
  );
});
