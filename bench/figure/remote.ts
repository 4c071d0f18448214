/**
 * Whether the fast wait for the slow: a thousand components at the other end of a line with a round trip of 100 ms, asked
 * every ten seconds; none, a tenth or three tenths of them take five seconds to answer. The line is a relay of our own
 * between two tunnel devices, since many kernels lack netem.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context, Figure } from '../support/context.ts';
import { healthOf, lacking } from '../support/health.ts';
import { quantileBetween } from '../support/histogram.ts';
import { keyword } from '../support/kind.ts';
import { serversOf, startProduct } from '../support/product.ts';
import { type Remote, startRemote } from '../support/remote.ts';
import type { Row } from '../support/row.ts';
import { quantile, spreadOf } from '../support/spread.ts';

const components = 1000;
const intervalSeconds = 10;
const [roundTripMs, slowMs] = [100, 5000];
const latenessMetric = 'fedistatus_scheduler_lateness_seconds';

export const remote: Figure = {
  name: 'remote',
  inQuick: false,
  async measure(context) {
    const title = 'round trips of 100 ms';
    const end = await startRemote(context.floor, { roundTripMs, slowMs }).catch((error: unknown) =>
      String(error),
    );
    if (typeof end === 'string')
      return [{ figure: title, skipped: `no network namespace or tunnel: ${end}` }];
    await using line = end;
    const alone = await watch(context, line, 0);
    const rows: Row[] = [];
    for (const tenths of [1, 3]) {
      const mixed = await watch(context, line, tenths);
      rows.push(...rowsOf(`${title}, ${tenths * 10} % of the components slow`, alone, mixed));
    }
    return rows;
  },
};

interface Watched {
  /** Of the fast components. */
  readonly latenciesMs: readonly number[];
  /** Runs that were missed or failed. */
  readonly lack: number;
  readonly latenessMs: number | null;
}

function rowsOf(title: string, alone: Watched, mixed: Watched): readonly Row[] {
  const p99 = ({ latenciesMs }: Watched): number => quantile(latenciesMs, 0.99);
  const lateness = `${title}: lateness of starts, p99`;
  return [
    {
      figure: `${title}: missed or failed runs`,
      value: spreadOf([mixed.lack]),
      unit: '',
      target: 0,
      rounds: 1,
    },
    {
      figure: `${title}: latency of the others, p99, against none slow`,
      value: spreadOf([p99(mixed) / p99(alone)]),
      unit: '×',
      target: 1.1,
      beside: [
        { name: 'mixed', value: spreadOf([p99(mixed)]), unit: 'ms' },
        { name: 'none slow', value: spreadOf([p99(alone)]), unit: 'ms' },
      ],
      rounds: 1,
      note: `${mixed.latenciesMs.length} latencies`,
    },
    mixed.latenessMs === null
      ? { figure: lateness, skipped: `${latenessMetric} is not exported` }
      : {
          figure: lateness,
          value: spreadOf([mixed.latenessMs]),
          unit: 'ms',
          target: 150,
          beside:
            alone.latenessMs === null
              ? []
              : [{ name: 'none slow', value: spreadOf([alone.latenessMs]), unit: 'ms' }],
          rounds: 1,
        },
  ];
}

/** With so many tenths of the servers slow. */
async function watch({ say }: Context, line: Remote, slowTenths: number): Promise<Watched> {
  const isSlow = (index: number): boolean => Math.floor(index / 10) % 10 < slowTenths;
  const lines = Array.from({ length: components }, (_, index) => {
    return `{ url: "${isSlow(index) ? line.slowUrl(index) : line.fastUrl(index)}", keyword: '${keyword}' }`;
  });
  await using product = await startProduct(
    `interval: ${intervalSeconds}s\ntimeout: ${intervalSeconds * 900}ms\n${serversOf(lines)}`,
  );
  await delay(1500 * intervalSeconds);
  const before = (await product.scrape()).text;
  const latenciesMs: number[] = [];
  let after = before;
  for (let turn = 0; turn < 3; turn += 1) {
    await delay(1000 * intervalSeconds);
    after = (await product.scrape()).text;
    for (const [, index, seconds] of after.matchAll(
      /^fedistatus_latency_seconds\{[^}]*component="c(\d+)"\} (\S+)$/gm,
    )) {
      if (!isSlow(Number(index))) latenciesMs.push(Number(seconds) * 1000);
    }
  }
  const lack = lacking(healthOf(before), healthOf(after), components);
  say(`${slowTenths * 10} % slow: p50 ${quantile(latenciesMs, 0.5).toFixed(1)} ms`);
  const late = quantileBetween(before, after, latenessMetric, 0.99);
  return { latenciesMs, lack, latenessMs: late === null ? null : late * 1000 };
}
