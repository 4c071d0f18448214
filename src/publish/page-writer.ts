import { maxNumberBytes, writeNumber } from './number-bytes.ts';

/** A part of a page, in UTF-8. */
export type Part = Uint8Array;

const fullPartBytes = 256 * 1024;
/** Room for what is begun before a part is full: more is made where that is not enough. */
const spareBytes = 16 * 1024;

const lineFeed = 0x0a;

/**
 * A page that is being written, part by part into the same memory: new memory for each would make the collector of garbage
 * go through everything that the process has, every few pages. To put texts together, and then to turn them into bytes,
 * takes three times as long.
 */
export class PageWriter {
  #memory: Uint8Array = Buffer.allocUnsafeSlow(spareBytes);
  #length = 0;

  /** Adds text in UTF-8. */
  add(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#memory.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Adds a line: texts in UTF-8, any of which may be empty, and a number. */
  addLine(beforeLabels: Uint8Array, labels: Uint8Array, afterLabels: Uint8Array, value: number): void {
    this.#makeRoom(beforeLabels.length + labels.length + afterLabels.length + maxNumberBytes + 1);
    const memory = this.#memory;
    const labelsAt = this.#length + beforeLabels.length;
    const afterAt = labelsAt + labels.length;
    memory.set(beforeLabels, this.#length);
    memory.set(labels, labelsAt);
    memory.set(afterLabels, afterAt);
    const end = writeNumber(memory, afterAt + afterLabels.length, value);
    memory[end] = lineFeed;
    this.#length = end + 1;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Whether it is time to take what is written. */
  get isFull(): boolean {
    return this.#length >= fullPartBytes;
  }

  /** What was written since the last part was taken, good until more is added. */
  take(): Part {
    const part = this.#memory.subarray(0, this.#length);
    this.#length = 0;
    return part;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#memory.length) return;
    const former = this.take();
    this.#memory = Buffer.allocUnsafeSlow(Math.max(fullPartBytes, needed) + spareBytes);
    this.add(former);
  }
}
