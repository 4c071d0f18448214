/** A full page, process metrics included, before the tools that others will read it with. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { createPublishers } from '../../src/publish/index.ts';
import { createSelfMetrics } from '../../src/publish/self-metrics.ts';
import { textOf } from '../support/publication.ts';
import { eventually, requireProgram } from '../support/real-programs.ts';
import { failingSnapshot, fullSnapshot } from '../support/snapshots.ts';
import { requestWith } from './contract.ts';

const strictParser = `
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
families = list(text_string_to_metric_families(sys.stdin.buffer.read().decode()))
assert any(f.name == 'fedistatus_probes' and f.type == 'counter' for f in families)
assert any(f.name == 'fedistatus_probe_interval_seconds' and f.unit == 'seconds' for f in families)
`;

const snapshots = { full: fullSnapshot, failing: failingSnapshot };

async function renderMetrics(snapshot: ReturnType<typeof fullSnapshot>, accept: string): Promise<string> {
  const selfMetrics = createSelfMetrics();
  selfMetrics.countRequest('/metrics', 200);
  selfMetrics.observeRender('/metrics', 3);
  const publishers = createPublishers({ build: { version: '1.2.3', nodeVersion: '24.0.0' }, selfMetrics });
  const metrics = publishers.find(({ path }) => path === '/metrics');
  assert.ok(metrics);
  const read = async (): Promise<string | undefined> => {
    const page = await textOf((await metrics.render(snapshot, requestWith({ accept }))).body);
    return /^nodejs_eventloop_lag_p99_seconds /m.test(page) ? page : undefined;
  };
  return await eventually('two looks at the event loop', read, 10_000, 300);
}

async function run(
  program: string,
  args: readonly string[],
  input: string,
): Promise<{ code: unknown; output: string }> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += String(chunk)));
  const closed = once(child, 'close');
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = await closed;
  return { code, output };
}

for (const [name, snapshot] of Object.entries(snapshots)) {
  test(`promtool has nothing to say about the ${name} page`, async t => {
    const promtool = await requireProgram(t, 'promtool');
    if (promtool === null) return;
    const page = await renderMetrics(snapshot(), 'text/plain');
    assert.match(page, /^process_cpu_seconds_total /m);
    assert.deepEqual(await run(promtool, ['check', 'metrics'], page), { code: 0, output: '' });
  });

  test(`the reference parser of OpenMetrics accepts the ${name} page`, async t => {
    // Debian's own Python, where Debian's packages are, and not one that comes earlier in the path.
    const python = '/usr/bin/python3';
    const has = await run(python, ['-c', 'import prometheus_client'], '').catch(() => ({ code: 1 }));
    if (has.code !== 0) {
      if (process.env['CI'] === 'true')
        throw new Error('python3-prometheus-client is not installed: run .ci/run');
      t.skip('SKIPPED: python3-prometheus-client is not installed (.ci/run installs it)');
      return;
    }
    const page = await renderMetrics(snapshot(), 'application/openmetrics-text; version=1.0.0');
    assert.deepEqual(await run(python, ['-c', strictParser], page), { code: 0, output: '' });
  });
}

test('promtool would notice a name that breaks the rules', async t => {
  const promtool = await requireProgram(t, 'promtool');
  if (promtool === null) return;
  const { code } = await run(
    promtool,
    ['check', 'metrics'],
    '# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n',
  );
  assert.equal(code, 3);
});
