/** Ten thousand components every half minute on one core, scraped every half minute: nothing is missed, and little is late. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context, Figure } from '../support/context.ts';
import { healthOf, lacking } from '../support/health.ts';
import { quantileBetween } from '../support/histogram.ts';
import { cpuSeconds, pidOf } from '../support/process-facts.ts';
import { configOf, startProduct } from '../support/product.ts';
import type { Row } from '../support/row.ts';
import { spreadOf } from '../support/spread.ts';

const intervalSeconds = 30;
const latenessMetric = 'fedistatus_scheduler_lateness_seconds';

export const many: Figure = {
  name: 'many',
  inQuick: false,
  measure: async context => [...(await watch(context, 10_000)), ...(await watch(context, 30_000))],
};

async function watch({ target, say }: Context, components: number): Promise<readonly Row[]> {
  const startedAt = performance.now();
  await using product = await startProduct(configOf(target, { kind: 'http', components, intervalSeconds }));
  const startSeconds = (performance.now() - startedAt) / 1000;
  say(`${components} components: the daemon answers after ${startSeconds.toFixed(1)} s`);
  await delay(intervalSeconds * 1200);
  const before = (await product.scrape()).text;
  const cpuBefore = cpuSeconds(pidOf(product.program));
  await delay(intervalSeconds * 1000);
  const scraped = await product.scrape();
  await delay(intervalSeconds * 1000);
  const share = (cpuSeconds(pidOf(product.program)) - cpuBefore) / (2 * intervalSeconds);
  const after = (await product.scrape()).text;
  const [healthBefore, healthAfter] = [healthOf(before), healthOf(after)];
  const lack = lacking(healthBefore, healthAfter, components);
  const name = `${components.toLocaleString('en')} components every ${intervalSeconds} s on one core`;
  const isStretch = components > 10_000;
  const figure = `${name}: missed or failed runs`;
  const row = {
    figure,
    value: spreadOf([lack]),
    unit: '',
    beside: [
      { name: 'share of the core', value: spreadOf([share * 100]), unit: '%' },
      { name: 'one scrape', value: spreadOf([scraped.tookMs]), unit: 'ms' },
      { name: 'its size', value: spreadOf([scraped.bytes / 1000]), unit: 'kB' },
    ],
    rounds: 1,
    note: `${healthAfter.probes - healthBefore.probes} probes`,
    ...(isStretch ? { stretch: 0 } : { target: 0 }),
  } as const;
  const late = quantileBetween(before, after, latenessMetric, 0.99);
  const lateness = `${name}: lateness of starts, p99`;
  if (late === null) return [row, { figure: lateness, skipped: `${latenessMetric} is not exported` }];
  const goal = isStretch ? { stretch: 150 } : { target: 150 };
  return [row, { figure: lateness, value: spreadOf([late * 1000]), unit: 'ms', rounds: 1, ...goal }];
}
