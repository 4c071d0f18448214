/**
 * The side-by-side benchmark: `npm run bench` measures everything, `npm run bench -- quick` the most important figures in
 * two minutes, `npm run bench -- NAME …` those figures alone. Prints one table and writes it as JSON to `bench/results/`:
 * `last.json` from a complete run, `partial.json` from any other. Two cores and Debian are needed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { figures } from './figure/index.ts';
import { startBlackbox } from './support/blackbox.ts';
import type { Context } from './support/context.ts';
import { compileFloor } from './support/floor.ts';
import { lastReportFile, partialReportFile } from './support/last-report.ts';
import { machineFacts } from './support/machine.ts';
import { emitBundle } from './support/our-programs.ts';
import { releaseAll, releaseWhenInterrupted } from './support/owned.ts';
import { comeFirst } from './support/priority.ts';
import { moveToCore } from './support/process-facts.ts';
import { cores, missingPackages } from './support/programs.ts';
import { questionerOf } from './support/questioner.ts';
import type { Report } from './support/report.ts';
import type { Row } from './support/row.ts';
import { plainTable, summaryOf } from './support/table.ts';
import { startTarget } from './support/target.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const isQuick = args.includes('quick');
  const wanted = args.filter(arg => arg !== 'quick');
  const unknown = wanted.filter(name => !figures.some(figure => figure.name === name));
  const missing = missingPackages();
  if (unknown.length > 0)
    return refuse(
      `no figure is called ${unknown.join(', ')}; there are: ${figures.map(({ name }) => name).join(' ')}`,
    );
  if (missing !== null) return refuse(`missing: apt-get install --no-install-recommends ${missing}`);
  if (cpus().length < 2) return refuse('two cores are needed: one to measure on, one for everything else');
  const interrupted = releaseWhenInterrupted();
  const chosen = figures.filter(({ name, inQuick }) =>
    wanted.length > 0 ? wanted.includes(name) : inQuick || !isQuick,
  );
  const isComplete = !isQuick && wanted.length === 0;
  try {
    const report = await measure(chosen, isQuick);
    if (interrupted.aborted) return 130;
    console.log(plainTable(report.rows));
    write(isComplete ? lastReportFile : partialReportFile, report);
    return report.rows.some(row => 'skipped' in row) ? 1 : 0;
  } finally {
    await releaseAll();
  }
}

async function measure(chosen: typeof figures, isQuick: boolean): Promise<Report> {
  const machine = machineFacts();
  const startedAt = Date.now();
  moveToCore(cores.others, process.pid);
  comeFirst();
  emitBundle();
  const target = await startTarget();
  const blackbox = await startBlackbox(target.caFile);
  const context: Context = {
    target,
    blackbox,
    questioner: questionerOf(blackbox.port, target),
    floor: await compileFloor(),
    isQuick,
    rounds: isQuick ? 1 : 5,
    say: text => console.error(`${((Date.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${text}`),
  };
  const rows: Row[] = [];
  for (const figure of chosen) {
    context.say(figure.name);
    // One that cannot be taken must not lose the others; it is in the table, and in the exit code.
    const failed = (error: unknown): readonly Row[] => [
      { figure: figure.name, skipped: `failed: ${String(error)}` },
    ];
    const taken = await figure.measure(context).catch(failed);
    for (const row of taken) context.say(`  ${summaryOf(row)}`);
    rows.push(...taken);
  }
  const minutes = Math.round((Date.now() - startedAt) / 6000) / 10;
  return { at: new Date(startedAt).toISOString(), minutes, isQuick, machine, rows };
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}

function write(file: string, report: Report): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.error(`written: ${file}`);
}
