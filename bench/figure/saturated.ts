/**
 * Processor time of one probe when there is nothing but probes to do.
 *
 * Ours is the real daemon with as many components, each asked every second, as fill its core to nine tenths: a closed loop
 * would leave out the schedule, and more components than fit would measure the handling of missed runs. blackbox_exporter
 * and the C client are asked for eight probes at once, all the time. Nobody is scraped: that is the paced figure. It is the
 * same daemon in each round, stopped while the others are measured: what is compiled while it runs is compiled by then, as
 * in a daemon that runs for weeks.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context, Figure } from '../support/context.ts';
import { floorMicroseconds } from '../support/floor.ts';
import { healthOf, lacking } from '../support/health.ts';
import { type Kind, kindNames } from '../support/kind.ts';
import { cpuSeconds, pidOf } from '../support/process-facts.ts';
import { configOf, type Product, startProduct } from '../support/product.ts';
import { alternate } from '../support/rounds.ts';
import type { Row } from '../support/row.ts';
import { pairedRatio, spreadOf } from '../support/spread.ts';

/** Share of the core that the daemon is to be given work for. */
const fill = 0.9;

/** Goals of issue 8: against blackbox_exporter, and against the minimal client. */
const goals: Readonly<
  Record<
    Kind,
    { readonly blackbox: readonly [number, number]; readonly floor: readonly [number, number] } | null
  >
> = {
  http: { blackbox: [0.25, 0.15], floor: [5, 3.5] },
  p256: { blackbox: [0.85, 0.7], floor: [1.6, 1.3] },
  rsa: null,
};

export function saturated(kind: Kind): Figure {
  return {
    name: `${kind}-saturated`,
    inQuick: kind !== 'rsa',
    async measure(context) {
      await using load = await Load.start(context, kind);
      const measured = await alternate(context.rounds, {
        ours: () => load.measure(),
        blackbox: () => blackboxMicroseconds(context, kind),
        floor: () => floorMicroseconds(context.floor, context.target, kind),
      });
      return rowsOf(kind, measured, load.components);
    },
  };
}

function rowsOf(
  kind: Kind,
  { ours, blackbox, floor }: Readonly<Record<'ours' | 'blackbox' | 'floor', readonly number[]>>,
  components: number,
): readonly Row[] {
  const goal = goals[kind];
  const rounds = ours.length;
  const own = { name: 'fedistatus', value: spreadOf(ours), unit: 'µs' } as const;
  return [
    {
      figure: `CPU per probe, ${kindNames[kind]}, saturated, against blackbox_exporter`,
      value: pairedRatio(ours, blackbox),
      unit: '×',
      ...(goal === null ? {} : { target: goal.blackbox[0], stretch: goal.blackbox[1] }),
      beside: [own, { name: 'blackbox_exporter', value: spreadOf(blackbox), unit: 'µs' }],
      rounds,
      note: `${components} components every second`,
    },
    {
      figure: `CPU per probe, ${kindNames[kind]}, saturated, against a minimal C client`,
      value: pairedRatio(ours, floor),
      unit: '×',
      ...(goal === null ? {} : { target: goal.floor[0], stretch: goal.floor[1] }),
      beside: [own, { name: 'C and epoll', value: spreadOf(floor), unit: 'µs' }],
      rounds,
    },
  ];
}

/** Components to begin with, until it is known how many fit. */
const firstComponents: Readonly<Record<Kind, number>> = { http: 2000, p256: 500, rsa: 500 };

/** The daemon with as many components as its core can take. */
class Load implements AsyncDisposable {
  components: number;
  readonly #context: Context;
  readonly #kind: Kind;
  readonly #product: Product;

  private constructor(context: Context, kind: Kind, product: Product) {
    this.components = firstComponents[kind];
    this.#context = context;
    this.#kind = kind;
    this.#product = product;
  }

  /** Starts the daemon, lets it get warm, and finds out how many components fit. */
  static async start(context: Context, kind: Kind): Promise<Load> {
    const product = await startProduct(configFor(context, kind, firstComponents[kind]));
    const load = new Load(context, kind, product);
    await delay(context.isQuick ? 8000 : 40_000);
    for (let step = 0; step < (context.isQuick ? 1 : 2); step += 1) {
      const { microseconds } = await load.#run();
      await load.#change((fill / microseconds) * 1e6);
      context.say(`${kind}: ${microseconds.toFixed(0)} µs a probe, ${load.components} components`);
    }
    return load;
  }

  /** Microseconds a probe, of a time without a failed or missed one. */
  async measure(): Promise<number> {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const run = await this.#run();
      if (run.lacking === 0) return run.microseconds;
      this.#context.say(`${this.components} components were too many (${run.lacking}): again with fewer`);
      await this.#change(this.components * 0.9);
    }
    throw new Error('runs fail or are missed however few components there are');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#product.program.kill('SIGCONT');
    await this.#product[Symbol.asyncDispose]();
  }

  async #change(components: number): Promise<void> {
    this.components = Math.round(components / 10) * 10;
    this.#product.program.kill('SIGCONT');
    await this.#product.reload(configFor(this.#context, this.#kind, this.components));
  }

  /** Lets the daemon go on for a while, and stops it again. */
  async #run(): Promise<{ readonly microseconds: number; readonly lacking: number }> {
    const { target, isQuick } = this.#context;
    const product = this.#product;
    const pid = pidOf(product.program);
    product.program.kill('SIGCONT');
    // What was missed meanwhile is over by then, and what the scrape held up is made up for.
    await delay(settleMs);
    const before = healthOf((await product.scrape()).text);
    await delay(1000);
    const [cpuBefore, acceptedBefore] = [cpuSeconds(pid), await target.accepted()];
    await delay(windowMs(isQuick));
    const [cpuAfter, acceptedAfter] = [cpuSeconds(pid), await target.accepted()];
    const after = healthOf((await product.scrape()).text);
    product.program.kill('SIGSTOP');
    const probes = acceptedAfter - acceptedBefore;
    return {
      microseconds: ((cpuAfter - cpuBefore) / probes) * 1e6,
      lacking: lacking(before, after, this.components),
    };
  }
}

function configFor({ target }: Context, kind: Kind, components: number): string {
  return configOf(target, { kind, components, intervalSeconds: 1 });
}

/** How long a daemon that was stopped has to find its pace again. */
const settleMs = 4000;

/** How long is looked at whoever is measured. */
function windowMs(isQuick: boolean): number {
  return isQuick ? 2500 : 4000;
}

/** Microseconds of processor time that blackbox_exporter needs for one probe when it is asked for eight at once, all the time. */
export async function blackboxMicroseconds(
  { blackbox, questioner, isQuick }: Context,
  kind: Kind,
): Promise<number> {
  const pid = pidOf(blackbox.program);
  await questioner.saturate(kind, { atOnce: 8, ms: 500 });
  const before = cpuSeconds(pid);
  const { probes, bad } = await questioner.saturate(kind, { atOnce: 8, ms: windowMs(isQuick) });
  const used = cpuSeconds(pid) - before;
  if (bad > 0) throw new Error(`blackbox_exporter failed in ${bad} of ${probes} probes`);
  return (used / probes) * 1e6;
}
