/** A stretch of time, epoch milliseconds: `from` belongs to it, `until` does not. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The same time as ascending spans that neither overlap nor touch. */
export function union(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    if (until <= from) continue;
    const last = merged.at(-1);
    if (last === undefined || last.until < from) merged.push({ from, until });
    else if (last.until < until) merged[merged.length - 1] = { from: last.from, until };
  }
  return merged;
}

/** What of `span` lies outside of every one of `holes`, which are as {@link union} makes them. */
export function without(span: Span, holes: readonly Span[]): readonly Span[] {
  const rest: Span[] = [];
  let { from } = span;
  for (const hole of holes) {
    if (hole.until <= from) continue;
    if (hole.from >= span.until) break;
    if (hole.from > from) rest.push({ from, until: hole.from });
    from = hole.until;
  }
  if (from < span.until) rest.push({ from, until: span.until });
  return rest;
}

/** The part of a span within another; null when they do not overlap. */
export function clip(span: Span, to: Span): Span | null {
  const from = Math.max(span.from, to.from);
  const until = Math.min(span.until, to.until);
  return from < until ? { from, until } : null;
}
