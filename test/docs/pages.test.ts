import assert from 'node:assert/strict';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { requireProgram, startProgram, temporaryFolder } from '../support/real-programs.ts';

const root = resolve(import.meta.dirname, '../..');
const inDocs = await readdir(join(root, 'docs'), { recursive: true });
const pages = [
  'README.md',
  'README.ko.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...inDocs.map(name => `docs/${name}`),
].filter(name => name.endsWith('.md'));

interface Page {
  readonly name: string;
  readonly text: string;
}

const texts: readonly Page[] = await Promise.all(
  pages.map(async name => ({ name, text: await readFile(join(root, name), 'utf8') })),
);

test('every link from a page to a file of the project leads somewhere', async () => {
  const broken: string[] = [];
  for (const { name, text } of texts) {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)) {
      const path = join(root, dirname(name), target);
      await access(path).catch(() => broken.push(`${name}: ${target}`));
    }
  }
  assert.deepEqual(broken, []);
});

test('promtool takes every scrape configuration that a page shows', async t => {
  const promtool = await requireProgram(t, 'promtool');
  if (promtool === null) return;
  await using folder = await temporaryFolder();
  const files: string[] = [];
  for (const { name, text } of texts) {
    for (const [, block = ''] of text.matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)) {
      if (!/^scrape_configs:/m.test(block)) continue;
      const file = join(folder.path, `${files.length}-${name.replaceAll('/', '-')}.yml`);
      await writeFile(file, block);
      files.push(file);
    }
  }
  assert.ok(files.length >= 5, `${files.length}`);
  await using checking = startProgram(promtool, ['check', 'config', '--syntax-only', ...files]);
  assert.equal(await checking.ended, 0, checking.output());
});
