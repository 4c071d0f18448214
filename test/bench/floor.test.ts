import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFloor, runBare, runFloor } from '../../bench/support/floor.ts';
import { missingPackages } from '../../bench/support/programs.ts';
import { startTarget } from '../../bench/support/target.ts';
import { requireProgram } from '../support/real-programs.ts';

test('the minimal client of the benchmark checks what it is told to, in the clear and over TLS', async t => {
  if ((await requireProgram(t, 'gcc')) === null || (await requireProgram(t, 'nginx')) === null) return;
  if (process.env['CI'] !== 'true' && missingPackages()?.includes('libssl-dev') === true) {
    return t.skip('SKIPPED: libssl-dev is not installed (.ci/run installs it)');
  }
  await using floor = await compileFloor();
  await using target = await startTarget();
  for (const kind of ['http', 'p256'] as const) {
    const options = { warmUp: 10, count: 100 };
    const good = await runFloor(floor, target, kind, options);
    assert.deepEqual({ probes: good.probes, bad: good.bad }, { probes: 100, bad: 0 }, kind);
    assert.ok(good.cpuSeconds > 0);
    const wrong = await runFloor(floor, target, kind, { ...options, keyword: 'not there' });
    assert.equal(wrong.bad, 110, kind);
  }
  const untrusted = await runFloor(
    floor,
    { ...target, caFile: '/etc/ssl/certs/ca-certificates.crt' },
    'p256',
    {
      warmUp: 0,
      count: 10,
    },
  );
  assert.equal(untrusted.bad, 10);
  // Each of these was a connection of its own, and those that were begun last may be counted as well.
  assert.ok((await target.accepted()) >= 450);
});

test('what Node.js makes a probe with checks the answer as the minimal client does', async t => {
  if ((await requireProgram(t, 'nginx')) === null) return;
  await using target = await startTarget();
  for (const bare of ['net', 'undici'] as const) {
    const options = { warmUp: 10, count: 100 };
    const good = await runBare(bare, target, options);
    assert.deepEqual({ probes: good.probes, bad: good.bad }, { probes: 100, bad: 0 }, bare);
    const wrong = await runBare(bare, target, { ...options, keyword: 'not there' });
    assert.equal(wrong.bad, 110, bare);
  }
});

test('what is missing for the benchmark is named by its packages', () => {
  const missing = missingPackages(name => (name === 'prometheus-pushgateway' ? null : `/usr/bin/${name}`));
  assert.match(missing ?? '', /^prometheus-pushgateway\b/);
});
