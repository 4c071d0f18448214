/** How long it takes to load ten thousand components, and what a reload touches in which one of them changed. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { eventually, temporaryFolder } from '../../test/support/real-programs.ts';
import { startBlockWatch } from '../support/blocks.ts';
import type { Context, Figure } from '../support/context.ts';
import { healthOf, total } from '../support/health.ts';
import { ourPrograms } from '../support/our-programs.ts';
import { configOf } from '../support/product.ts';
import { cores, pathOf } from '../support/programs.ts';
import type { Row } from '../support/row.ts';
import { spreadOf } from '../support/spread.ts';

const run = promisify(execFile);
const components = 10_000;
/** So rarely that nothing is due while we look. */
const intervalSeconds = 7200;

export const load: Figure = {
  name: 'load',
  inQuick: false,
  measure: async context => [await loading(context), ...(await reloading(context))],
};

async function loading(context: Context): Promise<Row> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'config.yaml');
  await writeFile(file, configOf(context.target, { kind: 'http', components, intervalSeconds }));
  const seconds: number[] = [];
  for (let round = 0; round < context.rounds; round += 1) {
    const before = performance.now();
    const command = [
      '--cpu-list',
      String(cores.measured),
      process.execPath,
      ourPrograms.bundle,
      'config',
      'check',
      file,
    ];
    await run(pathOf('taskset'), command);
    seconds.push((performance.now() - before) / 1000);
  }
  const figure = '`config check` of 10,000 components, with the start of the process';
  return { figure, value: spreadOf(seconds), unit: 's', target: 3, rounds: seconds.length };
}

async function reloading({ target, rounds }: Context): Promise<readonly Row[]> {
  await using watch = await startBlockWatch(configOf(target, { kind: 'http', components, intervalSeconds }));
  const { product } = watch;
  const exposition = async (): Promise<string> => (await product.scrape()).text;
  await eventually(
    'every first run',
    async () => healthOf(await exposition()).up === components || undefined,
    120_000,
  );
  const first = await readFile(product.configFile, 'utf8');
  const [blocks, asked]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    await writeFile(product.configFile, first.replace(/(c5000: .*)\/t\//, `$1/t/changed-${round}/`));
    const loadedAt = total(await exposition(), reloadMetric);
    const accepted = await target.accepted();
    await watch.longestMs();
    product.program.kill('SIGHUP');
    const isReloaded = async (): Promise<true | undefined> =>
      total(await exposition(), reloadMetric) > loadedAt || undefined;
    await delay(3000);
    blocks.push(await watch.longestMs());
    await eventually('the reload', isReloaded, 30_000);
    asked.push((await target.accepted()) - accepted);
  }
  const figure = 'reload of 10,000 components, one of them changed';
  return [
    { figure: `${figure}: components asked anew`, value: spreadOf(asked), unit: '', target: 1, rounds },
    { figure: `${figure}: longest block of the event loop`, value: spreadOf(blocks), unit: 'ms', rounds },
  ];
}

const reloadMetric = 'fedistatus_config_last_reload_success_timestamp_seconds';
