import {
  type CollectedFamily,
  type ExtraLabel,
  type Labels,
  type MetricType,
  type Suffix,
  type Values,
  valuesOf,
} from '../../src/publish/metric-family.ts';

/** One sample, as an object to look at. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  readonly extra?: ExtraLabel | undefined;
  readonly suffix?: Suffix | undefined;
}

export function samplesOf(values: Values): readonly Sample[] {
  const samples: Sample[] = [];
  for (let index = 0; index < values.size; index += 1) {
    values.give(index, (labels, value, extra, suffix) => samples.push({ labels, value, extra, suffix }));
  }
  return samples;
}

/** A family of one thing with these samples. */
export function familyOf(
  name: string,
  type: MetricType,
  samples: readonly Sample[],
  help = 'Help.',
): CollectedFamily {
  const values = valuesOf(add => {
    for (const { labels, value, extra, suffix } of samples) add(labels, value, extra, suffix);
  });
  return { name, type, help, labels: [], ...values };
}
