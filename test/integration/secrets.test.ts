import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import test from 'node:test';
import { hashSync } from 'bcryptjs';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { eventually, startProgram, temporaryFolder } from '../support/real-programs.ts';

const main = resolve(import.meta.dirname, '../../src/main.ts');

/** Part of every secret. Long enough not to turn up by chance in any coding. */
const marker = 'K4n4riEnv0gel';

const env = { API_TOKEN: `${marker}-env` };

/** The password of our own pages, and the hash that the web configuration holds of it. */
const password = `${marker}-own-password`;
const passwordHash = hashSync(password, 4);
const login = { authorization: `Basic ${btoa(`prometheus:${password}`)}` };

test('no output shows a secret, whatever a target does with it and however files are broken', async t => {
  await using folder = await temporaryFolder();
  await using thief = await echo();
  await using target = await echo(thief.port);
  const config = configFor(target.port, folder.path);
  const webConfig = join(folder.path, 'web.yaml');
  await writeFile(join(folder.path, 'token'), `${marker}-file\n`);
  await writeFile(webConfig, webConfigText);
  const args = ['--log.level=debug', '--log.format=json', '--web.enable-lifecycle'];
  const daemon = await startDaemon(config, args, env, login);
  const outputs = new Map<string, string>();
  try {
    await everyComponentFailed(daemon);
    for (const [name, output] of await pagesOf(daemon, target.components)) outputs.set(name, output);
    const checks = ['check', 'check --json'].map(
      async name => [name, await command(name, daemon.configFile)] as const,
    );
    for (const [name, output] of await Promise.all(checks)) outputs.set(name, output);
    for (const [what, broken] of brokenVersions(config)) {
      await writeFile(daemon.configFile, broken);
      outputs.set(`reload of ${what}`, await refusedReload(daemon));
    }
    outputs.set('config check of the last', await command('config check', daemon.configFile, ''));
    outputs.set('check of the last', await command('check', daemon.configFile));
    await writeFile(webConfig, webConfigText.replace('basic_auth_users', 'basic_auth_user'));
    await eventually('the refusal of the web configuration', async () => {
      await (await daemon.get('/-/healthy')).text();
      return daemon.program.output().includes('web configuration refused') || undefined;
    });
  } finally {
    await daemon[Symbol.asyncDispose]();
  }
  outputs.set('the log', daemon.program.output());

  await t.test('the target did get them, and did give them back', () => {
    for (const secret of sentSecrets) assert.ok(target.received().includes(secret), `${secret} was not sent`);
    assert.match(outputs.get('/debug/components') ?? '', /<secret>/);
    assert.match(outputs.get('check') ?? '', /<secret>/);
    assert.match(outputs.get('the log') ?? '', /"probed"/);
  });
  await t.test('the other origin that it led us to got none', () => {
    assert.match(thief.received(), /^GET \/stolen/m);
    for (const secret of sentSecrets) assert.ok(!thief.head().includes(secret), `${secret} was sent on`);
  });
  await t.test('row 169: public pages tell no address and no error of a target', () => {
    for (const page of [
      '/',
      '/api/v2/summary.json',
      '/api/v2/incidents.json',
      '/history.atom',
      '/incidents/',
    ]) {
      assert.doesNotMatch(
        outputs.get(page) ?? 'no page',
        new RegExp(`no page|127\\.0\\.0\\.1:${target.port}|expected 20`),
        page,
      );
    }
  });
  for (const [name, output] of outputs) {
    await t.test(`row 166, 169: ${name} shows none`, () => {
      assert.ok(output.length > 0, 'nothing to look at');
      for (const leak of [...formsOf(marker), passwordHash]) {
        const at = output.indexOf(leak);
        assert.equal(at, -1, output.slice(Math.max(0, at - 200), at + 100));
      }
    });
  }
});

const sentSecrets = [
  `${marker}-key`,
  `${marker}-quoted "so"\\`,
  `${marker}-cookie`,
  `${marker}-body`,
  `${marker}-env`,
  `${marker}-file`,
  `${marker}-handshake`,
  Buffer.from(`admin:${marker}-password`).toString('base64'),
  Buffer.from(`admin:${marker}-basic`).toString('base64'),
];

function configFor(port: number, folder: string): string {
  const at = `http://127.0.0.1:${port}`;
  const basic = Buffer.from(`admin:${marker}-basic`).toString('base64');
  return `
interval: 1s
timeout: 900ms
web_config_file: ${join(folder, 'web.yaml')}
evidence: { excerpt: 16KiB }
servers:
  - domain: echo.localhost
    components:
      headers:
        url: ${at}/headers
        keyword: not there
        headers: { X-Api-Key: "${marker}-key", X-Quoted: '${marker}-quoted "so"\\', Cookie: "session=${marker}-cookie" }
        header: [{ name: x-echo, equals: other }]
      body: { url: "${at}/body", method: POST, body: "token=${marker}-body", keyword: not there }
      basic_auth: { url: "${at}/basic", basic_auth: { username: admin, password: "${marker}-password" }, status: 204 }
      basic_header: { url: "${at}/header", headers: { Authorization: "Basic ${basic}" }, json: [{ path: $.x, equals: y }] }
      bearer_env: { url: "${at}/fails", bearer_token: "\${API_TOKEN}" }
      bearer_file: { url: "${at}/fails", bearer_token_file: ${folder}/token }
      redirected: { url: "${at}/leave", bearer_token: "\${API_TOKEN}", keyword: not there }
      garbage: { url: "${at}/garbage", bearer_token: "\${API_TOKEN}" }
      cut: { url: "${at}/cut", bearer_token: "\${API_TOKEN}" }
      handshake: { type: websocket, url: "ws://127.0.0.1:${port}/ws", headers: { X-Api-Key: "${marker}-handshake" } }
      chain: { type: activitypub, url: "${at}", account: admin }
`;
}

const webConfigText = `
basic_auth_users: { prometheus: "${passwordHash}" }
`;

/** Versions of the file with a mistake next to a secret. */
function brokenVersions(config: string): readonly (readonly [what: string, text: string])[] {
  return [
    ['an unknown key', config.replace('password:', 'pass_word:')],
    ['a broken line', config.replace('bearer_token_file:', 'bearer_token_file')],
    ['an open quote', config.replace(`"${marker}-key"`, `"${marker}-key`)],
    ['a wrong type', config.replace(`"token=${marker}-body"`, `[${marker}-body]`)],
    ['a bad header', config.replace(`${marker}-handshake`, `${marker}-handshake 비밀`)],
    ['a variable that is not set', config.replace('API_TOKEN', `API_${marker}`)],
    [
      'userinfo in an address',
      config.replace(/url: (http:\/\/)(.*)\/headers/, `url: $1admin:${marker}@$2/headers`),
    ],
    ['userinfo in a reference', `references: ["http://admin:${marker}@127.0.0.1/"]${config}`],
    [
      'two ways to log in',
      config.replace('basic_auth: { username', `bearer_token: "${marker}", basic_auth: { username`),
    ],
  ];
}

async function everyComponentFailed(daemon: Daemon): Promise<void> {
  await eventually('a failure of every component', async () => {
    const page: { components: { component: string; failures: unknown[] }[] } = JSON.parse(
      await (await daemon.get('/debug/components')).text(),
    );
    const healthy = page.components.filter(({ failures }) => failures.length === 0);
    if (healthy.length > 0) throw new Error(healthy.map(({ component }) => component).join());
    return page;
  });
}

async function pagesOf(
  daemon: Daemon,
  components: readonly string[],
): Promise<readonly (readonly [name: string, output: string])[]> {
  const json = { accept: 'application/json' };
  const requests: readonly (readonly [path: string, headers?: Readonly<Record<string, string>>])[] = [
    ['/'],
    ['/api/v2/summary.json'],
    ['/api/v2/incidents.json'],
    ['/history.atom'],
    ['/incidents/'],
    ['/operator'],
    ['/metrics'],
    ['/metrics', { accept: 'application/openmetrics-text' }],
    ['/debug/components'],
    ['/-/ready'],
    ['/nothing-here'],
    ['/probe'],
    ...components.flatMap(name => {
      const path = `/probe?server=echo.localhost&component=${name}`;
      return [[path], [path, json]] as const;
    }),
  ];
  const pages: (readonly [string, string])[] = [];
  for (const [path, headers = {}] of requests) {
    const response = await daemon.get(path, headers);
    const head = JSON.stringify([...response.headers]);
    pages.push([
      `${path}${headers['accept'] ? ` as ${headers['accept']}` : ''}`,
      head + (await response.text()),
    ]);
  }
  return pages;
}

async function refusedReload(daemon: Daemon): Promise<string> {
  const address = `http://127.0.0.1:${daemon.port}/-/reload`;
  const response = await fetch(address, { method: 'POST', headers: login });
  assert.equal(response.status, 500);
  return await response.text();
}

async function command(name: string, configFile: string, option = '--config.file='): Promise<string> {
  await using program = startProgram(process.execPath, [main, ...name.split(' '), `${option}${configFile}`], {
    env,
  });
  assert.notEqual(await program.ended, 0, program.output());
  return program.output();
}

interface Echo extends AsyncDisposable {
  readonly port: number;
  /** Components of the configuration that ask it. */
  readonly components: readonly string[];
  /** Everything that it was sent. */
  received(): string;
  /** Headers alone. */
  head(): string;
}

/** A target that gives back whatever it was sent, in whatever place there is. */
async function echo(otherPort = 0): Promise<Echo> {
  let received = '';
  let heads = '';
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    const head = headOf(request);
    received += `${request.method} ${request.url}\n${head}\n${body}\n`;
    heads += head;
    giveBack(request.url ?? '', `${head}\n${body}`, response, otherPort);
  };
  const server: Server = createServer((request, response) => void answer(request, response));
  server.on('upgrade', (request, socket) => {
    const head = headOf(request);
    received += head;
    socket.end(
      `HTTP/1.1 403 ${oneLine(head)}\r\nserver: ${oneLine(head)}\r\ncontent-length: ${head.length}\r\n\r\n${head}`,
    );
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    components: [
      'headers',
      'body',
      'basic_auth',
      'basic_header',
      'bearer_env',
      'bearer_file',
      'redirected',
      'garbage',
      'cut',
      'handshake',
      'chain',
    ],
    received: () => received,
    head: () => heads,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(closed => server.close(closed));
    },
  };
}

function headOf({ rawHeaders }: IncomingMessage): string {
  return rawHeaders.map((item, index) => (index % 2 === 0 ? `${item}: ` : `${item}\n`)).join('');
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}

function giveBack(path: string, sent: string, response: ServerResponse, otherPort: number): void {
  const line = oneLine(sent);
  response.setHeader('x-echo', line);
  response.setHeader('server', line);
  response.setHeader('x-cache', line);
  response.setHeader('content-type', `text/html; sent=${encodeURIComponent(sent).slice(0, 500)}`);
  const socket = response.socket!;
  if (path.startsWith('/leave')) {
    const stolen = `/stolen/${encodeURIComponent(sent)}/${sent.match(/K4n4riEnv0gel-\w+/)?.[0]}`;
    response.writeHead(302, { location: `http://127.0.0.1:${otherPort}${stolen}` }).end();
  } else if (path.startsWith('/garbage')) {
    socket.end(`${line}\r\n\r\n${sent}`);
  } else if (path.startsWith('/cut')) {
    socket.end(`HTTP/1.1 200 ${line}\r\nserver: ${line}\r\ncontent-length: 99999\r\n\r\n${sent}`);
  } else if (path.startsWith('/fails')) {
    response.writeHead(500, 'Failed').end(`${sent}${JSON.stringify(sent)}${encodeURIComponent(sent)}`);
  } else if (path.startsWith('/.well-known')) {
    response.writeHead(400).end(sent);
  } else {
    response.end(`<h1>${sent}</h1>${JSON.stringify({ x: sent })}`);
  }
}

/** A text as it is, and what is left of it in base64 wherever it begins there. */
function formsOf(text: string): readonly string[] {
  const shifted = [0, 1, 2].map(shift => {
    const coded = Buffer.from(`${'x'.repeat(shift)}${text}`).toString('base64');
    return coded.slice(shift === 0 ? 0 : 4, Math.floor(coded.length / 4) * 4 - 4);
  });
  return [text, ...shifted];
}
