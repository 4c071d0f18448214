import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import test from 'node:test';

/** DESIGN: who may import whom. A folder may always import itself; `*` stands for everything. */
const allowed: Readonly<Record<string, { layers: readonly string[]; packages: readonly string[] }>> = {
  core: { layers: [], packages: [] },
  probe: { layers: ['core'], packages: ['undici', 'ws', 'zod', 're2js', 'saxes', 'node:*'] },
  preset: { layers: ['core', 'probe'], packages: [] },
  config: { layers: ['core', 'probe', 'preset'], packages: ['yaml', 'zod', 'croner', 'node:*'] },
  discover: { layers: ['core', 'probe', 'preset', 'config'], packages: ['yaml', 'zod', 'node:*'] },
  monitor: { layers: ['core'], packages: ['node:*'] },
  history: { layers: ['core'], packages: ['node:*'] },
  publish: { layers: ['core'], packages: ['prom-client', 'negotiator', 'markdown-it', 'node:*'] },
  server: { layers: ['core', 'publish'], packages: ['express', 'bcryptjs', 'node:*'] },
  demo: { layers: ['core'], packages: ['ws', 'negotiator', 'node:*'] },
  cli: { layers: ['*'], packages: ['pino', 'pino-pretty', 'node:*'] },
  'version.ts': { layers: ['..'], packages: [] },
  app: { layers: ['*'], packages: ['node:*'] },
  'app.ts': { layers: ['*'], packages: ['node:*'] },
  'main.ts': { layers: ['cli'], packages: ['node:*'] },
};

const src = resolve(import.meta.dirname, '../src');

interface Import {
  readonly file: string;
  readonly layer: string;
  readonly specifier: string;
}

const imports = await readImports();

test('every folder of src/ has its place in the import table', () => {
  const unknown = new Set(imports.map(({ layer }) => layer).filter(layer => !(layer in allowed)));
  assert.deepEqual([...unknown], []);
});

test('every import is one that the import table allows', () => {
  const forbidden = imports.filter(found => !isAllowed(found));
  assert.deepEqual(
    forbidden.map(({ file, specifier }) => `${file} imports ${specifier}`),
    [],
  );
});

test('the core has no clock, no timer and no I/O', async () => {
  const impure =
    /\bDate\.now\b|\bnew Date\(\)|\bperformance\b|\bset(?:Timeout|Interval|Immediate)\b|\bprocess\.|\bfetch\(|\bconsole\.|\bMath\.random\b|\bcrypto\b/;
  const offenders: string[] = [];
  for (const file of await sourceFiles(join(src, 'core'))) {
    const code = withoutTexts(withoutComments(await readFile(file, 'utf8')));
    if (impure.test(code)) offenders.push(`${relative(src, file)}: ${impure.exec(code)?.[0]}`);
  }
  assert.deepEqual(offenders, []);
});

test('only main.ts touches the process', async () => {
  const offenders: string[] = [];
  for (const file of await sourceFiles(src)) {
    if (file === join(src, 'main.ts')) continue;
    const code = withoutComments(await readFile(file, 'utf8'));
    if (/\bprocess\.(?:argv|env|exit|on|once|stdout|stderr|kill)\b/.test(code))
      offenders.push(relative(src, file));
  }
  assert.deepEqual(offenders, []);
});

test('only what measures the exporter itself knows prom-client', () => {
  const files = new Set(
    imports.filter(({ specifier }) => specifier.startsWith('prom-client')).map(({ file }) => basename(file)),
  );
  assert.deepEqual([...files].sort(), ['process-metrics.ts', 'prom-client.d.ts', 'self-metrics.ts']);
});

function isAllowed({ layer, specifier, file }: Import): boolean {
  const rule = allowed[layer];
  if (rule === undefined) return false;
  if (!specifier.startsWith('.')) return rule.packages.some(name => matches(name, specifier));
  const target = layerOf(resolve(src, dirname(file), specifier));
  return target === layer || rule.layers.includes('*') || rule.layers.includes(target);
}

function matches(name: string, specifier: string): boolean {
  if (name === 'node:*') return specifier.startsWith('node:');
  return specifier === name || specifier.startsWith(`${name}/`);
}

function layerOf(file: string): string {
  return relative(src, file).split(sep)[0] ?? '';
}

async function readImports(): Promise<readonly Import[]> {
  const found: Import[] = [];
  for (const path of await sourceFiles(src)) {
    const code = withoutComments(await readFile(path, 'utf8'));
    for (const match of code.matchAll(/(?:\b(?:from|import)\s+|\bimport\s*\(\s*)'([^']+)'/g)) {
      found.push({ file: relative(src, path), layer: layerOf(path), specifier: match[1] ?? '' });
    }
  }
  return found;
}

async function sourceFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => join(entry.parentPath, entry.name));
}

/** Sentences for people may say `process`. */
function withoutTexts(code: string): string {
  return code.replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
