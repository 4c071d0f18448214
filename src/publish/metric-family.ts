/** Metrics as data, independent of the library that counts and of the format that is written. */

export type MetricType = 'gauge' | 'counter' | 'histogram';

/** Label values by name. */
export type Labels = Readonly<Record<string, string>>;

/**
 * One more label that differs between the samples of one thing. The writer prepares the text of one object once: share it
 * between things where possible.
 */
export interface ExtraLabel {
  readonly name: string;
  /** Numbers are bounds of buckets (`le`), which the two formats write differently. */
  readonly value: string | number;
}

/** Which series of a histogram. */
export type Suffix = '_bucket' | '_sum' | '_count';

/** Takes one sample of a thing. A function instead of an object for each: a page may have half a million. */
export type AddSample = (value: number, extra?: ExtraLabel, suffix?: Suffix) => void;

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

/** Values of one metric at one instant, thing by thing: between two of them others may have their turn. */
export interface Values {
  /** The labels of each thing. The writer prepares the text of one list once: share it between metrics where possible. */
  readonly things: readonly Labels[];
  /** Gives the samples of one thing. */
  give(index: number, add: AddSample): void;
}

/** A metric with its values. */
export interface CollectedFamily extends MetricHead, Values {}

/** The values of one thing alone. */
export function valuesOf(labels: Labels, give: (add: AddSample) => void): Values {
  return { things: [labels], give: (_index, add) => give(add) };
}

/** The labels of what is there only once. */
export const noLabels: Labels = {};

const units = ['seconds', 'bytes'] as const;

/** The base unit that a name ends in, or null: OpenMetrics allows `# UNIT` only then. */
export function unitOf({ name, type }: Pick<MetricHead, 'name' | 'type'>): string | null {
  const base = type === 'counter' ? name.replace(/_total$/, '') : name;
  return units.find(unit => base.endsWith(`_${unit}`)) ?? null;
}
