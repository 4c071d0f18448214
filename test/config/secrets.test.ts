import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import type { LoadDeps } from '../../src/config/load.ts';
import { loadConfigText, mistakesIn } from '../support/load-config-text.ts';

const canary = 'c4n4ry';

function wiki(keys: string): string {
  return `servers: [{ domain: a.example, components: { wiki: { url: "https://a.example/", ${keys} } } }]`;
}

/** A secret in every place that has one, each time with a mistake close by. */
const leaky: readonly string[] = [
  wiki(`basic_auth: { username: a, password: ${canary}, passwrd: x }`),
  wiki(`basic_auth: { username: a, password: [${canary}] }`),
  wiki(`basic_auth: ${canary}`),
  wiki(`basic_auth: { username: a, password: "${canary}\${${canary}}" }`),
  wiki(`basic_auth: { username: a, password: "${canary}\${" }`),
  wiki(`bearer_token: "${canary} \${UNSET}"`),
  wiki(`bearer_token: [${canary}, x]`),
  wiki(`headers: { X-Token: "${canary}한" }`),
  wiki(`bearer_token: ${canary}, bearer_token_file: b`),
  wiki(`headers: { Authorization: "${canary}\\n" }`),
  wiki(`headers: { Authorization: ["${canary}"], "X Y": "${canary}" }`),
  wiki(`headers: ["Authorization: ${canary}"]`),
  wiki(`body: { a: ${canary} }`),
  wiki(`keyword: [{ a: ${canary} }]`),
  wiki(`password: !secret ${canary}`),
  wiki(`bearer_token: *${canary}`),
  wiki(`bearer_token: &${canary} x`),
  wiki(`bearer_token: "${canary}`),
  wiki(`bearer_token: @${canary}`),
  wiki(`bearer_token: "\\q${canary}"`),
  wiki(`basic_auth: { username: a, password:${canary} }`),
  wiki(`bearer_token "${canary}"`),
  wiki(`headers: { X-Token ${canary} }`),
  wiki(`headers: { X-Token:${canary}, X-Other=${canary}: x }`),
  `servers:\n  - domain: a.example\n    password: ${canary}: ${canary}\n`,
  `servers:\n  - domain: a.example\n   ${canary}\n`,
  `servers: [{ domain: a.example, components: { wiki: { url: "https://u:${canary}@a.example/" } } }]`,
  `servers: [{ domain: a.example, components: { wiki: { url: "ftp://u:${canary}@a.example/" } } }]`,
  `servers: [{ domain: "u:${canary}@a.example", preset: mastodon }]`,
  `servers: [{ domain: a.example, web_domain: "https://u:${canary}@b.example", preset: mastodon }]`,
  `servers: [{ domain: a.example, streaming: "wss://u:${canary}@b.example", preset: mastodon }]`,
  `servers: [{ domain: a.example, object_storage: "https://u:${canary}@b.example/", preset: mastodon }]`,
  `references: ["https://u:${canary}@a.example/"]\nservers: [{ domain: a.example, preset: mastodon }]`,
];

for (const text of leaky) {
  test(`no message repeats the secret of ${JSON.stringify(text.replaceAll(canary, '…')).slice(0, 110)}`, async () => {
    const found = await mistakesIn(text);
    assert.ok(found.length > 0, 'accepted');
    assert.ok(!found.join('\n').includes(canary), found.join('\n'));
  });
}

test('a configuration that is full of secrets shows none, however it is printed', async () => {
  const env = { TOKEN: `${canary}1` };
  const readFile: LoadDeps['readFile'] = () => Promise.resolve(new TextEncoder().encode(`${canary}2\n`));
  const config = await loadConfigText(
    `servers:
  - domain: a.example
    components:
      one: { url: "https://a.example/?q=${canary}", headers: { X-Token: "\${TOKEN}", Cookie: ${canary} } }
      two: { url: "https://a.example/", basic_auth: { username: a, password_file: password } }
      three: { url: "https://a.example/", bearer_token: "${canary}" }`,
    { env, readFile, isReadableByOthers: true },
  );
  assert.equal(config.components.length, 3);
  assert.equal(config.warnings.length, 2);
  const printed = `${inspect(config, { depth: 20, showHidden: true })}${JSON.stringify(config)}${config.warnings.join('')}`;
  assert.ok(!printed.includes(canary));
});

test('a secret comes from the environment or a file, without white space around it, from the folder of the configuration', async () => {
  const paths: string[] = [];
  const readFile: LoadDeps['readFile'] = path => {
    paths.push(path);
    return Promise.resolve(new TextEncoder().encode(' token-1\r\n\n'));
  };
  const env = { TOKEN: 'token-1', RUN: '/run/credentials' };
  const fingerprintOf = async (keys: string): Promise<string | undefined> =>
    (await loadConfigText(wiki(keys), { env, readFile })).components[0]?.component.fingerprint;
  const literal = await fingerprintOf('bearer_token: token-1');
  assert.equal(await fingerprintOf('bearer_token: "${TOKEN}"'), literal);
  assert.equal(await fingerprintOf('bearer_token_file: secrets/token'), literal);
  assert.equal(await fingerprintOf('bearer_token_file: "${RUN}/token"'), literal);
  assert.equal(await fingerprintOf('bearer_token: null, bearer_token_file: /t'), literal);
  assert.deepEqual(paths, ['/etc/fedistatus/secrets/token', '/run/credentials/token', '/t']);
  assert.notEqual(await fingerprintOf('bearer_token: "$${TOKEN}"'), literal);
});

test('a dollar sign is only special in secrets', async () => {
  assert.deepEqual(await mistakesIn(wiki('keyword: "${NOT_A_VARIABLE}"')), []);
});

const files: readonly (readonly [name: string, content: Uint8Array, message: RegExp])[] = [
  ['an empty file', new Uint8Array(), /bearer_token_file: the file is empty$/],
  ['a file with only a line end', Buffer.from('\n'), /bearer_token_file: the file is empty$/],
  [
    'a file that is not text',
    Buffer.from([0xff, 0xfe]),
    /bearer_token_file: the file cannot be read \(not UTF-8\)$/,
  ],
  [
    'a file of two lines',
    Buffer.from('one\ntwo\n'),
    /^1:100: .*bearer_token: a token is one word of letters/,
  ],
];

for (const [name, content, message] of files) {
  test(`${name} is no secret`, async () => {
    const found = await mistakesIn(wiki('bearer_token_file: f'), {
      readFile: () => Promise.resolve(content),
    });
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', message);
  });
}

test('a secret written in a file that others can read is a warning that says where', async () => {
  const text = wiki('bearer_token: abc, headers: { Accept: text/html }');
  const warningsOf = async (deps: Partial<LoadDeps>): Promise<readonly string[]> =>
    (await loadConfigText(text, deps)).warnings;
  assert.deepEqual(await warningsOf({ isReadableByOthers: false }), []);
  const [warning, ...more] = await warningsOf({ isReadableByOthers: true });
  assert.deepEqual(more, []);
  assert.match(
    warning ?? '',
    /config\.yaml:1:\d+: servers\[0\]\.components\.wiki\.bearer_token: a secret in a file/,
  );
});
