/** Writes the pages and the dashboards that are made from the code. With `--check` it writes nothing, and fails when one is out of date. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { lastReport } from '../bench/support/last-report.ts';
import { performancePage } from '../bench/support/page.ts';
import { deployFiles } from '../deploy/source/index.ts';
import { dashboardFiles } from '../grafana/source/index.ts';
import { configReference } from '../src/config/reference.ts';
import { configJsonSchema } from '../src/config/schema.ts';
import { presets } from '../src/preset/index.ts';
import { probeTypes } from '../src/probe/index.ts';
import { metricsReference } from '../src/publish/reference.ts';

interface GeneratedFile {
  /** Relative to the root of the project. */
  readonly file: string;
  readonly content: string;
}

const registries = { probeTypes, presets };

const files: readonly GeneratedFile[] = [
  { file: 'config.schema.json', content: `${JSON.stringify(configJsonSchema(registries), null, 2)}\n` },
  { file: 'docs/configuration.md', content: configReference(registries) },
  { file: 'docs/metrics.md', content: metricsReference() },
  { file: 'docs/performance.md', content: performancePage(lastReport()) },
  ...deployFiles.map(({ file, content }) => ({ file: join('deploy', file), content })),
  ...dashboardFiles.map(({ file, content }) => ({ file: join('grafana', file), content })),
];

const root = resolve(import.meta.dirname, '..');

async function isCurrent({ file, content }: GeneratedFile): Promise<boolean> {
  try {
    return (await readFile(join(root, file), 'utf8')) === content;
  } catch {
    return false;
  }
}

const outdated: GeneratedFile[] = [];
for (const generated of files) if (!(await isCurrent(generated))) outdated.push(generated);

if (process.argv.includes('--check')) {
  for (const { file } of outdated) process.stderr.write(`${file} is out of date: npm run docs\n`);
  process.exitCode = outdated.length > 0 ? 1 : 0;
} else {
  for (const { file, content } of outdated) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), content);
    process.stdout.write(`${file}\n`);
  }
}
