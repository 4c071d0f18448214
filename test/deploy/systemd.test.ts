import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import {
  eventually,
  freePort,
  requireProgram,
  startProgram,
  temporaryFolder,
} from '../support/real-programs.ts';

const root = resolve(import.meta.dirname, '../..');
const unit = await readFile(join(root, 'deploy/systemd/fedistatus.service'), 'utf8');

test('systemd finds nothing wrong with the unit, and little that it could do to the machine', async t => {
  const analyze = await requireProgram(t, 'systemd-analyze');
  if (analyze === null) return;
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'fedistatus.service');
  // It wants the program to be there.
  await writeFile(file, unit.replaceAll('/usr/local/bin/fedistatus', process.execPath));
  for (const args of [['verify'], ['security', '--offline=yes', '--no-pager', '--threshold=15']]) {
    await using running = startProgram(analyze, [...args, file]);
    assert.equal(await running.ended, 0, running.output());
    if (args.includes('verify')) assert.equal(running.output(), '');
    else
      assert.match(running.output(), /Overall exposure level for fedistatus\.service: (?:0\.\d|1\.[0-5]) OK/);
  }
});

test('the commands of the unit check, start, reload and stop the daemon', async () => {
  await using folder = await temporaryFolder();
  const port = await freePort();
  const config = join(folder.path, 'config.yaml');
  await writeFile(
    config,
    `listen: 127.0.0.1:${port}\nservers: [{ domain: a.localhost, components: { a: { url: "http://127.0.0.1:9/" } } }]\n`,
  );
  const there = (text: string): string =>
    text.replace('/etc/fedistatus/config.yaml', config).replace('%S', folder.path).replace('%C', folder.path);
  const command = (key: string): readonly string[] => there(setting(key)).split(' ').slice(1);
  const env = Object.fromEntries(
    settings('Environment').flatMap(line =>
      there(line)
        .split(' ')
        .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  );
  const main = join(root, 'src/main.ts');
  await using checking = startProgram(process.execPath, [main, ...command('ExecStartPre')], { env });
  assert.equal(await checking.ended, 0, checking.output());

  await using daemon = startProgram(process.execPath, [main, ...command('ExecStart')], { env });
  await eventually(
    'the daemon',
    async () => (await fetch(`http://127.0.0.1:${port}/-/healthy`)).ok || undefined,
  );
  const reload = setting('ExecReload').replace('$MAINPID', String(daemon.process.pid)).split(' ');
  await using reloading = startProgram(reload[0] ?? '', reload.slice(1));
  assert.equal(await reloading.ended, 0, reloading.output());
  await eventually('the reload', async () => daemon.output().includes('configuration reloaded') || undefined);
  daemon.kill('SIGTERM');
  assert.equal(await daemon.ended, 0, daemon.output());
  assert.ok((await readFile(join(folder.path, 'fedistatus/history.db'))).length > 0);
});

function settings(key: string): readonly string[] {
  return [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);
}

function setting(key: string): string {
  return settings(key)[0] ?? assert.fail(key);
}
