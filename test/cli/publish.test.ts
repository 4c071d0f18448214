import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { run } from '../../src/cli/index.ts';
import { openHistoryFile } from '../../src/history/sqlite/open.ts';
import { fakeIo } from '../support/fake-io.ts';
import { day, minute, stretch, temporaryDirectory, transition } from '../support/history-values.ts';
import { textOf } from '../support/public-site.ts';
import { startProgram } from '../support/real-programs.ts';

const main = resolve(import.meta.dirname, '../../src/main.ts');

async function runPublish(
  config: string,
  args: readonly string[],
): Promise<{ code: number | string; output: string }> {
  await using program = startProgram(process.execPath, [main, 'publish', `--config.file=${config}`, ...args]);
  return { code: await program.ended, output: program.output() };
}

function configWith(history: string, more = ''): string {
  return `
history: ${history}
${more}
servers:
  - domain: social.example
    components:
      api: { url: "https://social.example/api", title: The API }
`;
}

test('the page is written from the history of a daemon that runs, without probing', async () => {
  await using folder = await temporaryDirectory();
  const path = join(folder.path, 'history.db');
  const now = Date.now();
  // Held open and locked, as by a daemon.
  const { store } = openHistoryFile(path, now);
  using _store = store;
  store.begin(now - day);
  store.append(
    [
      transition('social.example/api', 'operational', now - day, { from: 'unknown', confirmedAt: now - day }),
      transition('social.example/api', 'outage', now - 30 * minute),
    ],
    [stretch('social.example/api', now - day, now - 1000)],
  );
  const config = join(folder.path, 'config.yaml');
  await writeFile(config, configWith(`{ path: ${path} }`));
  const out = join(folder.path, 'site');
  const { code, output } = await runPublish(config, ['--out', out]);
  assert.equal(code, 0, output);
  assert.match(output, /site: \d+ written, 0 unchanged, 0 removed/);
  assert.match(textOf(await readFile(join(out, 'index.html'), 'utf8')), /Major outage .* Outage: The API/);
  assert.match(textOf(await readFile(join(out, 'ko/index.html'), 'utf8')), /서비스 전반에 장애가 있습니다/);
});

test('without a history there is a page that knows nothing, and a word about it', async () => {
  await using folder = await temporaryDirectory();
  const config = join(folder.path, 'config.yaml');
  const site = join(folder.path, 'site');
  const more = `publish: { directory: ${site} }`;
  await writeFile(config, configWith(`{ path: ${join(folder.path, 'none.db')} }`, more));
  const { code, output } = await runPublish(config, []);
  assert.equal(code, 0, output);
  assert.match(output, /there is no history yet/);
  assert.match(textOf(await readFile(join(site, 'index.html'), 'utf8')), /The current state is not known/);
});

test('it stops when it is told to: a site of thousands of files takes a while', async () => {
  await using folder = await temporaryDirectory();
  const config = join(folder.path, 'config.yaml');
  const site = join(folder.path, 'site');
  await writeFile(config, configWith(`{ path: ${join(folder.path, 'none.db')} }`));
  const { io, stop, output } = fakeIo();
  stop();
  const code = await run(['publish', '--config.file', config, '--out', site], io);
  assert.equal(code, 1);
  assert.match(output().stderr, /^fedistatus: SIGTERM\n$/m);
  assert.deepEqual(await readdir(site), ['.fedistatus-files.json']);
});

const refusals: readonly [
  name: string,
  history: string,
  args: readonly string[],
  code: number,
  output: RegExp,
][] = [
  ['a history in memory', 'memory', ['--out', 'SITE'], 1, /history: memory is known to the daemon alone/],
  ['no folder named', 'memory', [], 2, /name a folder: --out DIR/],
  [
    'a file that is no history',
    '{ path: FILE }',
    ['--out', 'SITE'],
    1,
    /config\.yaml: file is not a database/,
  ],
  ['a folder that cannot be made', '{ path: NONE }', ['--out', 'FILE/site'], 1, /config\.yaml\/site/],
  ['a broken configuration', '[', ['--out', 'SITE'], 2, /config\.yaml:/],
];

for (const [name, history, args, code, output] of refusals) {
  test(`${name}: exit code ${code}, and why`, async () => {
    await using folder = await temporaryDirectory();
    const config = join(folder.path, 'config.yaml');
    const inFolder = (text: string): string =>
      text
        .replace('NONE', join(folder.path, 'none.db'))
        .replace('SITE', join(folder.path, 'site'))
        .replace('FILE', config);
    await writeFile(config, configWith(inFolder(history)));
    const done = await runPublish(config, args.map(inFolder));
    assert.equal(done.code, code, done.output);
    assert.match(done.output, output);
  });
}
