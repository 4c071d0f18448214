/** One request and its answer on a connection of our own, by undici's low-level dispatcher. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { RunSignal } from '../../core/component.ts';
import type { Headers, HttpVersion } from '../../core/outcome.ts';
import { abortFailure, failureOf, ProbeFailure, type Stage, type Waiting } from '../failure.ts';
import { ByteCollector } from './byte-collector.ts';
import { takeClient } from './client-pool.ts';
import { promisedBytes } from './promised-bytes.ts';
import { type BodyReader, ResponseGuard } from './response-guard.ts';
import type { Stopwatch } from './stopwatch.ts';

/** A request as it goes on the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Host first. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

/** Status and headers of an answer. */
export interface AnswerHead {
  readonly version: HttpVersion;
  readonly status: number;
  readonly headers: Headers;
}

export interface ExchangeRun {
  readonly signal: RunSignal;
  /** `processing` is measured from here to the first byte, `transfer` from there to the last. */
  readonly stopwatch: Stopwatch;
  /**
   * Told the head before the body is read. Answers how many bytes to read of the body at most, before its content
   * codings are undone; null: it is not wanted, and not read.
   */
  readonly onHead: (head: AnswerHead) => number | null;
}

/**
 * Sends a request and reads the answer's body, as it is on the wire. The socket is closed afterwards, whatever happened.
 * @throws {ProbeFailure} for every failure of the target.
 */
export function exchange(socket: Socket, request: WireRequest, run: ExchangeRun): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    new Exchange(socket, request, run, { resolve, reject }).start();
  });
}

interface Settle {
  resolve(body: Buffer): void;
  reject(failure: ProbeFailure): void;
}

/**
 * With what every connection is closed. undici looks for an error at the end of a connection, and makes one with its
 * stack where there is none, which is a tenth of the cost of a probe.
 */
const over = new Error('the exchange is over');

class Exchange implements Dispatcher.DispatchHandler, BodyReader {
  readonly #socket: Socket;
  readonly #client: ReturnType<typeof takeClient>;
  readonly #request: WireRequest;
  readonly #run: ExchangeRun;
  readonly #settle: Settle;
  readonly #guard: ResponseGuard;
  readonly #onAbort = (): void => this.#abort();
  readonly #body = new ByteCollector();
  #maxBytes = 0;
  #hasHead = false;
  #isOver = false;

  constructor(socket: Socket, request: WireRequest, run: ExchangeRun, settle: Settle) {
    this.#socket = socket;
    this.#client = takeClient(socket);
    this.#request = request;
    this.#run = run;
    this.#settle = settle;
    this.#guard = new ResponseGuard(() => run.stopwatch.begin('transfer'));
  }

  start(): void {
    const { signal, stopwatch } = this.#run;
    signal.addEventListener('abort', this.#onAbort);
    stopwatch.begin('processing');
    if (signal.aborted) return this.#abort();
    this.#guard.attach(this.#socket);
    const { method, path, body, headers } = this.#request;
    this.#client.dispatch({ method, path, body, headers: flat(headers), reset: true }, this);
  }

  onRequestStart(): void {
    this.#guard.open();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    parsed: IncomingHttpHeaders,
  ): void {
    if (this.#isOver) return;
    this.#hasHead = true;
    this.#guard.endHead();
    const headers = headersOf(parsed);
    const maxBytes = this.#run.onHead({ version: this.#guard.version, status, headers });
    if (maxBytes === null) return this.#finish();
    this.#maxBytes = maxBytes;
    const promised = promisedBytes(this.#request.method, { status, headers });
    if (promised > maxBytes) return this.#fail(this.#tooLarge());
    if (promised > 0 && !headers.has('transfer-encoding')) {
      this.#guard.takeBody(promised, this);
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return;
    this.#guard.bodyBytes += chunk.length;
    if (this.#guard.bodyBytes > this.#maxBytes) return this.#fail(this.#tooLarge());
    this.#body.add(chunk);
  }

  onResponseEnd(): void {
    // Where the end of the connection is that of the body, undici takes a reset for one.
    const { errored } = this.#socket;
    if (errored === null) this.#finish();
    else if (!this.#isOver) this.#fail(failureOf(errored, 'body'));
  }

  /** A piece of a body whose length is known, which the guard hands over by itself. */
  onData(chunk: Buffer): void {
    this.#body.add(chunk);
  }

  /** The end of such a body. */
  onEnd(): void {
    this.#finish();
  }

  /** The answer to CONNECT: what comes after the head is a tunnel, not a body. */
  onRequestUpgrade(
    _controller: Dispatcher.DispatchController,
    status: number,
    parsed: IncomingHttpHeaders,
  ): void {
    if (this.#isOver) return;
    this.#run.onHead({ version: this.#guard.version, status, headers: headersOf(parsed) });
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#isOver) this.#fail(this.#failureOf(error));
  }

  /** After `Connection: close` undici has its parser complain of how the connection ended: then the end says more. */
  #failureOf(error: Error): ProbeFailure {
    const { errored, readableEnded } = this.#socket;
    if (this.#hasHead && readableEnded) return cutOff();
    return failureOf(errored ?? error, this.#stage());
  }

  #stage(): Stage {
    if (this.#hasHead) return 'body';
    return this.#guard.sawBytes ? 'head' : 'silence';
  }

  #tooLarge(): ProbeFailure {
    const message = `the body is larger than ${this.#maxBytes} bytes`;
    return new ProbeFailure('body_too_large', message, { phase: 'transfer' });
  }

  #finish(): void {
    if (!this.#end()) return;
    this.#client.endWell();
    this.#run.stopwatch.end();
    this.#settle.resolve(this.#body.bytes());
  }

  #fail(failure: ProbeFailure): void {
    if (!this.#end()) return;
    const { stopwatch } = this.#run;
    const { code, message, facts } = failure;
    // Only the stopwatch knows whether the first byte of the answer proper had come.
    const phase = stopwatch.current;
    stopwatch.abandon();
    this.#settle.reject(new ProbeFailure(code, message, { phase, facts }));
  }

  #abort(): void {
    const waiting: Waiting = this.#hasHead
      ? { code: 'timeout_body', message: 'no end of the body in time' }
      : { code: 'timeout_headers', message: 'no complete headers in time' };
    this.#fail(abortFailure(this.#run.signal, waiting));
  }

  /** Whether this is the end, and not after it. */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#run.signal.removeEventListener('abort', this.#onAbort);
    this.#socket.destroy(over);
    this.#guard.detach(this.#socket);
    return true;
  }
}

function cutOff(): ProbeFailure {
  return new ProbeFailure('body_truncated', 'the server closed the connection in the middle of the body');
}

/** undici has made texts of them already, but in an object, where a name may mean something. */
function headersOf(parsed: IncomingHttpHeaders): Headers {
  const headers = new Map<string, readonly string[]>();
  for (const name of Object.keys(parsed)) {
    const value = parsed[name];
    if (value !== undefined) headers.set(name, typeof value === 'string' ? [value] : value);
  }
  return headers;
}

function flat(pairs: WireRequest['headers']): string[] {
  const texts: string[] = [];
  for (const [name, value] of pairs) texts.push(name, value);
  return texts;
}
