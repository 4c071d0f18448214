import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { attacks, startAttacker, strength } from '../support/attacker.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';

const mebibyte = 1024 * 1024;

test('row 48, 67, 159: sixteen bombs and floods at once, wave after wave, cost neither memory nor answers', async () => {
  await using attacker = await startAttacker();
  const components = attacks.map(attack => {
    const json = attack === 'deep_json' ? ', json: [{ path: "$[0][0]", exists: false }]' : '';
    const url = `http://127.0.0.1:${attacker.port}/${attack}`;
    return `      ${attack}: { url: "${url}", keyword: not there, ignore_case: true${json} }`;
  });
  assert.equal(components.length, strength);
  await using daemon = await startDaemon(configFor(components));
  const before = await residentBytes(daemon, 'VmRSS');
  await assertAnswersInTime(daemon, 6000);
  for (const [component, codes] of await failuresOf(daemon)) {
    assert.ok(codes.includes(verdicts[component] ?? 'body_too_large'), `${component}: ${codes.join()}`);
  }
  const grownBy = Math.round(((await residentBytes(daemon, 'VmHWM')) - before) / mebibyte);
  assert.ok(grownBy < 250, `grew by ${grownBy} MiB at its peak`);
  assert.doesNotMatch(daemon.program.output(), /"level":"error"/);
});

/** What else than a body that is too large they come to. */
const verdicts: Readonly<Record<string, string>> = {
  chunk_flood: 'headers_too_large',
  header_flood: 'headers_too_large',
  extension_flood: 'headers_too_large',
  trailer_flood: 'headers_too_large',
  interim_flood: 'timeout_headers',
  redirect_flood: 'timeout_headers',
  deep_json: 'keyword_missing',
  laughs: 'keyword_missing',
  garbage_flood: 'malformed_response',
  never: 'timeout_headers',
};

test('row 164: sixteen texts that are bait for a regular expression delay nothing and end in a verdict', async () => {
  await using attacker = await startAttacker();
  const patterns = ['\\\\s+$', '(\\\\s+)+$', '(?:\\\\s|\\\\s)*y', '\\\\s*\\\\s*\\\\s*y'];
  const components = Array.from({ length: strength }, (_, n) => {
    const url = `http://127.0.0.1:${attacker.port}/spaces`;
    return `      bait_${n}: { url: "${url}", regex: "${patterns[n % patterns.length]}", max_body: 4MiB }`;
  });
  await using daemon = await startDaemon(configFor(components, 4));
  await assertAnswersInTime(daemon, 5000);
  for (const [component, codes] of await failuresOf(daemon)) {
    assert.ok(codes.includes('keyword_missing'), `${component}: ${codes.join()}`);
  }
});

function configFor(components: readonly string[], seconds = 2): string {
  return `
interval: ${seconds}s
timeout: ${seconds * 1000 - 100}ms
servers:
  - domain: hostile.localhost
    components:
${components.join('\n')}
`;
}

/** The fine codes of the last failures of each component. */
async function failuresOf(
  daemon: Daemon,
): Promise<readonly (readonly [name: string, codes: readonly string[]])[]> {
  const page: { components: { component: string; failures: { code: string }[] }[] } = JSON.parse(
    await (await daemon.get('/debug/components')).text(),
  );
  assert.equal(page.components.length, strength);
  return page.components.map(({ component, failures }) => [component, failures.map(({ code }) => code)]);
}

/** The memory of the daemon as Linux counts it: now, or at its highest. */
async function residentBytes({ program }: Daemon, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${program.process.pid}/status`, 'utf8');
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
}

/** How long /metrics took to answer, each time of as many as there is time for. Milliseconds, ascending. */
async function answerTimes(daemon: Daemon, forMs: number): Promise<readonly number[]> {
  const times: number[] = [];
  const endsAt = performance.now() + forMs;
  while (performance.now() < endsAt) {
    const began = performance.now();
    assert.match(await daemon.metrics(), /^fedistatus_build_info/m);
    times.push(performance.now() - began);
    await delay(20);
  }
  return times.sort((one, other) => one - other);
}

/**
 * All answers but one in a hundred come in time, in one of three spells: another program may have the processor in one of
 * them, but hardly in all.
 */
async function assertAnswersInTime(daemon: Daemon, spellMs: number): Promise<void> {
  const spells: string[] = [];
  while (spells.length < 3) {
    const times = await answerTimes(daemon, spellMs);
    const slow = times[Math.floor(times.length * 0.99)] ?? Infinity;
    if (times.length > 5 && slow < 250) return;
    const all = Math.round(times.at(-1) ?? 0);
    spells.push(`${times.length} answers, 99 % within ${Math.round(slow)} ms, all in ${all} ms`);
  }
  assert.fail(spells.join('; '));
}
