import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { buildStages, readDockerfile, words } from '../support/dockerfile.ts';
import {
  eventually,
  freePort,
  requireProgram,
  startProgram,
  temporaryFolder,
} from '../support/real-programs.ts';

const root = resolve(import.meta.dirname, '../..');
const dockerfile = await readDockerfile(join(root, 'Dockerfile'));

test('the steps of the Dockerfile give a daemon that is healthy and writes to its volume alone', async t => {
  if ((await requireProgram(t, 'npm')) === null) return;
  await using folder = await temporaryFolder();
  const image = await buildStages(dockerfile, root, folder.path);
  const written = await everything(join(image, 'app'));
  assert.deepEqual(
    written.filter(path => path.includes('node_modules')),
    [],
    'no packages',
  );

  const port = await freePort();
  /** The program behind the node of the image, in its place here. */
  const inImage = (args: readonly string[]): string[] =>
    args
      .slice(1)
      .map(arg => arg.replace('/app/', `${image}/app/`).replace('0.0.0.0:10061', `127.0.0.1:${port}`));
  const env = Object.fromEntries(
    words(dockerfile, 'ENV').map(pair => pair.replace(/=\/data$/, `=${image}/data`).split('=')),
  );
  const entry = inImage([...words(dockerfile, 'ENTRYPOINT'), ...words(dockerfile, 'CMD')]);
  const options = { cwd: join(image, 'app'), env: { ...env, NODE_DISABLE_COMPILE_CACHE: '1' } };
  await using daemon = startProgram(process.execPath, entry, options);
  const url = `http://127.0.0.1:${port}/-/healthy`;
  await eventually('the daemon', async () => (await fetch(url)).ok || undefined).catch((error: unknown) => {
    throw new Error(daemon.output(), { cause: error });
  });
  const asking = [...inImage(words(dockerfile, 'HEALTHCHECK')), '--url', url];
  await using healthy = startProgram(process.execPath, asking, options);
  assert.equal(await healthy.ended, 0, healthy.output());

  daemon.kill('SIGTERM');
  assert.equal(await daemon.ended, 0, daemon.output());
  assert.ok((await readdir(join(image, 'data'))).includes('history.db'));
  assert.deepEqual(await everything(join(image, 'app')), written, 'the root file system may be read-only');
  await using unhealthy = startProgram(process.execPath, asking, options);
  assert.equal(await unhealthy.ended, 1, unhealthy.output());
});

test('the image runs as another user than root', () => {
  assert.match(words(dockerfile, 'FROM')[0] ?? '', /:nonroot$/);
  assert.deepEqual(
    dockerfile.filter(({ name }) => name === 'USER'),
    [],
  );
});

async function everything(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}
