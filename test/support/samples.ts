import assert from 'node:assert/strict';
import {
  type CollectedFamily,
  type ExtraLabel,
  type Labels,
  type MetricType,
  type Suffix,
  type Values,
} from '../../src/publish/metric-family.ts';

/** One sample, as an object to look at. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  readonly extra?: ExtraLabel | undefined;
  readonly suffix?: Suffix | undefined;
}

export function samplesOf(values: Values): readonly Sample[] {
  return values.things.flatMap((labels, index) => {
    const samples: Sample[] = [];
    values.give(index, (value, extra, suffix) => samples.push({ labels, value, extra, suffix }));
    return samples;
  });
}

/** A family with a thing for each of these samples. */
export function familyOf(
  name: string,
  type: MetricType,
  samples: readonly Sample[],
  help = 'Help.',
): CollectedFamily {
  return {
    name,
    type,
    help,
    labels: [],
    things: samples.map(({ labels }) => labels),
    give(index, add) {
      const { value, extra, suffix } = samples[index] ?? assert.fail();
      add(value, extra, suffix);
    },
  };
}
