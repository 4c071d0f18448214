/** Resident memory with a handful of components, a thousand, and ten thousand, after a while of probes and scrapes. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Figure } from '../support/context.ts';
import { pidOf, residentMegabytes } from '../support/process-facts.ts';
import { configOf, startProduct } from '../support/product.ts';
import type { Row } from '../support/row.ts';
import { spreadOf } from '../support/spread.ts';

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
    const rows: Row[] = [];
    for (const { name, components, intervalSeconds, target: most, stretch } of sizes) {
      await using product = await startProduct(
        configOf(target, { kind: 'http', components, intervalSeconds }),
      );
      const pid = pidOf(product.program);
      const readings: number[] = [];
      // What garbage is there differs from moment to moment.
      for (let turn = 0; turn < 6; turn += 1) {
        await delay(turn === 0 ? 20_000 : 5000);
        await product.scrape();
        if (turn > 0) readings.push(residentMegabytes(pid));
      }
      rows.push({
        figure: `resident memory, ${name}`,
        value: spreadOf(readings),
        unit: 'MB',
        target: most,
        stretch,
        rounds: readings.length,
        ...(name === 'idle'
          ? {
              beside: [{ name: 'blackbox_exporter after its probes', value: spreadOf([theirs]), unit: 'MB' }],
            }
          : {}),
      });
    }
    return rows;
  },
};
