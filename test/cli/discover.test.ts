import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { run } from '../../src/cli/index.ts';
import { startDemo } from '../../src/demo/demo.ts';
import { type FakeIoOptions, fakeIo } from '../support/fake-io.ts';
import { freePort, temporaryFolder } from '../support/real-programs.ts';

const mastodon = { listen: { host: '127.0.0.1', port: 0 }, software: 'mastodon', version: '4.5' };

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function cli(argv: readonly string[], options: FakeIoOptions = {}): Promise<Ran> {
  const { io, output } = fakeIo(options);
  return { code: await run(argv, io), ...output() };
}

test('what is printed is a file that is accepted, and that finds everything up', async () => {
  await using demo = await startDemo(mastodon);
  await using folder = await temporaryFolder();
  const { code, stdout, stderr } = await cli(['discover', demo.site.localDomain]);
  assert.equal(code, 0);
  assert.equal(stderr, `${demo.site.localDomain}: mastodon, 9 components, 17 requests\n`);
  const file = join(folder.path, 'config.yaml');
  await writeFile(file, stdout);
  assert.deepEqual(await cli(['config', 'check', file]), {
    code: 0,
    stdout: `${file}: 1 server, 9 components\n`,
    stderr: '',
  });
  const checked = await cli(['check', '-c', file]);
  assert.equal(checked.code, 0, checked.stdout);
  assert.match(checked.stdout, /^9 up$/m);
  demo.break('part:streaming');
  const broken = await cli(['check', '-c', file]);
  assert.equal(broken.code, 1);
  assert.match(broken.stdout, /^1 of 9 down$/m);
});

test('what is down is said where nobody overlooks it, and the file is written', async () => {
  await using demo = await startDemo(mastodon);
  demo.break('part:streaming');
  const { code, stdout, stderr } = await cli(['discover', demo.site.localDomain]);
  assert.equal(code, 0);
  assert.match(stderr, /^streaming: is DOWN: http_status: status \d+, expected 200-299 /);
  assert.match(stdout, /^# {3}ATTENTION:$/m);
});

test('JSON holds what was found, each component and the file', async () => {
  await using demo = await startDemo(mastodon);
  const { code, stdout } = await cli([
    'discover',
    demo.site.localDomain,
    '--json',
    '--page',
    'https://status.example',
  ]);
  assert.equal(code, 0);
  const { domain, found, server, components, config, facts } = JSON.parse(stdout);
  assert.deepEqual([domain, found], [demo.site.localDomain, true]);
  assert.deepEqual(server, {
    domain: demo.site.localDomain,
    preset: 'mastodon',
    title: 'Fire drill',
    account: 'admin',
    object_storage: `${demo.site.storageOrigin}/check.txt`,
  });
  assert.equal(components.length, 9);
  assert.ok(components.every(({ up }: { up: boolean }) => up));
  assert.match(config, /^page:\n {2}public_url: "https:\/\/status\.example"$/m);
  assert.deepEqual(facts[0], { name: 'software', value: 'mastodon 4.5.3', from: 'nodeinfo' });
});

test('nothing at all is exit code 1, with a reason and nothing on standard output', async () => {
  const domain = `127.0.0.1:${await freePort()}`;
  const { code, stdout, stderr } = await cli(['discover', domain]);
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /^fedistatus: 127\.0\.0\.1:\d+ is down, or does not answer us: /);
  assert.match(stderr, /^ {2}nodeinfo: connect ECONNREFUSED/m);
  assert.match(stderr, /^Nothing is written, /m);
  const json = await cli(['discover', domain, '--json']);
  assert.equal(json.code, 1);
  assert.equal(JSON.parse(json.stdout).found, false);
});

test('a terminal is told what is being asked', async () => {
  await using demo = await startDemo(mastodon);
  const { stderr } = await cli(['discover', demo.site.localDomain], { isTerminal: true });
  assert.match(stderr, /asking mastodon\.localhost:\d+: nodeinfo, host-meta, webfinger …/);
  assert.ok(stderr.includes(': each component …\r\u001b[2K'), stderr);
});

test('a discovery that is called off writes nothing, and does not call the server down', async () => {
  await using demo = await startDemo(mastodon);
  const { io, output, stop } = fakeIo({ isTerminal: true });
  const { stderr } = io;
  const write = (text: string): void => {
    if (text.includes('each component')) stop();
    stderr.write(text);
  };
  const argv = ['discover', demo.site.localDomain];
  const code = await run(argv, { ...io, stderr: { ...stderr, write } });
  assert.equal(code, 1);
  assert.equal(output().stdout, '');
  assert.match(output().stderr, /fedistatus: called off, nothing is written\n$/);
  assert.doesNotMatch(output().stderr, /is down|DOWN/);
});

test('what was pasted is taken for its domain', async () => {
  const spellings = [
    'https://no-such-name.invalid',
    'HTTPS://No-Such-Name.invalid/@admin?page=1#top',
    'no-such-name.invalid/about',
    'no-such-name.invalid.',
    '@admin@no-such-name.invalid',
    'admin@no-such-name.invalid',
    'acct:admin@no-such-name.invalid',
  ];
  for (const text of spellings) {
    const { stderr } = await cli(['discover', text]);
    assert.match(stderr, /^fedistatus: there is no such name: no-such-name\.invalid$/m, text);
  }
});

test('a name in another script is told both ways, to be compared with what was typed', async () => {
  const { stderr } = await cli(['discover', '한글.invalid']);
  assert.match(stderr, /^fedistatus: there is no such name: 한글\.invalid \(xn--bj0bj06e\.invalid\)$/m);
});

for (const argv of [
  [],
  ['a.example', 'b.example'],
  ['not a domain'],
  ['https://'],
  ['@'],
  ['--page', 'x', 'a.example'],
]) {
  test(`a mistake on the command line is exit code 2: ${argv.join(' ')}`, async () => {
    const { code, stdout, stderr } = await cli(['discover', ...argv]);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^fedistatus: .*\nTry: fedistatus discover --help\n$/);
  });
}
