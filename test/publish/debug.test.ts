import assert from 'node:assert/strict';
import test from 'node:test';
import { evidenceToJson, toEvidence } from '../../src/core/evidence.ts';
import { createCatalogue } from '../../src/publish/catalogue.ts';
import { debugPublisher } from '../../src/publish/debug.ts';
import { createMetricsPublisher } from '../../src/publish/metrics.ts';
import { textOf } from '../support/publication.ts';
import { failingSnapshot, fullSnapshot } from '../support/snapshots.ts';
import { requestWith } from './contract.ts';

interface Page {
  readonly components: readonly Record<string, unknown>[];
  readonly diagnosis: Readonly<Record<string, readonly Record<string, unknown>[]>>;
}

async function render(snapshot: ReturnType<typeof fullSnapshot>): Promise<Page> {
  const { body } = await debugPublisher.render(snapshot, requestWith());
  return JSON.parse(await textOf(body));
}

test('every component is there, up only as far as /metrics says so', async () => {
  const { components } = await render(fullSnapshot());
  assert.deepEqual(
    components.map(({ component, up }) => [component, up]),
    [
      ['api', true],
      ['main_page', false],
      ['streaming', undefined],
      ['user_page', undefined],
    ],
  );
});

test('the last result and the failures are the objects that `check` prints', async () => {
  const snapshot = failingSnapshot();
  const [entry] = snapshot.components;
  assert.ok(entry?.last);
  const newer = { ...entry.last, at: entry.last.at + 1000 };
  const { components } = await render({
    ...snapshot,
    components: [{ ...entry, last: newer, failures: [newer, entry.last] }],
  });
  const printed = [newer, entry.last].map(result => JSON.parse(JSON.stringify(evidenceToJson(result))));
  assert.deepEqual(components[0]?.['last'], printed[0]);
  assert.deepEqual(components[0]?.['failures'], printed);
});

test('what is found on each server is there as a whole', async () => {
  const { diagnosis } = await render(fullSnapshot());
  const [finding] = diagnosis['social.example'] ?? [];
  assert.equal(finding?.['id'], 'web_frontend_broken');
  assert.deepEqual(Object.keys(finding).sort(), [
    'checks',
    'confidence',
    'evidence',
    'id',
    'public_sentence',
    'runbook',
    'sentence',
  ]);
  assert.match(
    JSON.stringify(finding['evidence']),
    /"component":"main_page","up":false.*"answered_by":"application"/,
  );
});

test('a component before its first probe has no last result', async () => {
  const { components } = await render(fullSnapshot());
  const fresh = components.find(({ component }) => component === 'streaming');
  assert.equal(fresh && 'last' in fresh, false);
});

test('row 138: a certificate full of quotes and markup breaks neither this page nor /metrics', async () => {
  const snapshot = failingSnapshot();
  const [entry] = snapshot.components;
  assert.ok(entry?.last?.outcome.tls);
  const subject = 'CN="><script>alert(1)</script>\\\n# HELP evil \u001b[2J\u202e';
  const { tls } = entry.last.outcome;
  const outcome = { ...entry.last.outcome, tls: { ...tls, subject, issuer: subject } };
  const result = toEvidence({ ...entry.last, outcome }, { excerptBytes: 0, scrub: text => text });
  const hostile = {
    ...snapshot,
    components: [{ ...entry, current: result, last: result, failures: [result] }],
  };
  const { components } = await render(hostile);
  const shown = JSON.stringify(components[0]?.['last']);
  assert.match(shown, /script/);
  assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}]/u);
  const build = { version: '1.2.3', nodeVersion: '24.0.0' };
  const metrics = createMetricsPublisher(createCatalogue(build), { collect: () => Promise.resolve([]) });
  const { body } = await metrics.render(hostile, requestWith());
  assert.doesNotMatch(await textOf(body), /script|evil/);
});
