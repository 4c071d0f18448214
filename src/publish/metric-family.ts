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

/** Which series of a histogram. */
export type Suffix = '_bucket' | '_sum' | '_count';

/** Takes one sample. A function instead of an object for each: a page may have half a million. */
export type AddSample = (labels: Labels, value: number, extra?: ExtraLabel, suffix?: Suffix) => void;

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
  /** How many things there are. */
  readonly size: number;
  /** Gives the samples of one thing. */
  give(index: number, add: AddSample): void;
  /** What the samples of one thing follow from; absent where they are as good as always new. */
  readonly basisOf?: (index: number) => Basis;
}

/** As long as the value of an owner is the very same, so are its samples. */
export interface Basis {
  readonly owner: object;
  readonly value: unknown;
}

/** A metric with its values. */
export interface CollectedFamily extends MetricHead, Values {}

/** The values of one thing alone. */
export function valuesOf(give: (add: AddSample) => void): Values {
  return { size: 1, give: (_index, add) => give(add) };
}

const units = ['seconds', 'bytes'] as const;

/** The base unit that a name ends in, or null: OpenMetrics allows `# UNIT` only then. */
export function unitOf({ name, type }: Pick<MetricHead, 'name' | 'type'>): string | null {
  const base = type === 'counter' ? name.replace(/_total$/, '') : name;
  return units.find(unit => base.endsWith(`_${unit}`)) ?? null;
}
