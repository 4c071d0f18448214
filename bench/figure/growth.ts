/**
 * What a probe and a scrape cost as components become more, each probed every ten seconds: the busier a process is, the
 * warmer, so from ten to a thousand a probe becomes cheaper. From a thousand to ten thousand both should stay as they are.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context, Figure } from '../support/context.ts';
import { assertHealthy, healthOf } from '../support/health.ts';
import { cpuSeconds, pidOf } from '../support/process-facts.ts';
import { configOf, type Product, startProduct } from '../support/product.ts';
import type { Beside, Row } from '../support/row.ts';
import { pairedRatio, spreadOf } from '../support/spread.ts';

const sizes = [10, 100, 1000, 10_000] as const;
const intervalSeconds = 10;
const intervalMs = intervalSeconds * 1000;

/** A quarter more at ten times the size is still a line, on a machine with caches. */
const linear = 1.25;

export const growth: Figure = {
  name: 'growth',
  inQuick: false,
  async measure(context) {
    const costs = [];
    for (const components of sizes) costs.push({ components, ...(await costsOf(context, components)) });
    const probe = costs.map(({ components, probeMicroseconds }) =>
      beside(components, probeMicroseconds, 'µs'),
    );
    const scrape = costs.map(({ components, scrapeMs }) => beside(components, scrapeMs, 'ms'));
    const [large, largest] = costs.slice(-2);
    if (large === undefined || largest === undefined) return [];
    const rows: readonly Row[] = [
      {
        figure: 'cost of a probe with 10,000 components, against 1,000',
        value: pairedRatio(largest.probeMicroseconds, large.probeMicroseconds),
        unit: '×',
        target: linear,
        beside: probe,
        rounds: largest.probeMicroseconds.length,
      },
      {
        figure: 'cost of a scrape with 10,000 components, against ten of 1,000',
        value: pairedRatio(
          largest.scrapeMs,
          large.scrapeMs.map(milliseconds => milliseconds * 10),
        ),
        unit: '×',
        target: linear,
        beside: scrape,
        rounds: largest.scrapeMs.length,
      },
    ];
    return rows;
  },
};

function beside(components: number, values: readonly number[], unit: Beside['unit']): Beside {
  return { name: components.toLocaleString('en'), value: spreadOf(values), unit };
}

interface Costs {
  readonly probeMicroseconds: readonly number[];
  readonly scrapeMs: readonly number[];
}

async function costsOf({ target, isQuick }: Context, components: number): Promise<Costs> {
  const config = configOf(target, { kind: 'http', components, intervalSeconds });
  await using product = await startProduct(config);
  await delay(1.5 * intervalMs);
  let { text } = await product.scrape();
  const [probeMicroseconds, scrapeMs]: [number[], number[]] = [[], []];
  for (let round = 0; round < (isQuick ? 1 : 3); round += 1) {
    const before = healthOf(text);
    const [cpu, accepted] = [cpuSeconds(pidOf(product.program)), await target.accepted()];
    await delay(intervalMs);
    const used = cpuSeconds(pidOf(product.program)) - cpu;
    probeMicroseconds.push((used / ((await target.accepted()) - accepted)) * 1e6);
    const page = await costOfScrape(product, used / intervalMs);
    scrapeMs.push(page.cpuMs);
    ({ text } = page);
    assertHealthy(before, healthOf(text), components);
  }
  return { probeMicroseconds, scrapeMs };
}

/** Without what the process uses anyway in that time. */
async function costOfScrape(
  product: Product,
  anyway: number,
): Promise<{ readonly text: string; readonly cpuMs: number }> {
  const before = cpuSeconds(pidOf(product.program));
  const { text, tookMs } = await product.scrape();
  return { text, cpuMs: (cpuSeconds(pidOf(product.program)) - before - anyway * tookMs) * 1000 };
}
