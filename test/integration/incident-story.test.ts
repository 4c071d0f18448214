import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { readHistoryFile } from '../../src/history/sqlite/open.ts';
import { type Daemon, sample, startDaemon } from '../support/daemon.ts';
import { temporaryDirectory } from '../support/history-values.ts';
import { eventually } from '../support/real-programs.ts';

/** Three intervals are long enough for a restart on a busy machine: nothing is unknown in between. */
function configFor(demo: Demo, historyPath: string): string {
  return `
interval: 4s
timeout: 900ms
confirm: { failures: 2, successes: 2, retry_after: 200ms }
history: { path: ${historyPath} }
servers:
  - domain: ${demo.site.localDomain}
    components:
      api: { url: "${demo.site.webOrigin}/api/v2/instance", keyword: version }
      main_page: { url: "${demo.site.webOrigin}/about" }
`;
}

interface DebugPage {
  readonly components: readonly {
    readonly component: string;
    readonly failures: readonly { readonly at: string }[];
  }[];
}

test('a part breaks, is confirmed, outlives a kill -9 of the daemon, and recovers, with one start time', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'history.db');
  await using demo = await startDemo({
    listen: { host: '127.0.0.1', port: 0 },
    software: 'mastodon',
    version: '4.5',
  });
  const config = configFor(demo, path);
  await using first = await startDaemon(config, ['--log.level=debug', '--log.format=json']);
  await untilState(first, 'operational');

  await setFault(demo, 'PUT');
  const broken = await untilState(first, 'outage');
  assert.equal(sample(broken, 'fedistatus_up', { component: 'api' }), 0);
  assert.deepEqual(stateSet(broken, 'main_page'), { operational: 1 }, 'the rest goes on');
  const began = await firstFailure(first);
  assert.equal(sinceOf(broken), began / 1000, 'the outage began with the first probe that failed');
  // The log comes by another way than an answer, and may be later.
  await eventually('the log', async () =>
    /fail, component is down, fail, changed to outage/.test(apiLines(first).join(', ')) ? true : undefined,
  );

  first.program.kill('SIGKILL');
  await first.program.ended;
  await using second = await startDaemon(config);
  const again = await untilState(second, 'outage');
  assert.equal(sinceOf(again), began / 1000, 'still the same outage');
  assert.deepEqual(changesOf(path), ['unknown>operational', `operational>outage ${began}`]);

  await setFault(demo, 'DELETE');
  const healed = await untilState(second, 'operational');
  assert.equal(sample(healed, 'fedistatus_up', { component: 'api' }), 1);
  assert.equal(sample(healed, 'fedistatus_history_write_errors_total'), 0);
  assert.deepEqual(changesOf(path), [
    'unknown>operational',
    `operational>outage ${began}`,
    `outage>operational ${Math.round((sinceOf(healed) ?? 0) * 1000)}`,
  ]);
});

async function setFault(demo: Demo, method: 'PUT' | 'DELETE'): Promise<void> {
  const { port } = new URL(demo.site.webOrigin);
  const response = await fetch(`http://127.0.0.1:${port}/_demo/faults/part:api`, { method });
  assert.equal(response.status, 200, await response.text());
}

/** Waits until the component `api` is in a state, and gives the text of /metrics that says so. */
async function untilState(daemon: Daemon, state: string): Promise<string> {
  return eventually(`state ${state}`, async () => {
    const text = await daemon.metrics();
    const found = stateSet(text, 'api');
    if (found[state] !== 1) throw new Error(`${JSON.stringify(found)}\n${daemon.program.output()}`);
    return text;
  });
}

/** The states that an exposition says a component is in. */
function stateSet(text: string, component: string): Readonly<Record<string, number>> {
  const states = ['operational', 'degraded', 'outage', 'maintenance', 'unknown'];
  return Object.fromEntries(
    states.flatMap(state => {
      const value = sample(text, 'fedistatus_state', { component, state });
      return value === undefined || value === 0 ? [] : [[state, value]];
    }),
  );
}

function sinceOf(text: string): number | undefined {
  return sample(text, 'fedistatus_state_since_timestamp_seconds', { component: 'api' });
}

async function firstFailure(daemon: Daemon): Promise<number> {
  const page = (await (await daemon.get('/debug/components')).json()) as DebugPage;
  const failures = page.components.find(({ component }) => component === 'api')?.failures ?? [];
  return Date.parse(failures.at(-1)?.at ?? '');
}

/** What the log says of the component `api`, in a word or two for each line. */
function apiLines(daemon: Daemon): readonly string[] {
  return daemon.program
    .output()
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Readonly<Record<string, string>>)
    .filter(({ component }) => component === 'api')
    .map(({ msg = '', result, to }) => {
      if (msg === 'probed') return String(result);
      return msg === 'component changed its state' ? `changed to ${to}` : msg;
    });
}

/** The changes of `api` in a history file, with the time of all but the first. */
function changesOf(path: string): readonly string[] {
  const transitions = readHistoryFile(path)?.transitions ?? [];
  return transitions
    .filter(({ component }) => component === 'api')
    .map(({ from, to, at }) => (from === 'unknown' ? `${from}>${to}` : `${from}>${to} ${at}`));
}
