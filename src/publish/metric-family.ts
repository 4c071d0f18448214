/** Metrics as data, independent of the library that counts and of the format that is written. */

export type MetricType = 'gauge' | 'counter' | 'histogram';

/** Label values by name. The writer prepares the text of one object once: share it between samples where possible. */
export type Labels = Readonly<Record<string, string>>;

/** One more label that differs between samples which share their {@link Labels}. */
export interface ExtraLabel {
  readonly name: string;
  /** Numbers are bounds of buckets (`le`), which the two formats write differently. */
  readonly value: string | number;
}

export interface Sample {
  readonly labels: Labels;
  readonly extra?: ExtraLabel;
  /** Which series of a histogram. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
  readonly value: number;
}

/** What is known of a metric without its values. */
export interface MetricHead {
  /** Full name of its series, `_total` of counters included; without the suffixes of a histogram's series. */
  readonly name: string;
  readonly type: MetricType;
  /** One sentence. */
  readonly help: string;
  /** Names of the labels, in the order they are written; `le` is understood. */
  readonly labels: readonly string[];
}

/** A metric with its values at one instant. */
export interface CollectedFamily extends MetricHead {
  readonly samples: Iterable<Sample>;
}

const units = ['seconds', 'bytes'] as const;

/** The base unit that a name ends in, or null: OpenMetrics allows `# UNIT` only then. */
export function unitOf({ name, type }: Pick<MetricHead, 'name' | 'type'>): string | null {
  const base = type === 'counter' ? name.replace(/_total$/, '') : name;
  return units.find(unit => base.endsWith(`_${unit}`)) ?? null;
}
