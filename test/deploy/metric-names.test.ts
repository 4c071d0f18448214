/** Names of metrics, wherever a person or a program reads them: each exists, and each is of use. */
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import test from 'node:test';
import { ruleGroups } from '../../deploy/source/index.ts';
import { metricHeads } from '../../src/publish/reference.ts';
import { createSelfMetrics } from '../../src/publish/self-metrics.ts';

const root = resolve(import.meta.dirname, '../..');

/** Keys of the summary for machines, which are named like metrics but are none. */
const keysOfSummary = ['fedistatus_server', 'fedistatus_component', 'fedistatus_duration_seconds'];

async function filesOf(patterns: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for await (const file of glob([...patterns], { cwd: root })) {
    const text = await readFile(resolve(root, file), 'utf8');
    // A line break within a text of JSON.
    files.set(file, text.replaceAll('\\n', '\n'));
  }
  return files;
}

/** Ours, those that rules record, and those of the process. A name that ends in `_` stands for several. */
function namesIn(text: string): readonly string[] {
  const found = text.matchAll(/(?<![\w:/.-])(?:\w+:)?(?:fedistatus|nodejs|process)_\w+(?::\w+)*/g);
  return [...found].map(([name]) => name).filter(name => !name.endsWith('_'));
}

async function knownNames(): Promise<ReadonlySet<string>> {
  const ours = metricHeads().flatMap(({ name, type }) => withParts(name, type));
  const ofProcess = (await createSelfMetrics().collect()).flatMap(({ name, type }) => withParts(name, type));
  const recorded = ruleGroups.flatMap(({ rules }) =>
    rules.flatMap(rule => ('record' in rule ? [rule.record] : [])),
  );
  return new Set([...ours, ...ofProcess, ...recorded, ...keysOfSummary]);
}

function withParts(name: string, type: string): readonly string[] {
  return type === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}

test('every metric that dashboards, rules and documents name exists', async () => {
  const known = await knownNames();
  const files = await filesOf([
    'docs/**/*.md',
    'README*.md',
    'grafana/dashboards/*.json',
    'deploy/**/*.{yaml,yml,json}',
  ]);
  assert.ok(files.size > 50);
  for (const [file, text] of files) {
    const unknown = namesIn(text).filter(name => !known.has(name));
    assert.deepEqual([...new Set(unknown)], [], file);
  }
});

test('every metric is on a dashboard or in a rule', async () => {
  const files = await filesOf(['grafana/dashboards/*.json', 'deploy/prometheus/*.yaml']);
  const used = new Set(
    [...files.values()].flatMap(namesIn).map(name => name.replace(/_(?:bucket|sum|count)$/, '')),
  );
  const idle = metricHeads().filter(({ name }) => !used.has(name));
  assert.deepEqual(
    idle.map(({ name }) => name),
    [],
  );
});
