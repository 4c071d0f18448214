import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { readHistoryFile } from '../../src/history/sqlite/open.ts';
import { type Daemon, sample, startDaemon } from '../support/daemon.ts';
import { temporaryDirectory } from '../support/history-values.ts';
import { type HostileServer, hostileServer } from '../support/hostile-server.ts';
import { eventually } from '../support/real-programs.ts';
import { skipUnlessRoot, smallDisk } from '../support/small-disk.ts';

function configFor(port: number, historyPath: string): string {
  return `
interval: 1s
timeout: 900ms
confirm: { failures: 1, successes: 1 }
history: { path: ${historyPath} }
servers: [{ domain: a.example, components: { page: { url: "http://127.0.0.1:${port}/" } } }]
`;
}

test('a second daemon on the same history is refused in words that help', async () => {
  await using target = await healthyServer();
  await using directory = await temporaryDirectory();
  const config = configFor(target.port, join(directory.path, 'history.db'));
  await using _first = await startDaemon(config);
  await assert.rejects(startDaemon(config), error => {
    const { message } = error as Error;
    assert.match(message, /fedistatus: history: another fedistatus uses the history \S+history\.db: stop it/);
    assert.doesNotMatch(message, /\n {4}at /, 'no stack');
    return true;
  });
});

test('a damaged history is set aside and named, and everything goes on', async () => {
  await using target = await healthyServer();
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'data', 'history.db');
  await mkdir(dirname(path));
  await writeFile(path, 'not a database at all, though long enough to be taken for one'.repeat(100));
  await using daemon = await startDaemon(configFor(target.port, path), ['--log.format=json']);
  await untilOperational(daemon);
  assert.equal(sample(await daemon.metrics(), 'fedistatus_history_set_aside'), 1);
  await logged(daemon, /"path":"[^"]+history\.db\.corrupt-[^"]+"[^\n]*"history set aside"/);
  const files = await readdir(dirname(path));
  assert.ok(
    files.some(name => name.startsWith('history.db.corrupt-')),
    files.join(),
  );
  assert.equal(readHistoryFile(path)?.transitions.length, 1);
});

test('a full disk stops neither probes nor /metrics, and is healed from', {
  skip: skipUnlessRoot,
}, async () => {
  await using target = await healthyServer();
  await using disk = await smallDisk('2m');
  const path = join(disk.path, 'history.db');
  disk.fill();
  await using daemon = await startDaemon(configFor(target.port, path), ['--log.format=json']);
  const full = await untilOperational(daemon);
  assert.ok((sample(full, 'fedistatus_history_write_errors_total') ?? 0) > 0);
  assert.equal(sample(full, 'fedistatus_history_pending_transitions'), 1);
  await logged(daemon, /"history cannot be written, it goes on in memory"/);
  disk.free();
  await eventually('the history on the disk', async () => {
    const pending = sample(await daemon.metrics(), 'fedistatus_history_pending_transitions');
    return pending === 0 || undefined;
  });
  assert.deepEqual(
    readHistoryFile(path)?.transitions.map(({ to }) => to),
    ['operational'],
  );
});

test('a log on a full disk ends nothing, and goes on when there is room again', {
  skip: skipUnlessRoot,
}, async () => {
  await using target = await healthyServer();
  await using disk = await smallDisk('2m');
  const log = join(disk.path, 'daemon.log');
  // As `>daemon.log` does.
  const redirection = encodeURIComponent(`import { closeSync, openSync } from 'node:fs';
    closeSync(1);
    openSync(${JSON.stringify(log)}, 'a');`);
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${redirection}` };
  const config = configFor(target.port, join(disk.path, 'history.db'));
  await using daemon = await startDaemon(config, ['--web.enable-lifecycle'], env);
  disk.fill();
  // Each of them is a line for the log.
  const reload = async (): Promise<number> =>
    (await fetch(`http://127.0.0.1:${daemon.port}/-/reload`, { method: 'POST' })).status;
  for (let line = 0; line < 60; line++) assert.equal(await reload(), 200);
  const before = (await readFile(log, 'utf8')).length;
  assert.equal(await reload(), 200);
  assert.equal((await readFile(log, 'utf8')).length, before, 'no line fits any more');
  disk.free();
  assert.equal(await reload(), 200);
  assert.match((await readFile(log, 'utf8')).slice(before), /configuration reloaded/);
});

/** The log comes by another way than an answer, and may be later. */
async function logged(daemon: Daemon, pattern: RegExp): Promise<void> {
  await eventually(pattern.source, async () => pattern.test(daemon.program.output()) || undefined);
}

function healthyServer(): Promise<HostileServer> {
  return hostileServer(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK'));
}

async function untilOperational(daemon: Daemon): Promise<string> {
  return eventually('the first state', async () => {
    const text = await daemon.metrics();
    return sample(text, 'fedistatus_state', { state: 'operational' }) === 1 ? text : undefined;
  });
}
