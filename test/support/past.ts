/** Ninety days that never were: the series of a real scrape, told backwards. */

const daySeconds = 86_400;

export interface PastOptions {
  /** Epoch seconds: the last sample. */
  readonly until: number;
  readonly days: number;
  readonly stepSeconds: number;
  /** Added to every series, as a scrape configuration does. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * OpenMetrics text with a sample of every series at each step. Counters grow to what they are in the scrape, gauges of
 * what is up are down one hour in every ten days, all others stay as they are.
 *
 * @param scrape A page of metrics in the OpenMetrics format.
 */
export function pastOf(scrape: string, { until, days, stepSeconds, labels }: PastOptions): string {
  const steps = Math.floor((days * daySeconds) / stepSeconds);
  const written: string[] = [];
  let type = 'gauge';
  for (const line of scrape.split('\n')) {
    if (line.startsWith('# TYPE ')) type = line.split(' ')[3] ?? 'gauge';
    if (line.startsWith('#')) {
      if (line !== '# EOF') written.push(line);
      continue;
    }
    const [, name, own = '', value] = /^([\w:]+)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const series = `${name}{${[own, labelText(labels)].filter(Boolean).join(',')}}`;
    for (let step = 0; step <= steps; step += 1) {
      const at = until - (steps - step) * stepSeconds;
      written.push(
        `${series} ${valueAt({ type, name, value: Number(value), share: step / steps, at })} ${at}`,
      );
    }
  }
  return `${written.join('\n')}\n# EOF\n`;
}

interface Moment {
  readonly type: string;
  readonly name: string;
  readonly value: number;
  /** From 0, the first sample, to 1, the last. */
  readonly share: number;
  readonly at: number;
}

function valueAt({ type, name, value, share, at }: Moment): number {
  if (type === 'counter' || type === 'histogram') return Math.floor(value * 1000 * share);
  if (name === 'fedistatus_up') return at % (10 * daySeconds) < 3600 ? 0 : 1;
  if (name.endsWith('_last_probe_timestamp_seconds')) return at;
  return value;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',');
}
