import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { run } from '../../src/cli/index.ts';
import { fakeIo } from '../support/fake-io.ts';
import { temporaryDirectory } from '../support/history-values.ts';

test('the file for TLS and passwords is checked with the configuration that names it', async () => {
  await using folder = await temporaryDirectory();
  const [config, web] = [join(folder.path, 'config.yaml'), join(folder.path, 'web.yaml')];
  await writeFile(
    config,
    'web_config_file: web.yaml\nservers: [{ domain: social.example, preset: mastodon }]\n',
  );
  const check = async (text: string): Promise<readonly [number, string]> => {
    await writeFile(web, text);
    const { io, output } = fakeIo();
    const code = await run(['config', 'check', config], io);
    return [code, output().stderr + output().stdout];
  };

  const [accepted, words] = await check('http_server_config: { http2: false }\n');
  assert.equal(accepted, 0, words);
  assert.match(words, /config\.yaml: 1 server, /);

  const [refused, mistakes] = await check('tls_server_config: { cert_file: nowhere.crt }\nnonsense: 1\n');
  assert.equal(refused, 2);
  assert.match(mistakes, /web\.yaml:1:\d+: .*key_file/);
  assert.match(mistakes, /web\.yaml:2:1: nonsense: /);
  assert.doesNotMatch(mistakes, /1 server/);
});

test('what cannot be simulated is refused before the daemon refuses it, and a folder is no file', async () => {
  await using folder = await temporaryDirectory();
  const config = join(folder.path, 'config.yaml');
  await writeFile(
    config,
    'demo: { software: mastodn }\nservers: [{ domain: social.example, preset: mastodon }]\n',
  );
  const rows: readonly (readonly [file: string, message: RegExp])[] = [
    [config, /config\.yaml: demo: cannot simulate 'mastodn'; there are: mastodon, /],
    [folder.path, /cannot be read: it is a folder: name a file in it/],
    [join(folder.path, 'nowhere.yaml'), /nowhere\.yaml: cannot be read: there is no such file/],
  ];
  for (const [file, message] of rows) {
    const { io, output } = fakeIo();
    assert.equal(await run(['config', 'check', file], io), 2);
    assert.match(output().stderr, message);
  }
});

test('an announcement that the daemon would leave out is a warning', async () => {
  await using folder = await temporaryDirectory();
  const config = join(folder.path, 'config.yaml');
  await writeFile(config, 'announcements: news\nservers: [{ domain: social.example, preset: mastodon }]\n');
  const warned = async (): Promise<string> => {
    const { io, output } = fakeIo();
    assert.equal(await run(['config', 'check', config], io), 0);
    return output().stderr;
  };
  assert.match(
    await warned(),
    /^warning: announcement left out: .*news:1:1: the directory .* cannot be read/,
  );

  await mkdir(join(folder.path, 'news'));
  assert.equal(await warned(), '');
  await writeFile(join(folder.path, 'news', 'move.md'), '---\ntitel: We move\n---\nSoon.\n');
  assert.match(await warned(), /^warning: announcement left out: move\.md:2:1: titel: unknown key/m);
  const stray = '---\ntitle: We move\nserver: social.exmaple\nfrom: 2026-11-22T03:10:00Z\n---\nSoon.\n';
  await writeFile(join(folder.path, 'news', 'move.md'), stray);
  assert.match(
    await warned(),
    /^warning: announcement of a server that is not watched: move\.md: social\.exmaple$/m,
  );
});
