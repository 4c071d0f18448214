/**
 * One request and its answer over HTTP/2 (RFC 9113), by the client of Node.js. Not by that of undici, which asks again
 * by itself when it is refused, loses a body that comes together with trailers, takes no limits, and, of a server that
 * sends a field's name in upper case or more than 128 fields, can abort the process.
 */
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { abortFailure, ProbeFailure } from '../failure.ts';
import { ByteCollector } from './byte-collector.ts';
import type { ExchangeRun, WireRequest } from './exchange.ts';
import { headerMap } from './header-map.ts';
import { Http2AnswerEnd } from './http2-answer-end.ts';
import { type Http2Trouble, http2Failure } from './http2-failure.ts';
import { MeteredStream } from './metered-stream.ts';
import { promisedBytes } from './promised-bytes.ts';
import { isTooMuchOverhead, maxHeadLines, maxOverheadBytes } from './response-guard.ts';

/** How much a server may send before it hears that we have read: what a browser's first megabyte takes, no more. */
const windowBytes = 1024 * 1024;

/**
 * Sends a request and reads the answer's body, as it is on the wire. The socket is closed afterwards, whatever happened.
 * @throws {ProbeFailure} for every failure of the target.
 */
export function exchangeOverHttp2(
  socket: TLSSocket,
  request: WireRequest,
  run: ExchangeRun,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    new Http2Exchange(socket, request.method, run, { resolve, reject }).start(request);
  });
}

/** Interim answers and PING frames, of each of which Node.js makes objects. A healthy server sends one or two. */
const maxAsides = 100;

interface Settle {
  resolve(body: Buffer): void;
  reject(failure: ProbeFailure): void;
}

class Http2Exchange {
  readonly #stream: MeteredStream;
  readonly #method: string;
  readonly #run: ExchangeRun;
  readonly #settle: Settle;
  readonly #body = new ByteCollector();
  readonly #answerEnd = new Http2AnswerEnd();
  readonly #onAbort = (): void => this.#abort();
  #session: ClientHttp2Session | undefined;
  #goAway: number | null = null;
  #rawBytes = 0;
  #asides = 0;
  #bodyBytes = 0;
  #maxBytes = 0;
  #hasHead = false;
  #isOver = false;

  constructor(socket: TLSSocket, method: string, run: ExchangeRun, settle: Settle) {
    this.#method = method;
    this.#run = run;
    this.#settle = settle;
    this.#stream = new MeteredStream(socket, piece => this.#weigh(piece));
  }

  start({ method, path, headers, body }: WireRequest): void {
    const { signal, stopwatch } = this.#run;
    signal.addEventListener('abort', this.#onAbort);
    stopwatch.begin('processing');
    if (signal.aborted) return this.#abort();
    const session = this.#openSession();
    const stream = session.request(
      {
        ':method': method,
        ':path': path,
        ...Object.fromEntries(headers.map(([name, value]) => [name === 'host' ? ':authority' : name, value])),
        ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      { endStream: body === null },
    );
    this.#listen(stream);
    if (body !== null) stream.end(body);
  }

  #openSession(): ClientHttp2Session {
    const session = connect('https://connection.invalid', {
      createConnection: () => this.#stream,
      settings: { enablePush: false, initialWindowSize: windowBytes, maxHeaderListSize: maxOverheadBytes },
      maxHeaderListPairs: maxHeadLines,
    });
    this.#session = session;
    session.on('connect', () => session.setLocalWindowSize(windowBytes));
    session.on('ping', () => this.#countAside('PING frames'));
    session.on('goaway', code => (this.#goAway = code));
    // Stays for good, as that of the stream: what still comes after the end must not end the process.
    session.on('error', error => this.#fail(this.#trouble({ error })));
    return session;
  }

  #listen(stream: ClientHttp2Stream): void {
    stream.on('headers', () => this.#countAside('interim answers'));
    stream.on('response', (_headers, _flags, raw) => {
      this.#onHead(raw);
      // Not before: Node.js hands over the beginning of a body at once, but its head a moment later.
      stream.on('data', (chunk: Buffer) => this.#onData(chunk));
    });
    stream.on('error', error => this.#fail(this.#trouble({ error, resetCode: stream.rstCode })));
    // A connection that was closed shows itself a moment after its stream.
    stream.on('end', () => setImmediate(() => this.#onEnd(stream.rstCode)));
    stream.on('close', () => setImmediate(() => this.#onClose(stream.rstCode)));
  }

  #countAside(what: string): void {
    this.#asides += 1;
    if (this.#asides > maxAsides) this.#fail(new ProbeFailure('headers_too_large', `too many ${what}`));
  }

  /** Names and values in turn, the status among them. */
  #onHead(raw: readonly string[]): void {
    if (this.#isOver) return;
    this.#hasHead = true;
    this.#run.stopwatch.begin('transfer');
    const head = { version: '2', status: Number(raw[1]), headers: headerMap(raw.slice(2)) } as const;
    const maxBytes = this.#run.onHead(head);
    if (maxBytes === null) return this.#finish();
    this.#maxBytes = maxBytes;
    if (promisedBytes(this.#method, head) > maxBytes) this.#fail(this.#tooLarge());
  }

  #onData(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes > this.#maxBytes) {
      return this.#fail(this.#tooLarge());
    }
    this.#body.add(chunk);
  }

  #tooLarge(): ProbeFailure {
    return new ProbeFailure('body_too_large', `the body is larger than ${this.#maxBytes} bytes`);
  }

  /** A server may answer before it has taken all of the request (RFC 9113 §8.1); such a stream may never close. */
  #onEnd(resetCode: number): void {
    const isAll = this.#hasHead && this.#answerEnd.isReached;
    if (isAll && resetCode === constants.NGHTTP2_NO_ERROR) this.#finish();
  }

  #onClose(resetCode: number): void {
    this.#onEnd(resetCode);
    if (!this.#isOver) this.#fail(this.#trouble({ resetCode }));
  }

  /** How much of a piece to read: nothing beyond the end, nor after too many frames that are no body. */
  #weigh(piece: Buffer): number {
    if (isTooMuchOverhead(this.#overheadBytes(), this.#bodyBytes)) {
      const message = `more than ${maxOverheadBytes} bytes of headers and frames`;
      this.#fail(new ProbeFailure('headers_too_large', message));
    }
    this.#rawBytes += piece.length;
    return this.#isOver ? 0 : this.#answerEnd.follow(piece);
  }

  #overheadBytes(): number {
    return this.#rawBytes - this.#bodyBytes;
  }

  #trouble(what: Pick<Http2Trouble, 'error' | 'resetCode'>): ProbeFailure {
    return http2Failure({
      ...what,
      goAwayCode: this.#goAway,
      hasHead: this.#hasHead,
      isConnectionClosed: this.#stream.destroyed || this.#session?.destroyed === true,
      overheadBytes: this.#overheadBytes(),
    });
  }

  #abort(): void {
    const { signal } = this.#run;
    this.#fail(
      this.#hasHead
        ? abortFailure(signal, { code: 'timeout_body', message: 'no end of the body in time' })
        : abortFailure(signal, { code: 'timeout_headers', message: 'no complete headers in time' }),
    );
  }

  #finish(): void {
    if (!this.#end()) return;
    this.#run.stopwatch.end();
    this.#settle.resolve(this.#body.bytes());
  }

  #fail({ code, message, facts }: ProbeFailure): void {
    if (!this.#end()) return;
    const { stopwatch } = this.#run;
    const phase = stopwatch.current;
    stopwatch.abandon();
    this.#settle.reject(new ProbeFailure(code, message, { phase, facts }));
  }

  /** Whether this is the end, and not after it. */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#run.signal.removeEventListener('abort', this.#onAbort);
    this.#stream.shut();
    // Not from within: Node.js may be in the middle of a frame.
    setImmediate(() => {
      this.#session?.destroy();
      this.#stream.destroy();
    });
    return true;
  }
}
