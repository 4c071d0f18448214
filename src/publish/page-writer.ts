import { maxNumberBytes, writeNumber } from './number-bytes.ts';

/** A part of a page, in UTF-8. */
export type Chunk = Uint8Array;

/** Small pages are many, and kept; large ones want few parts. */
const smallestChunkBytes = 16 * 1024;
const largestChunkBytes = 256 * 1024;

const lineFeed = 0x0a;

/**
 * A page that is being written, in parts. Bytes are put where they are sent from: to put texts together first, and then to
 * turn them into bytes, takes three times as long.
 */
export class PageWriter {
  readonly #chunks: Chunk[] = [];
  #open: Uint8Array = Buffer.allocUnsafeSlow(smallestChunkBytes);
  #length = 0;

  /** How many parts are full. */
  get fullChunks(): number {
    return this.#chunks.length;
  }

  /** Adds text in UTF-8. */
  add(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#open.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Adds a number, and ends the line. */
  endLine(value: number): void {
    this.#makeRoom(maxNumberBytes + 1);
    const end = writeNumber(this.#open, this.#length, value);
    this.#open[end] = lineFeed;
    this.#length = end + 1;
  }

  /** The whole page. */
  finish(): readonly Chunk[] {
    this.#close();
    return this.#chunks;
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#open.length) return;
    const next = Math.min(2 * this.#open.length, largestChunkBytes);
    this.#close();
    this.#open = Buffer.allocUnsafeSlow(Math.max(next, bytes));
  }

  #close(): void {
    if (this.#length > 0) this.#chunks.push(this.#open.subarray(0, this.#length));
    this.#length = 0;
  }
}
