import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { inspect, promisify } from 'node:util';
import { ConfigError } from '../../src/config/errors.ts';
import { loadWebConfig } from '../../src/config/web-config.ts';
import { openWebConfig } from '../../src/config/web-config-watch.ts';
import type { LogFields } from '../../src/core/log.ts';
import { RecordingLog } from '../support/monitor-fakes.ts';
import { requireProgram, temporaryFolder } from '../support/real-programs.ts';
import { selfSigned } from '../support/tls.ts';

const hash = '$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi';

/** A folder with `web.yml`, and a certificate with its key. */
async function folderWith(
  text: string,
): Promise<AsyncDisposable & { readonly path: string; readonly file: string }> {
  const folder = await temporaryFolder();
  await selfSigned(folder.path);
  const file = join(folder.path, 'web.yml');
  await writeFile(file, text);
  return { ...folder, file };
}

const tls = 'tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n';

const good: Readonly<Record<string, string>> = {
  'an empty file': '',
  users: `basic_auth_users:\n  alice: ${hash}\n  bob: ${hash}\n`,
  TLS: tls,
  'TLS with empty lists': `${tls}  cipher_suites: []\n  curve_preferences: []\n`,
  'TLS with everything': `${tls}  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: server.crt
  min_version: TLS12
  max_version: TLS13
  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256]
  prefer_server_cipher_suites: false
  curve_preferences: [X25519, CurveP256]
http_server_config:
  http2: false
  headers:
    Strict-Transport-Security: max-age=31536000
    X-Frame-Options: deny
`,
};

for (const [name, text] of Object.entries(good)) {
  test(`promtool and we both accept ${name}`, async t => {
    await using folder = await folderWith(text);
    loadWebConfig(folder.file);
    const promtool = await requireProgram(t, 'promtool');
    if (promtool !== null) await promisify(execFile)(promtool, ['check', 'web-config', folder.file]);
  });
}

test('an empty list of cipher suites or curves means the defaults', async () => {
  await using folder = await folderWith(good['TLS with empty lists'] ?? '');
  const { tls: read } = loadWebConfig(folder.file).security;
  assert.deepEqual([read?.cipherSuites, read?.curves], [null, null]);
});

test('what a file says is read with the names of Node.js', async () => {
  await using folder = await folderWith(good['TLS with everything'] ?? '');
  const { security, files } = loadWebConfig(folder.file);
  assert.ok(security.tls);
  const { certificate, clientCa, key, ...rest } = security.tls;
  assert.match(key.reveal(), /^-----BEGIN PRIVATE KEY/);
  assert.match(certificate, /^-----BEGIN CERTIFICATE/);
  assert.equal(clientCa, certificate);
  assert.deepEqual(rest, {
    clientAuth: { request: true, require: true, verify: true },
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    cipherSuites: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:TLS_AES_128_GCM_SHA256',
    preferServerCipherSuites: false,
    curves: 'X25519:P-256',
  });
  assert.deepEqual(security.headers, {
    'Strict-Transport-Security': 'max-age=31536000',
    'X-Frame-Options': 'deny',
  });
  assert.equal(files.length, 4);
});

const bad: readonly [name: string, text: string, messages: readonly string[]][] = [
  [
    'an unknown key',
    'tls_servers_config: {}\n',
    ['1:1: tls_servers_config: unknown key: did you mean `tls_server_config`?'],
  ],
  [
    'an unknown header',
    'http_server_config:\n  headers:\n    X-Other: a\n',
    [
      '3:5: http_server_config.headers.X-Other: unknown key: write one of `Content-Security-Policy`, `Strict-Transport-Security`, `X-Content-Type-Options`, `X-Frame-Options`, `X-XSS-Protection`',
    ],
  ],
  [
    'a password in plain text',
    'basic_auth_users:\n  alice: hunter2\n',
    ['2:10: basic_auth_users.alice: write a bcrypt hash, as `htpasswd -nBC 10 ""` makes it'],
  ],
  [
    'a certificate without a key, and an unknown policy',
    'tls_server_config:\n  cert_file: server.crt\n  client_auth_type: Maybe\n',
    [
      '2:3: tls_server_config.key_file: is missing',
      '3:21: tls_server_config.client_auth_type: write one of `NoClientCert`, `RequestClientCert`, `RequireClientCert`, `RequireAnyClientCert`, `VerifyClientCertIfGiven`, `RequireAndVerifyClientCert`',
    ],
  ],
  [
    'a certificate that is not there',
    'tls_server_config:\n  cert_file: other.crt\n  key_file: server.key\n',
    ['2:14: tls_server_config.cert_file: cannot be read (ENOENT)'],
  ],
  [
    'a key that is none',
    'tls_server_config:\n  cert_file: server.crt\n  key_file: web.yml\n',
    [
      '3:13: tls_server_config.key_file: is no key in PEM without a password that belongs to the certificate of `cert_file`',
    ],
  ],
  [
    'authorities of clients that are not asked for a certificate',
    `${tls}  client_ca_file: server.crt\n`,
    ['2:3: tls_server_config.client_auth_type: is missing: `client_ca_file` means nothing without it'],
  ],
  [
    'an unknown cipher suite',
    `${tls}  cipher_suites: [TLS_NULL]\n`,
    ['4:19: tls_server_config.cipher_suites[0]: no cipher suite of this name is supported'],
  ],
];

for (const [name, text, messages] of bad) {
  test(`${name} is refused, with where and why`, async () => {
    await using folder = await folderWith(text);
    assert.throws(
      () => loadWebConfig(folder.file),
      error => {
        assert.ok(error instanceof ConfigError);
        assert.deepEqual(
          error.message.split('\n'),
          messages.map(message => `${folder.file}:${message}`),
        );
        return true;
      },
    );
  });
}

const unreadable: readonly (readonly [path: string, message: RegExp])[] = [
  ['/nowhere/web.yml', /^\/nowhere\/web\.yml:1:1: cannot be read \(ENOENT\)$/],
  [import.meta.dirname, /:1:1: cannot be read \(EISDIR\)$/],
];

for (const [path, message] of unreadable) {
  test(`a file that cannot be read is refused, with the reason: ${message}`, () => {
    assert.throws(() => loadWebConfig(path), { message });
  });
}

test('neither hashes nor keys show', async () => {
  await using folder = await folderWith(`${tls}basic_auth_users:\n  alice: ${hash}\n`);
  const { security } = loadWebConfig(folder.file);
  const shown = inspect(security, { depth: 9 }) + JSON.stringify({ ...security, users: [...security.users] });
  assert.doesNotMatch(shown, /\$2y\$|PRIVATE KEY/);
});

test('a changed file is read again, a broken one is logged once and changes nothing', async () => {
  await using folder = await folderWith(`basic_auth_users:\n  alice: ${hash}\n`);
  const log: string[] = [];
  let now = 0;
  const write = (_fields: LogFields, message: string): void => void log.push(message);
  const source = openWebConfig(folder.file, {
    clock: { monotonic: () => now },
    log: { debug: write, info: write, warn: write, error: write },
  });
  const replace = async (text: string): Promise<void> => {
    await writeFile(`${folder.file}.new`, text);
    await rename(`${folder.file}.new`, folder.file);
  };
  const users = (): readonly string[] => [...source.current().users.keys()];
  const first = source.current();
  assert.deepEqual(users(), ['alice']);

  await replace(`basic_auth_users:\n  bob: ${hash}\n`);
  assert.equal(source.current(), first, 'looked at most once a second');
  now += 1000;
  assert.deepEqual(users(), ['bob']);

  await replace('nonsense: 1\n');
  for (let i = 0; i < 3; i += 1) {
    now += 1000;
    assert.deepEqual(users(), ['bob']);
  }
  assert.deepEqual(log, [
    'web configuration read again',
    'web configuration refused, the one from before stays in force',
  ]);

  await replace(`basic_auth_users:\n  carol: ${hash}\n`);
  now += 1000;
  assert.deepEqual(users(), ['carol']);

  await replace(`${tls.replace('server.crt', 'late.crt')}basic_auth_users:\n  dave: ${hash}\n`);
  for (let i = 0; i < 3; i += 1) {
    now += 1000;
    assert.deepEqual(users(), ['carol']);
  }
  assert.equal(log.length, 4);
  await copyFile(join(folder.path, 'server.crt'), join(folder.path, 'late.crt'));
  now += 1000;
  assert.deepEqual(users(), ['dave'], 'a file that comes after its name');
  const told = log.length;
  now += 1000;
  source.current();
  assert.equal(log.length, told, 'and that is that');
});

test('a file that cannot even be looked at any more is refused like one that cannot be read', async () => {
  await using folder = await folderWith(tls);
  let now = 0;
  const log = new RecordingLog();
  const source = openWebConfig(folder.file, { clock: { monotonic: () => now }, log });
  const before = source.current();
  const key = join(folder.path, 'server.key');
  await rm(key);
  await symlink(key, key);
  now += 1000;
  assert.equal(source.current(), before);
  assert.deepEqual(log.news, ['web configuration refused, the one from before stays in force']);
});
