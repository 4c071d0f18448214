import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { ConfigError } from '../../src/config/errors.ts';
import { describe as describeAssertion } from '../../src/core/assertion.ts';
import { loadConfigText, mistakesIn } from '../support/load-config-text.ts';

const smallest = `
servers:
  - domain: qdon.space
    preset: mastodon
    account: qdon_support                                # an account that always exists
    object_storage: https://media.qdon.space/check.txt   # a file you placed there, containing OK
`;

test('four lines are a complete file', async () => {
  const config = await loadConfigText(smallest);
  assert.deepEqual(config.listen, { host: '127.0.0.1', port: 10_061 });
  assert.equal(config.schedule, 'timer');
  assert.equal(config.scrapeMinAgeMs, 5000);
  assert.deepEqual(config.evidence, { keep: 5, excerptBytes: 0 });
  assert.equal(config.userAgent, 'fedistatus/1.2.3 (+https://github.com/fedistatus/fedistatus)');
  assert.deepEqual(config.servers, [{ domain: 'qdon.space', title: null, preset: 'mastodon', omitted: [] }]);
  assert.deepEqual(config.warnings, []);
  assert.deepEqual(
    config.components.map(({ component: { name, target, intervalMs } }) => [name, target, intervalMs / 1000]),
    [
      ['main_page', 'https://qdon.space/about', 60],
      ['api', 'https://qdon.space/api/v2/instance', 60],
      ['streaming', 'https://qdon.space/api/v1/streaming/health', 60],
      ['user_page', 'https://qdon.space/@qdon_support', 60],
      ['object_storage', 'https://media.qdon.space/check.txt', 60],
      ['activitypub', 'https://qdon.space/.well-known/webfinger', 60],
      ['health', 'https://qdon.space/health', 60],
      ['streaming_websocket', 'wss://qdon.space/api/v1/streaming', 300],
      ['host_meta', 'https://qdon.space/.well-known/host-meta', 300],
    ],
  );
});

test('a file with every top-level and server key is read as it is written', async () => {
  const config = await loadConfigText(await readFile(join(import.meta.dirname, 'full.yaml')));
  assert.deepEqual(config.listen, { host: '', port: 9000 });
  assert.deepEqual(config.publicListen, { host: '::1', port: 9001 });
  assert.equal(config.webConfigFile, '/etc/fedistatus/web.yml');
  assert.equal(config.schedule, 'scrape');
  assert.equal(config.scrapeMinAgeMs, 20_000);
  assert.equal(config.userAgent, 'fedistatus/1.2.3 (+mailto:admin@qdon.space)');
  assert.deepEqual(config.evidence, { keep: 10, excerptBytes: 4096 });
  assert.deepEqual(config.demo, {
    listen: { host: '127.0.0.1', port: 0 },
    software: 'mastodon',
    version: '3.5',
  });
  assert.deepEqual(
    config.references.map(({ name, prepared }) => [name, prepared.target]),
    [
      ['https://one.example/generate_204', 'https://one.example/generate_204'],
      ['tcp://192.0.2.1:53', '192.0.2.1:53'],
    ],
  );
  assert.deepEqual(config.servers, [
    {
      domain: 'qdon.space',
      title: { en: 'Qdon', ko: '큐돈' },
      preset: 'mastodon',
      omitted: [{ component: 'object_storage', setting: 'object_storage' }],
    },
    { domain: 'xn--bj0bj06e.example', title: null, preset: null, omitted: [] },
  ]);
  assert.deepEqual(config.history, { path: '/etc/fedistatus/state/past.db', retentionMs: 90 * 86_400_000 });
  assert.deepEqual(config.publish, { directory: '/etc/fedistatus/public', everyMs: 60_000 });
  assert.equal(config.announcements, '/etc/fedistatus/news');
  assert.deepEqual(config.page, {
    title: 'Qdon status',
    logo: '/logo.svg',
    accent: '#0a6b4f',
    links: [{ title: { en: 'Blog', ko: '블로그' }, url: 'https://blog.qdon.space/' }],
    servers: ['qdon.space'],
    publicUrl: 'https://status.qdon.space',
    timeZone: 'Asia/Seoul',
  });
  const [first] = config.components;
  assert.ok(first);
  assert.equal(first.component.target, 'https://www.qdon.space/about');
  assert.deepEqual(
    first.component.assertions.map(item => describeAssertion(item)),
    ['200-299', 'an answer of the server itself', 'text/html', 'qdon_support', 'within 3s'],
  );
  const names = config.components.map(({ component }) => `${component.server}/${component.name}`);
  assert.ok(!names.includes('qdon.space/user_page'), 'null removes');
  assert.ok(names.includes('qdon.space/wiki'), 'a new name adds');
  const streaming = config.components.find(({ component }) => component.name === 'streaming');
  assert.equal(streaming?.component.target, 'https://streaming.qdon.space/api/v1/streaming/health');
  const mail = config.components.find(({ component }) => component.name === 'mail');
  assert.deepEqual([mail?.component.type, mail?.component.group], ['tcp', 'Mail']);
  assert.deepEqual([mail?.component.intervalMs, mail?.component.timeoutMs], [120_000, 3000]);
});

test('the shipped file is right, and says nothing that would worry its reader', async () => {
  const config = await loadConfigText(await readFile(join(import.meta.dirname, '../../config.yaml')));
  assert.deepEqual(config.warnings, []);
  assert.ok(config.components.length >= 9);
});

test('a component of another type than the preset has keeps only what is for people', async () => {
  const config = await loadConfigText(
    'servers: [{ domain: a.example, preset: mastodon, components: { api: { type: tcp, address: "a.example:443" } } }]',
  );
  const api = config.components.find(({ component }) => component.name === 'api')?.component;
  assert.deepEqual([api?.type, api?.target, api?.assertions], ['tcp', 'a.example:443', []]);
  assert.deepEqual(api?.title, { en: 'API', ko: 'API' });
});

test('a byte order mark and the line ends of Windows are read', async () => {
  const windows = `\uFEFF${smallest.trim().replaceAll('\n', '\r\n')}`;
  assert.equal((await loadConfigText(new TextEncoder().encode(windows))).components.length, 9);
  assert.deepEqual(await mistakesIn(`\uFEFFlisten: x\r\n${smallest.trim()}`), [
    '1:9: listen: write host:port, such as 127.0.0.1:10061, [::1]:10061, or :10061 for every interface',
  ]);
});

const unreadable: readonly (readonly [name: string, content: string | Uint8Array, message: string])[] = [
  [
    'another encoding',
    Buffer.from('servers: "\xe4"', 'latin1'),
    '1:1: the file is not UTF-8: save it as such',
  ],
  ['more than four megabytes', `# ${'x'.repeat(4 * 1024 * 1024)}`, '1:1: the file is larger than 4 MiB'],
  [
    'a large file of something else',
    '{"level":"info","msg":"watching"}\n'.repeat(10_000),
    '1:1: no list of servers: name another file',
  ],
  ['brackets without end', '['.repeat(100_000), ''],
  ['nesting without end', `servers: ${'['.repeat(50)}${']'.repeat(50)}`, ''],
  ['a key of JavaScript', '__proto__: { listen: x }', ''],
];

for (const [name, content, message] of unreadable) {
  test(`${name} is refused at once`, async () => {
    const started = performance.now();
    const found = await mistakesIn(content);
    assert.ok(found.length > 0);
    if (message !== '') assert.deepEqual(found, [message]);
    assert.ok(performance.now() - started < 20_000, 'took too long');
  });
}

test('the cost of many mistakes grows with their number, not with its square', async () => {
  const cpuMs = async (count: number): Promise<number> => {
    const keys = Array.from({ length: count }, (_, index) => `k${index}: 1`).join('\n');
    const before = process.cpuUsage();
    assert.equal((await mistakesIn(keys)).length > 1000, true);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  await cpuMs(2000);
  // Linear is 8, quadratic 64.
  const [few, many] = [await cpuMs(2000), await cpuMs(16_000)];
  assert.ok(many < few * 25, `${few} ms became ${many} ms`);
});

test('aliases that multiply are refused before they do', async () => {
  const bomb = [
    'a: &a [x]',
    ...Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*a, *a]`),
  ].join('\n');
  assert.ok((await mistakesIn(bomb)).length > 30);
});

test('a message names the file, and a flood of mistakes ends with a count', async () => {
  const keys = Array.from({ length: 60 }, (_, index) => `k${index}: 1`).join('\n');
  await assert.rejects(loadConfigText(`${keys}\n${smallest.trim()}`), (error: unknown) => {
    assert.ok(error instanceof ConfigError);
    const lines = error.message.split('\n');
    assert.match(lines[0] ?? '', /^\/etc\/fedistatus\/config\.yaml:1:1: k0: unknown key/);
    assert.equal(lines.at(-1), '/etc/fedistatus/config.yaml: and 10 more');
    return true;
  });
});

test('the mistakes of an unknown preset do not hide those of its components', async () => {
  const text =
    'servers: [{ domain: a.example, preset: none2, components: { api: { keyword: "" }, b: { interval: x } } }]';
  const found = await mistakesIn(text);
  assert.equal(found.length, 3, found.join('\n'));
});

test('what probes and judges alike has the same fingerprint', async () => {
  const fingerprints = async (text: string, env = {}): Promise<Map<string, string>> => {
    const { components } = await loadConfigText(text, { env });
    return new Map(components.map(({ component }) => [component.name, component.fingerprint]));
  };
  const wiki = (keys: string): string =>
    `servers: [{ domain: a.example, preset: mastodon, components: { wiki: { url: "https://a.example/", ${keys} } } }]`;
  const before = await fingerprints(wiki('keyword: x, headers: { X-A: "${A}" }'), { A: '1' });
  const same = [
    'headers: { X-A: "${A}" }, keyword: x',
    'keyword: x, headers: { X-A: "1" }, title: Wiki, group: Web',
  ];
  for (const keys of same) assert.deepEqual(await fingerprints(wiki(keys), { A: '1' }), before, keys);
  const other = [
    'keyword: y, headers: { X-A: "1" }',
    'keyword: x, headers: { X-A: "2" }',
    'keyword: x, headers: { X-A: "1" }, interval: 61s',
    'keyword: x, headers: { X-A: "1" }, timeout: 9s',
  ];
  for (const keys of other) {
    const after = await fingerprints(wiki(keys));
    assert.notEqual(after.get('wiki'), before.get('wiki'), keys);
    after.delete('wiki');
    assert.deepEqual(
      after,
      new Map([...before].filter(([name]) => name !== 'wiki')),
      'the others are not touched',
    );
  }
});

test('the same server in capitals, in Unicode or with its own name in the account is the same', async () => {
  const read = async (server: string): Promise<string> => {
    const { components } = await loadConfigText(`servers: [{ preset: mastodon, ${server} }]`);
    return inspect(components.map(({ component }) => [component.server, component.fingerprint]));
  };
  assert.equal(
    await read('domain: A.Example, account: "@Admin@a.example"'),
    await read('domain: a.example, account: Admin'),
  );
  assert.equal(await read('domain: 한글.example'), await read('domain: xn--bj0bj06e.example'));
  assert.equal(
    await read('domain: a.example, web_domain: w.example'),
    await read('domain: a.example, web_domain: "https://w.example/"'),
  );
  assert.equal(
    await read('domain: a.example, streaming: "wss://s.example"'),
    await read('domain: a.example, streaming: s.example'),
  );
});

const hour = 3_600_000;

test('windows open when the file says, in its time zone, for those that it names', async () => {
  const { maintenance } = await loadConfigText(await readFile(join(import.meta.dirname, 'full.yaml')));
  const from = Date.parse('2026-11-21T18:00:00Z');
  const week = { from: from - 24 * hour, until: from + 6 * 24 * hour };
  assert.deepEqual(
    maintenance.map(window => [window.title, window.server, window.components, window.between(week)]),
    [
      [
        { en: 'Upgrade', ko: '업그레이드' },
        'qdon.space',
        ['main_page', 'wiki'],
        [{ from, until: from + hour }],
      ],
      [
        'Backup',
        null,
        ['wiki'],
        [{ from: Date.parse('2026-11-21T18:30:00Z'), until: Date.parse('2026-11-21T20:00:00Z') }],
      ],
    ],
  );
});

test('a component is confirmed as the file says, unless it says otherwise itself', async () => {
  const { components } = await loadConfigText(await readFile(join(import.meta.dirname, 'full.yaml')));
  const confirmOf = (name: string): unknown =>
    components.find(({ component }) => component.name === name)?.component.confirm;
  const file = { failures: 3, successes: 1, retryAfterMs: 2000 };
  assert.deepEqual(confirmOf('main_page'), { ...file, staleAfterMs: 3 * 60_000 });
  assert.deepEqual(confirmOf('wiki'), { ...file, failures: 5, staleAfterMs: 3 * 60_000 });
  assert.deepEqual(confirmOf('mail'), { ...file, staleAfterMs: 3 * 120_000 });
});

const historyPaths: readonly (readonly [keys: string, directory: string | undefined, path: string | null])[] =
  [
    ['', undefined, '/etc/fedistatus/data/history.db'],
    ['', '/data', '/data/history.db'],
    ['', 'state', '/etc/fedistatus/state/history.db'],
    ['', '', '/etc/fedistatus/data/history.db'],
    ['history: { path: past.db }', '/data', '/etc/fedistatus/past.db'],
    ['history: { path: "${FEDISTATUS_DATA_DIRECTORY}/past.db" }', '/data', '/data/past.db'],
    ['history: memory', '/data', null],
  ];

for (const [keys, directory, path] of historyPaths) {
  test(`${keys || 'no word of the history'}, with the data directory ${directory}: ${path}`, async () => {
    const env = directory === undefined ? {} : { FEDISTATUS_DATA_DIRECTORY: directory };
    const config = await loadConfigText(`${keys}\n${smallest}`, { env });
    assert.equal(config.history.path, path);
    assert.equal(config.history.retentionMs, 400 * 24 * hour);
  });
}

test("a rule of the sysop's own is read into its conditions", async () => {
  const { diagnosis } = await loadConfigText(await readFile(join(import.meta.dirname, 'full.yaml')));
  assert.deepEqual(diagnosis, [
    {
      id: 'wiki_down',
      server: 'qdon.space',
      when: [
        { component: 'wiki', is: ['http_status', 'dns_nxdomain'] },
        { component: 'main_page', is: 'up' },
        { component: 'mail', is: 'down' },
      ],
      confidence: 'certain',
      sentence: "The wiki's machine is down.",
      publicSentence: { en: 'The wiki is down.', ko: '위키를 이용할 수 없습니다.' },
      firstCheck: "Look at the wiki's machine.",
      runbook: 'https://wiki.qdon.space/runbook',
    },
  ]);
});

test('what a preset offers besides is there once the file names it, and merged like the rest', async () => {
  const { components } = await loadConfigText(await readFile(join(import.meta.dirname, 'full.yaml')));
  const own = components.filter(({ component }) => component.server === 'qdon.space');
  const names = own.map(({ component }) => component.name);
  assert.deepEqual(
    ['assets', 'freshness', 'timeline', 'edge'].map(name => names.includes(name)),
    [true, true, false, false],
  );
  const freshness = own.find(({ component }) => component.name === 'freshness');
  const age = freshness?.component.assertions.find(({ kind }) => kind === 'content_age');
  assert.equal(age?.kind === 'content_age' && age.maxMs, 12 * 3_600_000);
});

test('two servers without a domain are neither the same nor strangers to their accounts', async () => {
  const mistakes = await mistakesIn(`servers:
  - { preset: mastodon, account: admin@a.example }
  - { preset: mastodon, account: admin@b.example }
`);
  assert.deepEqual(
    mistakes.map(mistake => mistake.replace(/ is missing: .*/, ' is missing')),
    ['2:5: servers[0].domain: is missing', '3:5: servers[1].domain: is missing'],
  );
});

test('two listeners may both take whatever port is free', async () => {
  const config = await loadConfigText(`listen: 127.0.0.1:0\npublic_listen: 127.0.0.1:0\n${smallest}`);
  assert.deepEqual(
    [config.listen, config.publicListen].map(address => address?.port),
    [0, 0],
  );
});

test('an empty variable of the environment is none', async () => {
  const text = `${smallest}    components: { api: { bearer_token: "\${TOKEN}" } }\n`;
  assert.deepEqual(await mistakesIn(text, { env: { TOKEN: 'x' } }), []);
  const [mistake = ''] = await mistakesIn(text, { env: { TOKEN: '' } });
  assert.match(mistake, /bearer_token: the environment variable TOKEN is empty$/);
});

test('neither depth nor the name of a prototype gets past the reader', async () => {
  const deep = `x: ${'['.repeat(40)}${']'.repeat(40)}\n`;
  assert.deepEqual(
    (await mistakesIn(deep)).map(mistake => mistake.replace(/^.*: /, '')),
    ['nested too deeply'],
  );
  assert.deepEqual(await mistakesIn(`__proto__: { servers: [] }\n`), [
    '1:1: __proto__: not a key that can be used here',
  ]);
});
