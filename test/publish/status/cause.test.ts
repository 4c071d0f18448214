import assert from 'node:assert/strict';
import test from 'node:test';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import type { Snapshot } from '../../../src/core/snapshot.ts';
import type { State } from '../../../src/core/state.ts';
import type { ComponentStatus } from '../../../src/core/status.ts';
import { publicCause } from '../../../src/publish/status/view/cause.ts';
import { fileOf, siteOf, textOf } from '../../support/public-site.ts';
import { canary } from '../../support/snapshots.ts';
import { eventfulStory, severalServersStory, tell } from '../../support/status-values.ts';

const sentences = { en: 'Timelines do not update by themselves.', ko: '타임라인이 갱신되지 않습니다.' };

/** With the canary in every text that is for the operator alone. */
function finding(
  components: readonly string[],
  publicSentence: Finding['publicSentence'] = sentences,
): Finding {
  return {
    id: 'streaming_down',
    sentence: canary,
    publicSentence,
    confidence: 'certain',
    evidence: components.map(component => ({ component, up: false, host: canary, address: canary })),
    checks: [{ step: canary, command: canary }],
    runbook: canary,
  };
}

const [anyStatus] = tell(eventfulStory()).status().components;

function statuses(states: Readonly<Record<string, State>>): readonly ComponentStatus[] {
  assert.ok(anyStatus);
  return Object.entries(states).map(([component, state]) => ({ ...anyStatus, component, state }));
}

const rows: readonly (readonly [
  what: string,
  states: Readonly<Record<string, State>>,
  evidence: readonly string[],
  isShown: boolean,
])[] = [
  ['a part that is down', { api: 'outage' }, ['api'], true],
  ['a part that is slow', { api: 'degraded', page: 'operational' }, ['page', 'api'], true],
  ['a part under maintenance', { api: 'maintenance' }, ['api'], false],
  ['a part whose trouble is over on the page', { api: 'operational' }, ['api'], false],
  ['a part that is not shown', { api: 'outage' }, ['other'], false],
  ['a monitor that knows nothing', { api: 'unknown' }, [], true],
  ['a monitor that may know nothing soon', { api: 'operational' }, [], false],
];

for (const [what, states, evidence, isShown] of rows) {
  test(`${what}: the cause is ${isShown ? 'told' : 'left out'}`, () => {
    assert.equal(publicCause([finding(evidence)], statuses(states)), isShown ? sentences : null);
  });
}

test('the first finding that is about what is shown is told', () => {
  const other = { ...finding(['api']), publicSentence: 'Another.' };
  assert.equal(
    publicCause([finding(['page']), other, finding(['api'])], statuses({ api: 'outage' })),
    'Another.',
  );
});

function withFindings(snapshot: Snapshot, findings: readonly Finding[]): Snapshot {
  return { ...snapshot, findings: () => new Map(snapshot.servers.map(({ domain }) => [domain, findings])) };
}

test('the page says it in the language of the reader, below the state', () => {
  const source = withFindings(tell(eventfulStory()), [finding(['streaming'])]);
  const english = textOf(fileOf(source, 'index.html'));
  assert.ok(english.includes(sentences.en));
  assert.ok(english.indexOf(sentences.en) < english.indexOf('Streaming'));
  const korean = [...siteOf(source)].filter(
    ([path]) => /(^|[/.])ko[/.]/.test(path) && path.endsWith('index.html'),
  );
  assert.ok(korean.some(([, body]) => body.includes(sentences.ko)));
});

test('with several servers each page has its own, and the overview has it beside its server', () => {
  const source = withFindings(tell(severalServersStory()), [finding(['api', 'streaming', 'main_page'])]);
  const shown = [...siteOf(source)].filter(([, body]) => body.includes(sentences.en));
  assert.ok(shown.length >= 2, String(shown.map(([path]) => path)));
});

test('nothing of a finding but that sentence is public, and that is text', () => {
  const source = withFindings(tell(eventfulStory()), [finding(['streaming'], '<script>alert(1)</script>')]);
  for (const [path, body] of siteOf(source)) {
    assert.doesNotMatch(body, new RegExp(canary), path);
    assert.doesNotMatch(body, /<script>alert/, path);
    assert.doesNotMatch(body, /streaming_down/, path);
  }
});
