import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LogFields } from '../../src/core/log.ts';
import { startDemo } from '../../src/demo/demo.ts';
import type { DiscoveryOutcome } from '../../src/discover/discovery.ts';
import { createFile, replaceFile } from '../../src/discover/files.ts';
import { memoryFile } from '../../src/discover/remembered.ts';
import { Roster } from '../../src/discover/roster.ts';
import { discoverAt } from '../support/discovering.ts';
import { loadConfigText } from '../support/load-config-text.ts';
import { temporaryFolder } from '../support/real-programs.ts';

const mastodon = { listen: { host: '127.0.0.1', port: 0 }, software: 'mastodon', version: '4.5' };

interface Rostered {
  readonly roster: Roster;
  readonly logged: readonly (LogFields & { readonly message: string })[];
}

function rosterOf(
  domains: readonly string[],
  folder: string,
  discover: (domain: string) => Promise<DiscoveryOutcome | null> = discoverAt,
): Rostered {
  const logged: (LogFields & { readonly message: string })[] = [];
  const note = (fields: LogFields, message: string): void => void logged.push({ ...fields, message });
  const log = { debug: note, info: note, warn: note, error: note };
  return {
    roster: new Roster({ discover, memory: memoryFile(join(folder, 'discovered.json')), log }, domains),
    logged,
  };
}

test('what was discovered survives the program, and is what counts while the server is down', async () => {
  await using folder = await temporaryFolder();
  let domain = '';
  let text = '';
  {
    await using demo = await startDemo(mastodon);
    domain = demo.site.localDomain;
    const { roster } = rosterOf([domain], folder.path);
    await roster.recall();
    assert.equal(roster.isComplete, false);
    await roster.refresh();
    assert.deepEqual([roster.isComplete, roster.isSettled], [true, true]);
    text = roster.text();
  }
  const { roster, logged } = rosterOf([domain], folder.path);
  await roster.recall();
  assert.equal(roster.isComplete, true);
  assert.equal(roster.text(), text);
  await roster.refresh();
  assert.equal(roster.isSettled, false);
  assert.equal(roster.discoveries, null);
  assert.equal(roster.text(), text);
  assert.deepEqual(
    logged.map(({ message, watched }) => [message, watched]),
    [['a server could not be discovered', 'what was discovered before']],
  );
});

test('a refresh that finds the same is no news, and one that finds less takes nothing away', async () => {
  await using folder = await temporaryFolder();
  await using demo = await startDemo(mastodon);
  const { roster, logged } = rosterOf([demo.site.localDomain], folder.path);
  await roster.refresh();
  const text = roster.text();
  const before = logged.length;
  await roster.refresh();
  assert.equal(logged.length, before);
  for (const fault of [
    'no_contact_account',
    'object_storage_down',
    'part:nodeinfo',
    'part:api',
    'database_down',
  ]) {
    demo.break(fault);
    await roster.refresh();
    assert.equal(roster.text(), text, fault);
    demo.heal();
  }
});

test('a server that has never answered is watched as any server can be', async () => {
  await using folder = await temporaryFolder();
  const nothing: DiscoveryOutcome = {
    kind: 'nothing',
    domain: 'a.example',
    message: 'down',
    advice: [],
    answers: [],
    requests: 3,
  };
  const { roster, logged } = rosterOf(['a.example'], folder.path, async () => nothing);
  await roster.refresh();
  assert.equal(roster.text(), 'servers:\n  - domain: a.example\n    preset: fediverse\n');
  assert.equal(logged[0]?.['watched'], 'what any server has');
});

test('two names of one server are one server, in the configuration and in the file that is saved', async () => {
  await using folder = await temporaryFolder();
  await using demo = await startDemo({ ...mastodon, splitDomain: true });
  const typed = [new URL(demo.site.webOrigin).host, demo.site.localDomain];
  const { roster } = rosterOf(typed, folder.path);
  await roster.refresh();
  const { servers } = await loadConfigText(roster.text());
  assert.deepEqual(
    servers.map(({ domain }) => domain),
    [demo.site.localDomain],
  );
  assert.equal(roster.discoveries?.length, 1);
});

test('a server that is down under one of its names is watched as the other found it', async () => {
  await using folder = await temporaryFolder();
  await using demo = await startDemo({ ...mastodon, splitDomain: true });
  const { localDomain, webOrigin } = demo.site;
  const { roster } = rosterOf([localDomain, new URL(webOrigin).host], folder.path, async domain =>
    domain === localDomain ? null : await discoverAt(domain),
  );
  await roster.refresh();
  const { components, servers } = await loadConfigText(roster.text());
  assert.deepEqual([servers.length, components.length], [1, 9]);
});

test('a bug of our own is logged, and what was known stays', async () => {
  await using folder = await temporaryFolder();
  const { roster, logged } = rosterOf(['a.example'], folder.path, () => Promise.reject(new Error('a bug')));
  await roster.refresh();
  assert.equal(logged[0]?.message, 'discovery itself failed');
  assert.equal(roster.isSettled, false);
});

test('a memory that cannot be used is none', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'discovered.json');
  for (const text of [
    '',
    '{',
    '[]',
    '{"version":2,"servers":{}}',
    '{"version":1,"servers":{"a.example":{}}}',
  ]) {
    await writeFile(path, text);
    assert.equal((await memoryFile(path).load()).size, 0, text);
  }
});

test('files are for their owner alone, whole or not there, and never overwritten unasked', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'new', 'config.yaml');
  await createFile(path, 'one');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await assert.rejects(createFile(path, 'two'), { code: 'EEXIST' });
  assert.equal(await readFile(path, 'utf8'), 'one');
  await replaceFile(path, 'three');
  assert.equal(await readFile(path, 'utf8'), 'three');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(join(folder.path, 'new')), ['config.yaml']);
});
