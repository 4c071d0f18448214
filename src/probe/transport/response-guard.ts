/**
 * A guard between a socket and undici's parser, for what the parser gets wrong or lets through:
 *
 * - an unasked `100 Continue` is an error to it, though RFC 9110 §15.2 has a client accept any interim answer: the
 *   guard strips all of them (`100`, `102`, `103`, …) from the stream;
 * - a status of `000` trips an assertion in it, a `101` that nobody asked for too many of its branches: the guard lets
 *   through only `HTTP/1.0` or `HTTP/1.1`, a status of three digits from 200 on, and what follows;
 * - a status line, a chunk extension or a trailer without end is read by it until the deadline (gigabytes a second):
 *   the guard counts every byte that is not body, and stops at a limit;
 * - it makes objects of every header, so that twenty thousand short ones cost ten megabytes: the guard counts lines, too.
 *
 * And a body of a known length has nothing in it to be parsed: the guard hands it over by itself.
 *
 * undici takes bytes with `socket.read()` and nothing else, so the guard stands in for that method of the one socket.
 * It costs a comparison of 13 bytes a response and a subtraction a chunk; a Duplex in between would cost 20 to 40 µs.
 */
import type { Socket } from 'node:net';
import type { HttpVersion } from '../../core/outcome.ts';
import { ProbeFailure } from '../failure.ts';

/** Most bytes of an answer that are not body: head, trailers, chunk framing. Healthy sites send 20 KiB of headers. */
export const maxOverheadBytes: number = 256 * 1024;

/** Most lines of a head. Healthy sites have fifty. */
export const maxHeadLines = 5000;

/**
 * Chunks of one byte each have six bytes of framing: legal, and the first quarter of a MiB of it is for everybody. A
 * body that goes on like this costs a call for every byte, which sixteen of them together make a second of.
 */
const overheadPerBodyByte = 1;

/** Whether an answer has so much that is not body, for as much body, that nobody is to read on. */
export function isTooMuchOverhead(overheadBytes: number, bodyBytes: number): boolean {
  return overheadBytes > maxOverheadBytes + overheadPerBodyByte * bodyBytes;
}

/** `HTTP/1.1 200`, and one byte to see that the status ends there. */
const statusLineBytes = 13;

/** Who takes a body in. */
export interface BodyReader {
  onData(chunk: Buffer): void;
  onEnd(): void;
}

const nothing = Buffer.alloc(0);

export class ResponseGuard {
  /** Whether a byte of an answer has come, interim ones included. */
  sawBytes = false;
  /** Of the answer, once its status line has come. */
  version: HttpVersion = '1.1';
  /** Bytes of the body, counted by who reads it: what is beyond them is overhead. */
  bodyBytes = 0;
  #rawBytes = 0;
  #headLines = 0;
  #headBytes = 0;
  /** The last bytes of an unfinished head: an empty line may be split between two chunks. */
  #headEnd: Buffer = nothing;
  #isHeadOver = false;
  /** Whether the parser has got the head, and nothing else. */
  #isHeadApart = false;
  #body: BodyReader | null = null;
  #bodyBytesLeft = 0;
  #state: 'shut' | 'status' | 'interim' | 'stalled' | 'final' = 'shut';
  /** The beginning of a head, too short to judge. */
  #held: Buffer = nothing;
  /** The bytes after a head that came with it. */
  #rest: Buffer | null = null;
  readonly #onAnswer: () => void;

  /** `onAnswer` is told the first byte of the answer proper. */
  constructor(onAnswer: () => void) {
    this.#onAnswer = onAnswer;
  }

  /** Stands between a socket and whoever reads it from now on. */
  attach(socket: Socket): void {
    const read = socket.read.bind(socket);
    // Not where it is assigned: see `letGoOnceClosed`.
    const guarded = (size?: number): unknown => {
      // Streams call `read(0)` themselves, to be woken up.
      if (size !== undefined) return read(size);
      try {
        return this.#next(read);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
        return null;
      }
    };
    socket.read = guarded;
  }

  /** Leaves a socket that nobody reads any more. */
  detach(socket: Socket): void {
    socket.read = readNothing;
  }

  /** The parser read the head to its end: what follows is body. */
  endHead(): void {
    this.#isHeadOver = true;
  }

  /**
   * Keeps a body of so many bytes from the parser, if none of it has gone there yet. The parser goes on waiting for it,
   * so that it notices when the connection ends before the body does.
   */
  takeBody(length: number, reader: BodyReader): void {
    if (!this.#isHeadApart) return;
    this.#body = reader;
    this.#bodyBytesLeft = length;
  }

  /** Lets bytes through from now on. What a server says before it was asked waits until then. */
  open(): void {
    this.#state = 'status';
  }

  #next(read: () => unknown): Buffer | null {
    while (this.#state !== 'shut' && this.#state !== 'stalled') {
      const chunk = this.#takeRest() ?? this.#readFrom(read);
      if (chunk === null) return null;
      const passed = this.#body === null ? this.#pass(chunk) : this.#handOver(chunk, this.#body);
      if (passed !== null) return passed;
    }
    return null;
  }

  /** What came together with the head. */
  #takeRest(): Buffer | null {
    const rest = this.#rest;
    this.#rest = null;
    return rest;
  }

  #readFrom(read: () => unknown): Buffer | null {
    const chunk = read();
    if (!Buffer.isBuffer(chunk)) return null;
    this.sawBytes = true;
    this.#rawBytes += chunk.length;
    return chunk;
  }

  #handOver(chunk: Buffer, reader: BodyReader): null {
    // What is beyond the length is no part of this answer.
    const piece = chunk.length > this.#bodyBytesLeft ? chunk.subarray(0, this.#bodyBytesLeft) : chunk;
    this.#bodyBytesLeft -= piece.length;
    reader.onData(piece);
    if (this.#bodyBytesLeft === 0) {
      this.#state = 'shut';
      reader.onEnd();
    }
    return null;
  }

  /** What of a chunk is for the parser; null: nothing yet. */
  #pass(chunk: Buffer): Buffer | null {
    const overhead = this.#rawBytes - chunk.length - this.bodyBytes;
    if (isTooMuchOverhead(overhead, this.bodyBytes)) return this.#stopReading();
    const passed =
      this.#state === 'final'
        ? chunk
        : this.#passHead(this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]));
    return passed === null || this.#isHeadOver ? passed : this.#endOfHeadIn(passed);
  }

  /** A chunk up to the end of the head. */
  #endOfHeadIn(chunk: Buffer): Buffer {
    const before = this.#headEnd.length;
    const end = endOfHead(before === 0 ? chunk : Buffer.concat([this.#headEnd, chunk]));
    const head = end === -1 ? chunk : chunk.subarray(0, end - before);
    this.#headBytes += head.length;
    // A line has a byte at least.
    if (this.#headBytes > maxHeadLines) this.#countLines(head);
    if (end === -1) {
      this.#headEnd = Buffer.concat([this.#headEnd, head]).subarray(-3);
      return head;
    }
    this.#isHeadOver = true;
    this.#isHeadApart = true;
    if (head.length < chunk.length) this.#rest = chunk.subarray(head.length);
    return head;
  }

  #countLines(head: Buffer): void {
    for (let at = head.indexOf(lineFeed); at !== -1; at = head.indexOf(lineFeed, at + 1))
      this.#headLines += 1;
    if (this.#headLines > maxHeadLines) {
      throw new ProbeFailure('headers_too_large', `more than ${maxHeadLines} headers`);
    }
  }

  #passHead(bytes: Buffer): Buffer | null {
    this.#held = nothing;
    let rest = bytes;
    for (;;) {
      if (this.#state === 'interim') {
        const end = endOfHead(rest);
        if (end === -1) {
          this.#held = Buffer.from(rest.subarray(-3));
          return null;
        }
        rest = rest.subarray(end);
        this.#state = 'status';
      }
      requireStatusLine(rest);
      if (rest.length < statusLineBytes) {
        this.#held = rest;
        return null;
      }
      if (statusClass(rest) !== '1') {
        this.#state = 'final';
        this.version = rest.toString('latin1', 5, 8) === '1.0' ? '1.0' : '1.1';
        this.#onAnswer();
        return rest;
      }
      if (rest.toString('latin1', 9, 12) === '101')
        throw malformed('101 Switching Protocols was not asked for');
      this.#state = 'interim';
    }
  }

  /**
   * Interim answers without end are no answer: rather than to read them all until the deadline, stop reading, and let
   * the deadline say so.
   */
  #stopReading(): null {
    if (this.#state === 'final') {
      const message = `more than ${maxOverheadBytes} bytes of headers and framing`;
      throw new ProbeFailure('headers_too_large', message);
    }
    this.#state = 'stalled';
    return null;
  }
}

const lineFeed = 0x0a;
const emptyLine = Buffer.from('\r\n\r\n');

/** Where the bytes after an empty line begin; -1 when there is none yet. */
function endOfHead(bytes: Buffer): number {
  const index = bytes.indexOf(emptyLine);
  return index === -1 ? -1 : index + 4;
}

function statusClass(statusLine: Buffer): string {
  return statusLine.toString('latin1', 9, 10);
}

const statusLine = /^HTTP\/1\.[01] [1-9]\d\d[ \r\n]/;
const template = 'HTTP/1.1 200 ';

/** Refuses what cannot be the beginning of a status line (RFC 9112 §4), as soon as that is clear. */
function requireStatusLine(bytes: Buffer): void {
  const start = bytes.toString('latin1', 0, statusLineBytes);
  // What has not come yet is taken for right.
  if (!statusLine.test(start + template.slice(start.length))) throw malformed('the answer is not HTTP/1.1');
}

function malformed(message: string): ProbeFailure {
  return new ProbeFailure('malformed_response', message);
}

function readNothing(): null {
  return null;
}
