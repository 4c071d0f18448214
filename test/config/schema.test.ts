import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { configJsonSchema } from '../../src/config/schema.ts';
import { presets } from '../../src/preset/index.ts';
import { probeTypes } from '../../src/probe/index.ts';

const schema = configJsonSchema({ probeTypes, presets });
const validate = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false }).compile(schema);

const good = ['full.yaml', '../../config.yaml'];

for (const file of good) {
  test(`editors accept ${file}`, async () => {
    const accepted = validate(parse(await readFile(join(import.meta.dirname, file), 'utf8')));
    assert.deepEqual(validate.errors ?? [], []);
    assert.equal(accepted, true);
  });
}

/** What only the program can know: names, contradictions, the world outside, or nothing that YAML keeps. */
const programOnly = [
  'agent',
  'contradictions',
  'diagnosis-names',
  'domain-is-url',
  'foreign-account',
  'maintenance',
  'needs-setting',
  'no-time',
  'nothing-to-watch',
  'page-accent',
  'page-servers',
  'references',
  'same-address',
  'same-domain',
  'same-reference',
  'secrets',
  'shard',
  'shard-count',
  'tag',
  'times',
  'yaml-1.1',
];

test('editors refuse what they can know to be wrong', async () => {
  const folder = join(import.meta.dirname, 'broken');
  const accepted: string[] = [];
  let refused = 0;
  for (const file of await readdir(folder)) {
    const value = parseOrNull(await readFile(join(folder, file), 'utf8'));
    if (value === null) continue;
    if (validate(value)) accepted.push(file.replace('.yaml', ''));
    else refused++;
  }
  assert.deepEqual(accepted.sort(), programOnly);
  assert.ok(refused >= 15, String(refused));
});

function parseOrNull(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    return null;
  }
}

test('every key that people write has a description', () => {
  const bare: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (key === 'properties') {
        for (const [name, property] of Object.entries(child as object)) {
          if (!('description' in property)) bare.push(`${path}.${name}`);
        }
      }
      visit(child, key === 'properties' || key === 'anyOf' ? path : `${path}.${key}`);
    }
  };
  visit(schema, '');
  assert.deepEqual(bare, []);
});

test('a component without a type may have the keys of any type, one with a type only its own', () => {
  const wrap = (component: object): object => ({
    servers: [{ domain: 'a.example', components: { a: component } }],
  });
  assert.equal(validate(wrap({ host_meta: 'optional' })), true);
  assert.equal(validate(wrap({ type: 'tcp', address: 'a.example:25' })), true);
  assert.equal(validate(wrap({ type: 'tcp', keyword: 'x' })), false);
  assert.equal(validate(wrap({ keywrd: 'x' })), false);
  assert.equal(validate({ servers: [{ domain: 'a.example', components: { a: null } }] }), true);
});
