import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { connect } from 'node:net';
import test from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { hash } from 'bcryptjs';
import { Secret } from '../../src/core/secret.ts';
import type { ClientAuth, WebSecurity, WebSecuritySource, WebTls } from '../../src/core/web-security.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { temporaryFolder } from '../support/real-programs.ts';
import { canary } from '../support/snapshots.ts';
import { selfSigned } from '../support/tls.ts';

const nobody: ClientAuth = { request: false, require: false, verify: false };

/** A source whose content the test replaces. */
function changeable(
  security: Partial<WebSecurity>,
): WebSecuritySource & { set(changed: Partial<WebSecurity>): void } {
  let now: WebSecurity = { tls: null, headers: {}, users: new Map(), ...security };
  return { current: () => now, set: changed => void (now = { ...now, ...changed }) };
}

async function newCertificate(): Promise<{ certificate: string; key: string }> {
  await using folder = await temporaryFolder();
  const files = await selfSigned(folder.path);
  return { certificate: await readFile(files.certificate, 'utf8'), key: await readFile(files.key, 'utf8') };
}

async function newTls(clientAuth: ClientAuth = nobody, clientCa: string | null = null): Promise<WebTls> {
  const { certificate, key } = await newCertificate();
  return {
    certificate,
    key: new Secret(key),
    clientCa,
    clientAuth,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    cipherSuites: null,
    preferServerCipherSuites: true,
    curves: null,
  };
}

function basic(user: string, password: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` } };
}

test('where there are users, operator pages ask for a password and public ones do not', async () => {
  const users = new Map([['alice', new Secret(await hash('pass:wörd', 4))]]);
  await using server = await startTestServer({ options: { security: changeable({ users }) } });
  for (const path of ['/', '/metrics', '/-/healthy', '/debug/components', '/probe', '/nowhere', '/open/x']) {
    const response = await server.fetch(path);
    assert.equal(response.status, 401, path);
    assert.match(response.headers.get('www-authenticate') ?? '', /^Basic /);
    assert.equal(await response.text(), 'unauthorized\n');
  }
  assert.equal((await server.fetchPublic('/open/x')).status, 200);
  assert.equal((await server.fetch('/metrics', basic('alice', 'pass:wörd'))).status, 200);
  assert.deepEqual(server.deadlines.length, 1, 'nothing is probed for those who may not see it');
});

const refusals: Readonly<Record<string, Record<string, string>>> = {
  'a wrong password': basic('alice', 'wrong').headers,
  'an unknown name with the password of another': basic('mallory', 'right').headers,
  'a name of the prototype': basic('constructor', 'right').headers,
  'no colon': { authorization: `Basic ${Buffer.from('alice').toString('base64')}` },
  'another scheme': { authorization: 'Bearer alice' },
  nonsense: { authorization: 'Basic \u00e9' },
};

for (const [what, headers] of Object.entries(refusals)) {
  test(`${what} is refused`, async () => {
    const users = new Map([['alice', new Secret(await hash('right', 4))]]);
    await using server = await startTestServer({ options: { security: changeable({ users }) } });
    assert.equal((await server.fetch('/-/healthy', { headers })).status, 401);
  });
}

test('a password that was right is wrong as soon as the file says so', async () => {
  const security = changeable({ users: new Map([['alice', new Secret(await hash('old', 4))]]) });
  await using server = await startTestServer({ options: { security } });
  const status = async (password: string): Promise<number> =>
    (await server.fetch('/-/healthy', basic('alice', password))).status;
  assert.equal(await status('old'), 200);
  security.set({ users: new Map([['alice', new Secret(await hash('new', 4))]]) });
  assert.equal(await status('old'), 401);
  assert.equal(await status('new'), 200);
});

test('configured headers are on every answer, in place of our own', async () => {
  const headers = { 'X-Frame-Options': 'deny', 'Content-Security-Policy': "default-src 'self'" };
  await using server = await startTestServer({ options: { security: changeable({ headers }) } });
  for (const response of [await server.fetch('/nowhere'), await server.fetchPublic('/open/x')]) {
    assert.equal(response.headers.get('x-frame-options'), 'deny');
    assert.equal(response.headers.get('content-security-policy'), "default-src 'self'");
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  }
});

/** The status of an answer over TLS by a client that trusts this certificate alone. */
async function statusOver(
  server: TestServer,
  ca: string,
  client: { cert?: string; key?: string } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { ca, ...client, agent: false, servername: 'localhost' };
    request(`${server.operator.url}/-/healthy`, options, response => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test('a renewed certificate serves the next connection', async () => {
  const [one, two] = [await newTls(), await newTls()];
  const security = changeable({ tls: one });
  await using server = await startTestServer({ options: { security } });
  assert.match(server.operator.url, /^https:/);
  assert.equal(await statusOver(server, one.certificate), 200);
  security.set({ tls: two });
  assert.equal(await statusOver(server, two.certificate), 200);
  await assert.rejects(statusOver(server, one.certificate), /self.signed/);
});

test('versions of TLS that are not allowed are refused', async () => {
  const tls = await newTls();
  await using server = await startTestServer({
    options: { security: changeable({ tls: { ...tls, minVersion: 'TLSv1.3' } }) },
  });
  const { port } = server.operator.address;
  const socket: TLSSocket = connectTls({
    port,
    host: '127.0.0.1',
    maxVersion: 'TLSv1.2',
    rejectUnauthorized: false,
  });
  const [error] = await once(socket, 'error');
  assert.match(String(error), /protocol version/);
});

const policies: readonly [
  policy: string,
  auth: ClientAuth,
  none: boolean,
  stranger: boolean,
  friend: boolean,
][] = [
  ['RequestClientCert', { request: true, require: false, verify: false }, true, true, true],
  ['RequireAnyClientCert', { request: true, require: true, verify: false }, false, true, true],
  ['VerifyClientCertIfGiven', { request: true, require: false, verify: true }, true, false, true],
  ['RequireAndVerifyClientCert', { request: true, require: true, verify: true }, false, false, true],
];

for (const [policy, auth, none, stranger, friend] of policies) {
  test(`${policy} lets in whom it should`, async () => {
    const [known, unknown] = [await newCertificate(), await newCertificate()];
    const tls = await newTls(auth, known.certificate);
    await using server = await startTestServer({ options: { security: changeable({ tls }) } });
    const isLetIn = (client?: { certificate: string; key: string }): Promise<boolean> =>
      statusOver(server, tls.certificate, client && { cert: client.certificate, key: client.key }).then(
        status => status === 200,
        () => false,
      );
    assert.deepEqual(
      [await isLetIn(), await isLetIn(unknown), await isLetIn(known)],
      [none, stranger, friend],
    );
  });
}

test('a handshake that never ends is cut off, and does not keep the program from stopping', async () => {
  const tls = await newTls();
  await using server = await startTestServer({
    options: { security: changeable({ tls }) },
    limits: { headersTimeoutMs: 200 },
  });
  const socket = connect(server.operator.address.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const started = performance.now();
  await once(socket.resume(), 'close');
  assert.ok(performance.now() - started < 1500);
});

test('passwords and keys show in no answer and no log', async () => {
  const users = new Map([[canary, new Secret(await hash(canary, 4))]]);
  await using server = await startTestServer({ options: { security: changeable({ users }) } });
  const response = await server.fetch('/nowhere', basic(canary, canary));
  assert.doesNotMatch(JSON.stringify([...response.headers]) + (await response.text()), new RegExp(canary));
  assert.doesNotMatch(JSON.stringify(server.log), new RegExp(canary));
});
