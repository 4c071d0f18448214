/** What an exposition says about whether every probe was checked and good. */
export interface Health {
  readonly probes: number;
  readonly failures: number;
  readonly missed: number;
  /** Components whose last probe passed, and whose keyword was found. */
  readonly up: number;
  readonly matched: number;
}

const names = {
  probes: 'fedistatus_probes_total',
  failures: 'fedistatus_probe_failures_total',
  missed: 'fedistatus_missed_probes_total',
  up: 'fedistatus_up',
  matched: 'fedistatus_keyword_match',
} as const;

export function healthOf(exposition: string): Health {
  return {
    probes: total(exposition, names.probes),
    failures: total(exposition, names.failures),
    missed: total(exposition, names.missed),
    up: total(exposition, names.up),
    matched: total(exposition, names.matched),
  };
}

/** The sum of all samples of a name. */
export function total(exposition: string, name: string): number {
  let sum = 0;
  for (const value of valuesOf(exposition, name)) sum += value;
  return sum;
}

/** The values of all samples of a name. */
export function* valuesOf(exposition: string, name: string): Generator<number> {
  for (let at = exposition.indexOf(`\n${name}`); at !== -1; at = exposition.indexOf(`\n${name}`, at + 1)) {
    const after = exposition.charAt(at + 1 + name.length);
    if (after !== '{' && after !== ' ') continue;
    const end = exposition.indexOf('\n', at + 1);
    const line = exposition.slice(at + 1, end);
    yield Number(line.slice(line.lastIndexOf(' ') + 1));
  }
}

/** How many good runs are lacking between two readings: failed and missed ones, and components without a good result. */
export function lacking(before: Health, after: Health, components: number): number {
  const failed = after.failures - before.failures;
  const missed = after.missed - before.missed;
  return failed + missed + components - Math.min(after.up, after.matched);
}

/** @throws unless every probe between two readings was checked and good, and none is lacking. */
export function assertHealthy(before: Health, after: Health, components: number): void {
  const count = lacking(before, after, components);
  if (count > 0) throw new Error(`${count} of ${after.probes - before.probes} good runs are lacking`);
}
