import type { Span } from '../core/span.ts';

/** A time during which one clock made all labels, from its beginning to the last one, as they were written. */
export interface Era extends Span {
  readonly id: number;
  /** What has to be added to what was written, milliseconds. */
  readonly shiftMs: number;
}

/**
 * An era that ends farther in the future than this has a label that tells nothing (a clock that was set to another
 * year), or the clock of now is not set yet. Moving would make things worse.
 */
const farthestShiftMs = 24 * 3_600_000;

/**
 * The eras that must be moved so that none ends after the one after it begins, and the newest not after `now`: the
 * newest clock is taken to be right. Durations and order stay. `eras` are in the order in which they were begun.
 */
export function settleEras(eras: readonly Era[], now: number): readonly Era[] {
  const moved: Era[] = [];
  let limit = now;
  for (const era of eras.toReversed()) {
    const excess = era.until + era.shiftMs - limit;
    if (excess > farthestShiftMs) continue;
    if (excess > 0) moved.push({ ...era, shiftMs: era.shiftMs - excess });
    limit = era.from + era.shiftMs - Math.max(0, excess);
  }
  return moved;
}
