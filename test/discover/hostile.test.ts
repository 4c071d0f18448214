import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { parseDocument } from 'yaml';
import { objectionTo } from '../../src/discover/reach.ts';
import { discoverAt, found } from '../support/discovering.ts';
import { loadConfigText } from '../support/load-config-text.ts';
import { httpServer, type Listening } from '../support/probing.ts';

type Paths = Readonly<Record<string, unknown>>;

/** A server that answers these paths with these documents, or texts, and nothing else. */
function serving(pathsOf: (host: string) => Paths): Promise<Listening> {
  return httpServer((request: IncomingMessage, response: ServerResponse) => {
    const host = request.headers.host ?? '';
    const path = (request.url ?? '').replace(/\?.*/, '');
    const document = pathsOf(host)[path];
    response.writeHead(document === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
    response.end(typeof document === 'string' ? document : JSON.stringify(document ?? {}));
  });
}

/** As much of Mastodon as makes discovery go on, with something of one's own. */
function mastodon(host: string, instance: object, more: Paths = {}): Paths {
  const origin = `http://${host}`;
  return {
    '/.well-known/nodeinfo': {
      links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `${origin}/nodeinfo/2.0` }],
    },
    '/nodeinfo/2.0': { software: { name: 'mastodon', version: '4.5.3' }, protocols: ['activitypub'] },
    '/.well-known/webfinger': {
      subject: `acct:admin@${host}`,
      links: [{ rel: 'self', type: 'application/activity+json', href: `${origin}/users/admin` }],
    },
    '/api/v2/instance': { domain: host, version: '4.5.3', ...instance },
    ...more,
  };
}

const nasty = [
  'x\n  components: { api: null }\nservers: []',
  'x" # y',
  "it's: {a: [1, &a *a !!tag ? | > % @ `",
  '${HOME} $${HOME}',
  '\u0000\u001b[2J\u0085\u2028\u2029\u202e\ufeff',
  '- --- ... %YAML 1.1',
  'null',
  '\ud800 \udfff',
  'long '.repeat(50_000),
];

for (const text of nasty) {
  test(`what a server writes stays a text: ${JSON.stringify(text.slice(0, 40))}`, async () => {
    await using server = await serving(host =>
      mastodon(host, {
        title: text,
        version: `4.5 ${text}`,
        contact: { account: { acct: text, avatar: `http://files.localhost/${text}` } },
        configuration: { urls: { status: text, streaming: text } },
      }),
    );
    const { text: file, entry } = await found(server.host);
    assert.ok(file.length < 20_000, `${file.length} characters`);
    const lines = file.split('\n');
    assert.deepEqual(
      lines.filter(line => /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(line)),
      [],
    );
    const document: unknown = parseDocument(file).toJS();
    assert.deepEqual(Object.keys(Object(document)), ['servers']);
    const { servers, components } = await loadConfigText(file);
    assert.equal(servers.length, 1);
    assert.equal(servers[0]?.domain, server.host);
    assert.ok(components.some(({ component }) => component.name === 'api'));
    // The word is a name like any other, once it is in quotes.
    assert.equal(entry.account, text === 'null' ? 'null' : null);
    assert.ok((entry.title ?? '').length <= 500);
  });
}

test('nothing that a server of the world names leads into a private network', () => {
  const home = 'social.example';
  const allowed = ['https://social.example/x', 'https://files.example.com', 'https://social.example:8443/'];
  const refused = [
    'http://social.example/',
    'https://localhost/',
    'https://a.localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://192.168.1.1/',
    'https://1.2.3.4/',
    'https://router/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://nas.home.arpa/',
    'https://user:secret@files.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not an address',
  ];
  for (const address of allowed) assert.equal(objectionTo(address, home), null, address);
  for (const address of refused) assert.notEqual(objectionTo(address, home), null, address);
});

test('a server on this machine leads nowhere else', () => {
  assert.equal(objectionTo('http://files.localhost:1/', 'localhost:1'), null);
  assert.notEqual(objectionTo('https://example.com/', 'localhost:1'), null);
});

test('addresses that lead elsewhere are not asked, not written, and told', async () => {
  await using server = await serving(host =>
    mastodon(host, {
      contact: { account: { acct: 'admin', avatar: 'https://10.0.0.1/accounts/avatars/1.png' } },
      configuration: { urls: { streaming: 'wss://192.168.1.1' } },
    }),
  );
  const { text, notes, entry } = await found(server.host);
  assert.equal(entry.streamingOrigin, null);
  assert.equal(entry.storage, null);
  assert.doesNotMatch(text.replace(/^#.*$/gm, ''), /192\.168|10\.0\.0\.1/);
  assert.ok(
    notes.some(
      ({ about, message }) =>
        about === 'streaming' &&
        /^not used: https:\/\/192\.168\.1\.1 \(.*\) leaves this machine/.test(message),
    ),
    JSON.stringify(notes),
  );
});

test('a server that calls itself another one is not believed', async () => {
  await using other = await serving(() => ({}));
  await using server = await serving(host => mastodon(host, { domain: other.host }));
  const { entry, notes } = await found(server.host);
  assert.equal(entry.domain, server.host);
  assert.ok(
    notes.some(
      ({ kind, message }) =>
        kind === 'trouble' &&
        message === `the server calls itself ${other.host}, but ${other.host} does not confirm that`,
    ),
  );
});

test('an account of another server is not taken for one of this', async () => {
  await using server = await serving(host =>
    mastodon(host, { contact: { account: { acct: 'admin@elsewhere.example' } } }),
  );
  assert.equal((await found(server.host)).entry.account, null);
});

test('endless and deep documents end the questions, not the program', async () => {
  await using deep = await serving(host => mastodon(host, {}, { '/api/v2/instance': '['.repeat(500_000) }));
  assert.equal((await found(deep.host)).entry.preset, 'mastodon');
  await using endless = await httpServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  });
  const outcome = await discoverAt(endless.host);
  assert.equal(outcome.kind, 'nothing');
  assert.match(outcome.kind === 'nothing' ? outcome.message : '', /is down, or does not answer us: /);
});
