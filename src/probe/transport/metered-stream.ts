import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * A socket behind a meter, for a reader that cannot be stopped in any other way: Node.js' HTTP/2 takes a socket's bytes
 * below JavaScript, megabytes in one turn of the event loop. It costs some 30 µs.
 */
export class MeteredStream extends Duplex {
  readonly #socket: Socket;
  /** Told of each piece before it is passed on; answers how many bytes of it to pass. */
  readonly #weigh: (piece: Buffer) => number;
  #isShut = false;

  constructor(socket: Socket, weigh: (piece: Buffer) => number) {
    super();
    this.#socket = socket;
    this.#weigh = weigh;
    socket.on('data', (piece: Buffer) => this.#onPiece(piece));
    socket.on('end', () => this.push(null));
    socket.on('error', error => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  /** From now on nothing comes through. */
  shut(): void {
    this.#isShut = true;
    this.#socket.pause();
  }

  #onPiece(piece: Buffer): void {
    if (this.#isShut) return;
    const length = this.#weigh(piece);
    if (length > 0 && !this.push(piece.subarray(0, length))) this.#socket.pause();
  }

  override _read(): void {
    if (!this.#isShut) this.#socket.resume();
  }

  override _write(piece: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(piece, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
