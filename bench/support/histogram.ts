/**
 * A quantile of what a histogram of Prometheus took in between two expositions, all its series together, as PromQL's
 * `histogram_quantile` has it: linear within a bucket. null: there is no such histogram, or nothing came in.
 */
export function quantileBetween(before: string, after: string, name: string, share: number): number | null {
  const earlier = bucketsOf(before, name);
  const buckets = [...bucketsOf(after, name)]
    .map(([bound, count]) => ({ bound, count: count - (earlier.get(bound) ?? 0) }))
    .toSorted((one, other) => one.bound - other.bound);
  const wanted = (buckets.at(-1)?.count ?? 0) * share;
  if (wanted === 0) return null;
  let [lowerBound, lowerCount] = [0, 0];
  for (const { bound, count } of buckets) {
    if (count >= wanted) {
      if (bound === Infinity) return lowerBound;
      return lowerBound + ((wanted - lowerCount) / (count - lowerCount)) * (bound - lowerBound);
    }
    [lowerBound, lowerCount] = [bound, count];
  }
  return null;
}

function bucketsOf(exposition: string, name: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const [, le = '', value] of exposition.matchAll(
    new RegExp(`^${name}_bucket\\{[^}]*le="([^"]+)"\\} (\\S+)$`, 'gm'),
  )) {
    const bound = le === '+Inf' ? Infinity : Number(le);
    counts.set(bound, (counts.get(bound) ?? 0) + Number(value));
  }
  return counts;
}
