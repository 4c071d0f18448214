import type { Histogram } from '../../core/snapshot.ts';
import type { AddSample, ExtraLabel } from '../metric-family.ts';

/** Gives the series of a histogram: a count for each bound, then the sum and the number of all. */
export function giveHistogram({ bounds, buckets, sum }: Histogram, add: AddSample): void {
  let count = 0;
  const labels = boundLabels(bounds);
  for (let index = 0; index < labels.length; index += 1) {
    count += buckets[index] ?? 0;
    add(count, labels[index], '_bucket');
  }
  // To the microsecond, as all durations are told: what adding up leaves beyond that says nothing, and is long.
  add(Math.round(sum * 1e6) / 1e6, undefined, '_sum');
  add(count, undefined, '_count');
}

const knownBounds = new WeakMap<readonly number[], readonly ExtraLabel[]>();

/** The label of each bucket, the infinite one included. */
function boundLabels(bounds: readonly number[]): readonly ExtraLabel[] {
  let labels = knownBounds.get(bounds);
  if (labels === undefined) {
    labels = [...bounds, Number.POSITIVE_INFINITY].map(value => ({ name: 'le', value }));
    knownBounds.set(bounds, labels);
  }
  return labels;
}
