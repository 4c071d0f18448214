import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import test from 'node:test';
import { openHistoryFile } from '../../src/history/sqlite/open.ts';
import { start, temporaryDirectory } from '../support/history-values.ts';
import { strippedCopy } from '../support/stripped.ts';

const rounds = 200;

/** Processes at once: enough to keep both cores busy while some of them start. */
const lanes = 4;

/** Opens the history and writes until it is killed. */
const source = new URL('../support/history-writer.ts', import.meta.url).pathname;

/** A round ends at a random moment of the first so many milliseconds: opening, writing, checkpoints. */
const longestMs = 60;

test(`nothing acknowledged is lost in ${rounds} rounds of kill -9`, { timeout: 60_000 }, async () => {
  await using directory = await temporaryDirectory();
  const child = await strippedCopy(source, join(directory.path, 'child'));
  const results = await Promise.all(
    Array.from({ length: lanes }, (_, lane) => runLane(child, join(directory.path, `${lane}.db`))),
  );
  const total = results.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  assert.ok(total > rounds, `${total} transitions were acknowledged`);
  assert.equal(
    results.reduce((sum, { killed }) => sum + killed, 0),
    rounds,
  );
});

/** Each round goes on in the file that the one before left. */
async function runLane(child: string, path: string): Promise<{ acknowledged: number; killed: number }> {
  const acknowledged = new Set<string>();
  let killed = 0;
  for (let round = 0; round < rounds / lanes; round++) {
    for (const id of await writeUntilKilled(child, path, round)) acknowledged.add(id);
    killed++;
    const opened = openHistoryFile(path, start);
    using store = opened.store;
    assert.equal(opened.setAside, null, 'the file opens clean');
    const kept = new Set(store.load().transitions.map(({ id }) => id));
    const lost = [...acknowledged].filter(id => !kept.has(id));
    assert.deepEqual(lost, [], `round ${round}`);
  }
  return { acknowledged: acknowledged.size, killed };
}

async function writeUntilKilled(child: string, path: string, round: number): Promise<readonly string[]> {
  const writer = spawn(process.execPath, [child, path, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    // The first line comes before the file is opened, so that opening it is interrupted as well.
    if (output === '') setTimeout(() => writer.kill('SIGKILL'), Math.random() * longestMs);
    output += text;
  });
  const [, signal] = await once(writer, 'close');
  assert.equal(signal, 'SIGKILL');
  // The last line may be torn: it was not acknowledged in full.
  return output.split('\n').slice(1, -1);
}
