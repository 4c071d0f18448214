/**
 * How long a start takes, from spawning the process to the first /metrics that shows five components of a small
 * configuration: `npx node bench/start.ts [rounds]`. The programs take turns: the source, and what `npm run build` emits if
 * it is there, each with what its last start compiled at hand, and without.
 */
import { existsSync } from 'node:fs';
import { ourPrograms } from './support/our-programs.ts';
import { moveToCore } from './support/process-facts.ts';
import { cores } from './support/programs.ts';
import { smallConfig } from './support/small-config.ts';
import { spreadOf } from './support/spread.ts';
import { type Start, type Starter, timeStart } from './support/starts.ts';
import { formatSpread } from './support/table.ts';

const [rounds = 7] = process.argv.slice(2).map(Number);
const nothingCompiled = { NODE_DISABLE_COMPILE_CACHE: '1' };

moveToCore(cores.others, process.pid);
await using config = await smallConfig();
const variants = [ourPrograms.source, ourPrograms.bundle]
  .filter(path => existsSync(path))
  .flatMap(path => [
    variant(path, config.starter(path)),
    variant(`${path}, nothing compiled`, config.starter(path, nothingCompiled)),
  ]);
// The first start of each fills its cache, and is not counted.
for (let round = 0; round <= rounds; round++) {
  for (const { starter, starts } of variants) {
    const start = await timeStart(starter);
    if (round > 0) starts.push(start);
  }
}
for (const { name, starts } of variants) {
  const took = formatSpread(spreadOf(starts.map(({ tookMs }) => tookMs)), 'ms');
  const onProcessor = formatSpread(spreadOf(starts.map(({ cpuMs }) => cpuMs)), 'ms');
  console.log(`${name}: ${took}, of which on a processor ${onProcessor}`);
}

function variant(name: string, starter: Starter): { name: string; starter: Starter; starts: Start[] } {
  return { name, starter, starts: [] };
}
