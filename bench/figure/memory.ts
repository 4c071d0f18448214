/** Resident memory with a handful of components, a thousand, and ten thousand, after a while of probes and scrapes. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Figure } from '../support/context.ts';
import { pidOf, residentMegabytes } from '../support/process-facts.ts';
import { configOf, startProduct } from '../support/product.ts';
import { spreadOf } from '../support/spread.ts';
import type { Target } from '../support/target.ts';

const sizes = [
  { name: 'idle', components: 5, intervalSeconds: 60, target: 85, stretch: 65 },
  { name: '1,000 components every 15 s', components: 1000, intervalSeconds: 15, target: 110, stretch: 85 },
  {
    name: '10,000 components every 30 s',
    components: 10_000,
    intervalSeconds: 30,
    target: 170,
    stretch: 130,
  },
] as const;

export const memory: Figure = {
  name: 'memory',
  inQuick: false,
  async measure({ target, blackbox }) {
    const theirs = residentMegabytes(pidOf(blackbox.program));
    const beside = [
      { name: 'blackbox_exporter after its probes', value: spreadOf([theirs]), unit: 'MB' },
    ] as const;
    // All at once: what they keep does not depend on who else is running.
    const readings = await Promise.all(sizes.map(size => readingsOf(target, size)));
    return sizes.map(({ name, target: most, stretch }, index) => ({
      figure: `resident memory, ${name}`,
      value: spreadOf(readings[index] ?? []),
      unit: 'MB',
      target: most,
      stretch,
      rounds: turns,
      ...(name === 'idle' ? { beside } : {}),
    }));
  },
};

/** What garbage is there differs from moment to moment. */
const turns = 6;

async function readingsOf(target: Target, size: (typeof sizes)[number]): Promise<readonly number[]> {
  await using product = await startProduct(configOf(target, { kind: 'http', ...size }));
  const readings: number[] = [];
  await delay(40_000);
  for (let turn = 0; turn < turns; turn += 1) {
    await product.scrape();
    readings.push(residentMegabytes(pidOf(product.program)));
    await delay(5000);
  }
  return readings;
}
