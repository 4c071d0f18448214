/**
 * Puts the pieces of a body together as they come. They are copied: a piece is a view of the whole segment that it came
 * in, and a body in chunks of one byte each would keep all of them, and an object of its own for each byte.
 */
export class ByteCollector {
  #room: Buffer = Buffer.alloc(0);
  #length = 0;

  add(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#room.length) this.#grow(needed);
    this.#room.set(piece, this.#length);
    this.#length = needed;
  }

  /** What was added. Nothing must be added afterwards. */
  bytes(): Buffer {
    return this.#room.subarray(0, this.#length);
  }

  #grow(needed: number): void {
    const room = Buffer.allocUnsafe(Math.max(needed, 2 * this.#room.length, leastBytes));
    this.#room.copy(room, 0, 0, this.#length);
    this.#room = room;
  }
}

const leastBytes = 4096;
