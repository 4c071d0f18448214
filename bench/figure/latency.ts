/**
 * How far the exported latency is from the truth: what a packet socket with the kernel's timestamps saw of the same
 * connection, from the SYN to the last byte of the answer. It can never be zero, since the kernel's own work of connecting
 * and reading is in ours.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context, Figure } from '../support/context.ts';
import { configOf, startProduct } from '../support/product.ts';
import type { Row } from '../support/row.ts';
import { type SeenConnection, startSniffer } from '../support/sniffer.ts';
import { quantile, spreadOf } from '../support/spread.ts';

export const latency: Figure = {
  name: 'latency',
  inQuick: false,
  async measure(context) {
    return [...(await errorsAt(context, 500, 15)), ...(await errorsAt(context, 10, 30))];
  },
};

/** A latency as it was exported. */
interface Exported {
  readonly path: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly latencyMs: number;
}

async function errorsAt(context: Context, perSecond: number, seconds: number): Promise<readonly Row[]> {
  const { target, floor } = context;
  await using product = await startProduct(
    configOf(target, { kind: 'http', components: perSecond, intervalSeconds: 1 }),
  );
  await delay(15_000);
  await using sniffer = await startSniffer(floor, target.port('http'));
  const exported: Exported[][] = [];
  for (let second = 0; second < seconds; second += 1) {
    await delay(1000);
    exported.push(readLatencies((await product.scrape()).text));
  }
  const seen = Map.groupBy(await sniffer.end(), ({ path }) => path);
  const errors = exported.map(latencies => latencies.flatMap(one => errorOf(one, seen.get(one.path) ?? [])));
  // A slice of a fifth of the time is a round.
  const size = Math.ceil(seconds / 5);
  const slices = Array.from({ length: 5 }, (_, index) =>
    errors.slice(index * size, (index + 1) * size).flat(),
  );
  const count = slices.flat().length;
  if (count < (perSecond * seconds) / 2) throw new Error(`only ${count} latencies could be compared`);
  const row = (share: number, target_: number): Row => ({
    figure: `measured latency minus kernel timestamps, HTTP, ${perSecond}/s, p${share * 100}`,
    value: spreadOf(slices.map(slice => quantile(slice, share))),
    unit: 'ms',
    ...(perSecond === 10 ? { stretch: target_ } : { target: target_ }),
    rounds: slices.length,
    note: `${count} probes compared`,
  });
  return [row(0.5, 0.2), row(0.9, 1)];
}

/** The connection of that run is the one that began with it. */
function errorOf({ at, latencyMs }: Exported, connections: readonly SeenConnection[]): readonly number[] {
  const nearest = connections.reduce<SeenConnection | null>(
    (best, one) => (best === null || Math.abs(one.synAt - at) < Math.abs(best.synAt - at) ? one : best),
    null,
  );
  if (nearest === null || Math.abs(nearest.synAt - at) > 100) return [];
  return [latencyMs - (nearest.lastDataAt - nearest.synAt)];
}

function readLatencies(exposition: string): Exported[] {
  const at = samplesOf(exposition, 'fedistatus_last_probe_timestamp_seconds');
  return Array.from(samplesOf(exposition, 'fedistatus_latency_seconds'), ([component, seconds]) => ({
    path: `/t/${component.slice(1)}`,
    at: (at.get(component) ?? Number.NaN) * 1000,
    latencyMs: seconds * 1000,
  }));
}

function samplesOf(exposition: string, name: string): ReadonlyMap<string, number> {
  const pattern = new RegExp(`^${name}\\{[^}]*component="([^"]+)"[^}]*\\} (\\S+)$`, 'gm');
  return new Map(
    Array.from(exposition.matchAll(pattern), ([, component = '', value]) => [component, Number(value)]),
  );
}
