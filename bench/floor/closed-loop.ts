/**
 * What `probe.c` does, for what is to be measured in JavaScript: so many probes at once, each begun as soon as one is over.
 * Prints how many failed and how much processor time they took, without those of the warm-up.
 */

/** Where to ask, and what has to be in the answer. */
export interface Question {
  readonly host: string;
  readonly port: number;
  readonly keyword: Buffer;
}

/** Makes one probe at a time, on a connection of its own, and says whether the answer was right. */
export type Prober = (over: (isGood: boolean) => void) => void;

/** Runs as the arguments say: PORT KEYWORD AT_ONCE WARM_UP COUNT. */
export function runClosedLoop(args: readonly string[], proberOf: (question: Question) => Prober): void {
  const [port, keyword, atOnce, warmUp, count] = args;
  if (keyword === undefined || count === undefined) {
    throw new Error('arguments: PORT KEYWORD AT_ONCE WARM_UP COUNT');
  }
  const question = { host: '127.9.0.1', port: Number(port), keyword: Buffer.from(keyword) };
  const last = Number(warmUp) + Number(count);
  let [finished, bad] = [0, 0];
  let before = process.cpuUsage();
  const next = (prober: Prober): void =>
    prober(isGood => {
      finished += 1;
      if (!isGood) bad += 1;
      if (finished === Number(warmUp)) before = process.cpuUsage();
      if (finished === last) end();
      else next(prober);
    });
  const end = (): void => {
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ probes: Number(count), bad, cpuSeconds: (user + system) / 1e6 }));
    process.exit();
  };
  for (let index = 0; index < Number(atOnce); index += 1) next(proberOf(question));
}
