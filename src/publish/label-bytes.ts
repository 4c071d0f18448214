import type { Labels } from './metric-family.ts';
import { maxEscapedBytes, writeAscii, writeEscaped } from './text-bytes.ts';

/** Many things' labels have a piece of memory together. */
const pieceBytes = 16 * 1024;

/** Labels as lines have them, without braces, prepared once for all lines about the same thing. */
export class LabelWriter {
  #memory: Uint8Array = Buffer.allocUnsafeSlow(0);
  #length = 0;

  /** Good for as long as anybody has it. */
  write(labels: Labels): Uint8Array {
    const bytes = mostBytes(labels);
    if (this.#length + bytes > this.#memory.length) {
      this.#memory = Buffer.allocUnsafeSlow(Math.max(pieceBytes, bytes));
      this.#length = 0;
    }
    const start = this.#length;
    this.#length = writeLabels(this.#memory, start, labels);
    return this.#memory.subarray(start, this.#length);
  }
}

function mostBytes(labels: Labels): number {
  let bytes = 0;
  for (const name in labels) bytes += name.length + (labels[name] ?? '').length * maxEscapedBytes + 4;
  return bytes;
}

function writeLabels(into: Uint8Array, at: number, labels: Labels): number {
  let end = at;
  for (const name in labels) {
    if (end > at) end = writeAscii(into, end, ',');
    end = writeAscii(into, writeAscii(into, end, name), '="');
    end = writeAscii(into, writeEscaped(into, end, labels[name] ?? ''), '"');
  }
  return end;
}
