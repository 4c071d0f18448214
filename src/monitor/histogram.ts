import type { Histogram } from '../core/snapshot.ts';

/** A histogram of nothing. `bounds` in seconds, ascending. */
export function emptyHistogram(bounds: readonly number[]): Histogram {
  return { bounds, buckets: [...bounds, Infinity].map(() => 0), sum: 0 };
}

/** The same histogram with one observation more. */
export function observe({ bounds, buckets, sum }: Histogram, seconds: number): Histogram {
  const found = bounds.findIndex(bound => seconds <= bound);
  const index = found === -1 ? bounds.length : found;
  return { bounds, buckets: buckets.with(index, (buckets[index] ?? 0) + 1), sum: sum + seconds };
}
