import type { z } from 'zod';
import { kind } from '../probe/keys/kind.ts';

/** ISO 8601 with an offset: it is read in other time zones than it is written in. */
const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Epoch milliseconds of `2026-11-22T12:10:00+09:00`; null when the text is no instant. */
export function parseInstant(text: string): number | null {
  const value = isoInstant.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(value) ? null : value;
}

/** A moment, with the offset that makes it one; epoch milliseconds. */
export const instant: z.ZodType<number, string> = kind(
  'time with offset',
  'write a time with its offset, such as 2026-11-22T03:10:00Z or 2026-11-22T12:10:00+09:00',
  parseInstant,
);
