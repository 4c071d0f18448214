/**
 * Processor time of one probe at the rate of a large instance: 1,000 components every 15 seconds, and one compressed scrape
 * in that time, which is part of the cost. blackbox_exporter answers the same 67 questions a second, compressed too.
 * Whoever is not measured is moved to the other core, so that both stay warm and have a core to themselves.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context, Figure } from '../support/context.ts';
import { assertHealthy, type Health, healthOf } from '../support/health.ts';
import { type Kind, kindNames } from '../support/kind.ts';
import { cpuSeconds, moveToCore, pidOf } from '../support/process-facts.ts';
import { configOf, type Product, startProduct } from '../support/product.ts';
import { cores } from '../support/programs.ts';
import { alternate } from '../support/rounds.ts';
import { pairedRatio, spreadOf } from '../support/spread.ts';

const components = 1000;
const intervalSeconds = 15;
const windowMs = intervalSeconds * 1000;
const perSecond = components / intervalSeconds;
const settleMs = 2000;

const goals: Readonly<Record<Kind, readonly [target: number, stretch: number]>> = {
  http: [0.5, 0.35],
  p256: [0.9, 0.75],
  rsa: [0.9, 0.75],
};

export function paced(kind: Kind): Figure {
  return {
    name: `${kind}-paced`,
    inQuick: kind === 'http',
    async measure(context) {
      const { rounds } = context;
      context.say(`${kind}: warming up`);
      await using product = await startWarm(context, kind);
      const measured = await alternate(rounds, {
        ours: () => ourMicroseconds(context, product),
        blackbox: () => blackboxMicroseconds(context, product, kind),
      });
      const [target_, stretch] = goals[kind];
      return [
        {
          figure: `CPU per probe, ${kindNames[kind]}, 1,000 components every 15 s, scraped every 15 s, against blackbox_exporter`,
          value: pairedRatio(measured.ours, measured.blackbox),
          unit: '×',
          target: target_,
          stretch,
          beside: [
            { name: 'fedistatus', value: spreadOf(measured.ours), unit: 'µs' },
            { name: 'blackbox_exporter', value: spreadOf(measured.blackbox), unit: 'µs' },
          ],
          rounds,
        },
      ];
    },
  };
}

/**
 * A daemon that has made as many probes as it does in five minutes: what is compiled while it runs is compiled by then. It
 * makes them faster, and is told its proper interval after that.
 */
async function startWarm({ target, isQuick }: Context, kind: Kind): Promise<Product> {
  const hurriedSeconds = kind === 'http' ? 1 : 3;
  const product = await startProduct(configOf(target, { kind, components, intervalSeconds: hurriedSeconds }));
  await delay(hurriedSeconds * (isQuick ? 5000 : 20_000));
  await product.reload(configOf(target, { kind, components, intervalSeconds }));
  await delay(isQuick ? 5000 : windowMs);
  return product;
}

async function ourMicroseconds({ target, blackbox }: Context, product: Product): Promise<number> {
  const pid = pidOf(product.program);
  moveToCore(cores.others, pidOf(blackbox.program));
  moveToCore(cores.measured, pid);
  await delay(settleMs);
  const before = await readHealth(product);
  const [cpuBefore, acceptedBefore] = [cpuSeconds(pid), await target.accepted()];
  await delay(windowMs / 2);
  await product.scrape({ gzip: true });
  await delay(windowMs / 2);
  const [cpuAfter, acceptedAfter] = [cpuSeconds(pid), await target.accepted()];
  const after = await readHealth(product);
  assertHealthy(before, after, components);
  return ((cpuAfter - cpuBefore) / (acceptedAfter - acceptedBefore)) * 1e6;
}

async function readHealth(product: Product): Promise<Health> {
  return healthOf((await product.scrape()).text);
}

async function blackboxMicroseconds(
  { blackbox, questioner }: Context,
  product: Product,
  kind: Kind,
): Promise<number> {
  const pid = pidOf(blackbox.program);
  moveToCore(cores.others, pidOf(product.program));
  moveToCore(cores.measured, pid);
  await questioner.pace(kind, { perSecond, ms: settleMs, components });
  const before = cpuSeconds(pid);
  const { probes, bad } = await questioner.pace(kind, { perSecond, ms: windowMs, components });
  const used = cpuSeconds(pid) - before;
  if (bad > 0) throw new Error(`blackbox_exporter failed in ${bad} of ${probes} probes`);
  return (used / probes) * 1e6;
}
