/**
 * What one scrape of 10,000 series costs, against an exporter made with client_golang that serves the same text. Between two
 * scrapes every component is probed again, so that no page and no line can come from the time before.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { startBlockWatch } from '../support/blocks.ts';
import type { Context, Figure } from '../support/context.ts';
import { cpuSeconds, pidOf } from '../support/process-facts.ts';
import { configOf, scrape as read, startProduct } from '../support/product.ts';
import { startPushgateway } from '../support/pushgateway.ts';
import { alternate } from '../support/rounds.ts';
import type { Row } from '../support/row.ts';
import { pairedRatio, spreadOf } from '../support/spread.ts';

const wantedSeries = 10_000;
const intervalSeconds = 2;
const intervalMs = intervalSeconds * 1000;

export const scrape: Figure = {
  name: 'scrape',
  inQuick: false,
  async measure(context) {
    const components = await componentsFor(context);
    return [...(await costs(context, components)), await blocks(context, components)];
  },
};

/** How many components have so many series. */
async function componentsFor(context: Context): Promise<number> {
  const some = 100;
  await using product = await startProduct(config(context, some));
  await delay(intervalMs);
  const series = seriesOf((await product.scrape()).text);
  context.say(`${series / some} series a component`);
  return Math.round((wantedSeries / series) * some);
}

function seriesOf(text: string): number {
  return text.split('\n').filter(line => line.startsWith('fedistatus_')).length;
}

function config({ target }: Context, components: number): string {
  return configOf(target, { kind: 'http', components, intervalSeconds });
}

async function costs(context: Context, components: number): Promise<readonly Row[]> {
  await using product = await startProduct(config(context, components));
  const own = { pid: pidOf(product.program), url: `http://127.0.0.1:${product.port}/metrics` };
  await warm(gzip => read(own.url, gzip));
  const { text } = await read(own.url, false);
  await using pushgateway = await startPushgateway(text);
  const theirs = { pid: pidOf(pushgateway.program), url: pushgateway.url };
  for (let turn = 0; turn < 10; turn += 1) await read(theirs.url, turn % 2 === 0);
  // One scrape is a few milliseconds of processor time, and now and then a collection falls into it.
  const rounds = context.rounds * 5;
  const ours = await alternate(rounds, {
    plain: () => milliseconds(own, false),
    gzip: () => milliseconds(own, true),
    golangPlain: () => milliseconds(theirs, false),
    golangGzip: () => milliseconds(theirs, true),
  });
  const size = `${seriesOf(text)} series, ${components} components`;
  const against = 'against an exporter made with client_golang';
  return [
    {
      figure: 'CPU of a scrape of 10,000 series, plain',
      value: spreadOf(ours.plain),
      unit: 'ms',
      target: 8,
      rounds,
      note: size,
    },
    {
      figure: 'CPU of a scrape of 10,000 series, gzip',
      value: spreadOf(ours.gzip),
      unit: 'ms',
      target: 15,
      rounds,
    },
    {
      figure: `the same, plain, ${against}`,
      value: pairedRatio(ours.plain, ours.golangPlain),
      unit: '×',
      target: 0.35,
      stretch: 0.2,
      beside: [{ name: 'client_golang', value: spreadOf(ours.golangPlain), unit: 'ms' }],
      rounds,
    },
    {
      figure: `the same, gzip, ${against}`,
      value: pairedRatio(ours.gzip, ours.golangGzip),
      unit: '×',
      target: 0.35,
      stretch: 0.2,
      beside: [{ name: 'client_golang', value: spreadOf(ours.golangGzip), unit: 'ms' }],
      rounds,
    },
  ];
}

/**
 * Scrapes until what is compiled while it runs is compiled, and what is given back after the start is given back: as in a
 * daemon that runs for weeks.
 */
async function warm(scrapeOnce: (gzip: boolean) => Promise<unknown>): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    await scrapeOnce(turn % 2 === 0);
    await delay(200);
  }
}

/** Processor time of one scrape, without what the process uses anyway in that time. */
async function milliseconds(
  { pid, url }: { readonly pid: number; readonly url: string },
  gzip: boolean,
): Promise<number> {
  const idleBefore = cpuSeconds(pid);
  await delay(intervalMs);
  const before = cpuSeconds(pid);
  const { tookMs } = await read(url, gzip);
  const used = cpuSeconds(pid) - before;
  const anyway = ((before - idleBefore) / intervalMs) * tookMs;
  return (used - anyway) * 1000;
}

async function blocks(context: Context, components: number): Promise<Row> {
  await using watch = await startBlockWatch(config(context, components));
  await warm(gzip => watch.product.scrape({ gzip }));
  const longest: number[] = [];
  const without: number[] = [];
  for (let round = 0; round < context.rounds * 2; round += 1) {
    await watch.longestMs();
    await delay(intervalMs);
    without.push(await watch.longestMs());
    await watch.product.scrape();
    longest.push(await watch.longestMs());
  }
  return {
    figure: 'longest block of the event loop during a scrape of 10,000 series, gzip',
    value: spreadOf(longest),
    unit: 'ms',
    target: 10,
    beside: [
      { name: `longest of ${intervalSeconds} s without a scrape`, value: spreadOf(without), unit: 'ms' },
    ],
    rounds: longest.length,
  };
}
