import { writeAscii } from './text-bytes.ts';

/** As many bytes as {@link writeNumber} may write. */
export const maxNumberBytes = 32;

/**
 * Writes a number as both formats have it, at a place in a text, and gives the place after it. Like `String(value)`, which
 * takes several times as long for what is most frequent: small whole numbers, and decimals of at most six digits.
 */
export function writeNumber(into: Uint8Array, at: number, value: number): number {
  if (!(value >= 0 && value <= largestWhole)) return writeAscii(into, at, formatNumber(value));
  const whole = Math.trunc(value);
  if (whole === value) return writeWhole(into, at, whole);
  // Up to here numbers lie closer together than decimals of six digits, so what is the same number is its only such decimal.
  const millionths = Math.round(value * 1e6);
  if (millionths / 1e6 !== value) return writeAscii(into, at, formatNumber(value));
  const point = writeWhole(into, at, whole);
  into[point] = 0x2e;
  return writeFraction(into, point + 1, millionths - whole * 1e6);
}

/** A number in the words of Prometheus. */
export function formatNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}

/** Up to here the processor's own whole numbers reach, which are divided fastest. */
const largestWhole = 2 ** 31 - 1;

const zero = 0x30;

function writeWhole(into: Uint8Array, at: number, whole: number): number {
  let end = at + 1;
  for (let rest = whole; rest >= 10; rest = (rest / 10) | 0) end += 1;
  writeDigits(into, at, end, whole);
  return end;
}

/** Six digits, without the zeros at the end. */
function writeFraction(into: Uint8Array, at: number, millionths: number): number {
  let end = at + 6;
  writeDigits(into, at, end, millionths);
  while (into[end - 1] === zero) end -= 1;
  return end;
}

/** The last digits of a number, from one place up to another. */
function writeDigits(into: Uint8Array, from: number, end: number, digits: number): void {
  let rest = digits;
  for (let at = end - 1; at >= from; at -= 1) {
    const tens = (rest / 10) | 0;
    into[at] = zero + rest - tens * 10;
    rest = tens;
  }
}
