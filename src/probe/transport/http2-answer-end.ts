/** Where the answer to the one request of an HTTP/2 connection ends. */

/** Of each frame, before its payload (RFC 9113 §4.1). */
const frameHeaderBytes = 9;

const [dataFrame, headersFrame, continuationFrame] = [0, 1, 9];
const endStream = 0x1;
const endHeaders = 0x4;

/** A client's first stream. */
const streamOfRequest = 1;

/**
 * Follows the frames of a server to the one that ends the answer. Node.js does not tell that end from a stream that was
 * reset without an error, which is how proxies pass on a body that broke off; and when an error comes right behind it,
 * Node.js throws away the answer that was complete (RFC 9113 §8.1).
 */
export class Http2AnswerEnd {
  /** Whether the answer has come to its end. */
  isReached = false;
  readonly #header = Buffer.alloc(frameHeaderBytes);
  #headerBytes = 0;
  #payloadBytesLeft = 0;
  /** Whether this frame is the last one. */
  #isLast = false;
  /** Whether the head goes on in CONTINUATION frames, and is the end of the answer. */
  #isHeadTheEnd = false;

  /** How many bytes of the next piece belong to the answer, or come before its end. */
  follow(piece: Buffer): number {
    let at = 0;
    while (at < piece.length && !this.isReached) {
      at += this.#payloadBytesLeft > 0 ? this.#skipPayload(piece.length - at) : this.#readHeader(piece, at);
      this.isReached = this.#isLast && this.#payloadBytesLeft === 0;
    }
    return at;
  }

  #skipPayload(available: number): number {
    const skipped = Math.min(available, this.#payloadBytesLeft);
    this.#payloadBytesLeft -= skipped;
    return skipped;
  }

  #readHeader(piece: Buffer, at: number): number {
    const copied = piece.copy(this.#header, this.#headerBytes, at);
    this.#headerBytes += copied;
    if (this.#headerBytes === frameHeaderBytes) this.#beginFrame();
    return copied;
  }

  #beginFrame(): void {
    this.#headerBytes = 0;
    this.#payloadBytesLeft = this.#header.readUIntBE(0, 3);
    if ((this.#header.readUInt32BE(5) & 0x7fffffff) !== streamOfRequest) return;
    const type = this.#header[3];
    const flags = this.#header[4] ?? 0;
    if (type === dataFrame) this.#isLast = (flags & endStream) !== 0;
    if (type === headersFrame) this.#isHeadTheEnd = (flags & endStream) !== 0;
    if (type === headersFrame || type === continuationFrame) {
      this.#isLast = this.#isHeadTheEnd && (flags & endHeaders) !== 0;
    }
  }
}
