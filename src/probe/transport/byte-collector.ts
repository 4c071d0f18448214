const nothing = Buffer.alloc(0);

/**
 * Puts the pieces of a body together as they come. They are copied: a piece is a view of the whole segment that it came
 * in, and a body in chunks of one byte each would keep all of them, and an object of its own for each byte. Only a first
 * piece is kept as it is until there is a second, since most bodies come in one.
 */
export class ByteCollector {
  /** While it is the first piece it is full, so that nothing is ever written to it. */
  #room: Buffer = nothing;
  #length = 0;

  add(piece: Buffer): void {
    if (this.#length === 0) this.#room = piece;
    else this.#append(piece);
    this.#length += piece.length;
  }

  /** What was added. Nothing must be added afterwards. */
  bytes(): Buffer {
    return this.#room.subarray(0, this.#length);
  }

  #append(piece: Buffer): void {
    const needed = this.#length + piece.length;
    if (needed > this.#room.length) this.#grow(needed);
    this.#room.set(piece, this.#length);
  }

  #grow(needed: number): void {
    const room = Buffer.allocUnsafe(Math.max(needed, 2 * this.#room.length, leastBytes));
    this.#room.copy(room, 0, 0, this.#length);
    this.#room = room;
  }
}

const leastBytes = 4096;
