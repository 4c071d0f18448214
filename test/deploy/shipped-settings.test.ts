import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { shippedEnvironment, shippedOptions } from '../../bench/support/our-programs.ts';
import { readDockerfile, words } from '../support/dockerfile.ts';

const root = resolve(import.meta.dirname, '../..');

/** What the benchmark alone sets. */
const { NODE_EXTRA_CA_CERTS: _, ...shipped } = shippedEnvironment;

test('the image starts Node.js as it is measured', async () => {
  const dockerfile = await readDockerfile(join(root, 'Dockerfile'));
  assert.deepEqual(words(dockerfile, 'ENTRYPOINT').slice(1, -1), shippedOptions);
  assert.deepEqual(ofMalloc(words(dockerfile, 'ENV')), shipped);
});

test('the unit starts Node.js as it is measured', async () => {
  const unit = await readFile(join(root, 'deploy/systemd/fedistatus.service'), 'utf8');
  const settings = Array.from(unit.matchAll(/^Environment=(.*)$/gm), ([, line = '']) =>
    line.split(' '),
  ).flat();
  assert.ok(settings.includes(`NODE_OPTIONS=${shippedOptions.join(' ')}`));
  assert.deepEqual(ofMalloc(settings), shipped);
});

function ofMalloc(settings: readonly string[]): Readonly<Record<string, string>> {
  const pairs = settings.filter(setting => setting.startsWith('MALLOC_'));
  return Object.fromEntries(pairs.map(setting => setting.split('=')));
}
