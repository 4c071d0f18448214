/** The opening handshake (RFC 6455 §4) by the package `ws`, on a connection of our own. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { RunSignal } from '../../core/component.ts';
import { errorCode } from '../../core/error-code.ts';
import type { Headers } from '../../core/outcome.ts';
import { abortFailure, failureOf, ProbeFailure } from '../failure.ts';
import { headerMap } from '../transport/header-map.ts';
import { maxOverheadBytes } from '../transport/response-guard.ts';
import { rawBody } from './refusal-body.ts';

/** What to ask for. */
export interface HandshakeRequest {
  /** `ws:` or `wss:`. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly subprotocol: string | null;
  /** Cap of one message, and of the body of a refusal, in bytes. */
  readonly maxBytes: number;
}

/** What a server made of it. The `socket` of `opened` is paused until somebody listens. */
export type Handshake =
  | { readonly kind: 'opened'; readonly head: ResponseHead; readonly websocket: WebSocket }
  | Refusal;

/** An ordinary answer instead. */
export interface Refusal {
  readonly kind: 'refused';
  readonly head: ResponseHead;
  /** As it is on the wire. Rejects with a {@link ProbeFailure} when it does not come to its end. */
  readonly body: Promise<Buffer>;
}

export interface ResponseHead {
  readonly status: number;
  readonly headers: Headers;
}

/** What the handshake is made for. `onHead` is told the head of the answer, also when it turns out to be wrong. */
export interface HandshakeRun {
  readonly signal: RunSignal;
  readonly onHead: (head: ResponseHead) => void;
}

/**
 * Asks for the upgrade. The socket stays open, and belongs to the caller.
 * @throws {ProbeFailure} when nothing came, or when a switch of protocols came that RFC 6455 §4.1 has a client refuse.
 */
export function shakeHands(socket: Socket, request: HandshakeRequest, run: HandshakeRun): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    new Attempt(socket, run, { resolve, reject }).start(request);
  });
}

interface Settle {
  resolve(handshake: Handshake): void;
  reject(failure: ProbeFailure): void;
}

class Attempt {
  readonly #socket: Socket;
  readonly #run: HandshakeRun;
  readonly #settle: Settle;
  readonly #onAbort = (): void => this.#fail(this.#outOfTime());
  #bytes = 0;
  #switched: ResponseHead | null = null;
  readonly #count = (chunk: Buffer): void => {
    this.#bytes += chunk.length;
    // Interim answers without end are each small enough for the parser.
    if (this.#bytes > maxOverheadBytes) this.#fail(tooLarge());
  };

  constructor(socket: Socket, run: HandshakeRun, settle: Settle) {
    this.#socket = socket;
    this.#run = run;
    this.#settle = settle;
  }

  start(request: HandshakeRequest): void {
    this.#run.signal.addEventListener('abort', this.#onAbort);
    if (this.#run.signal.aborted) return this.#onAbort();
    const websocket = new WebSocket(request.url, request.subprotocol === null ? [] : [request.subprotocol], {
      headers: request.headers,
      createConnection: () => this.#socket,
      finishRequest: message => this.#send(message),
      maxHeaderSize: maxOverheadBytes,
      maxPayload: request.maxBytes,
      perMessageDeflate: false,
    });
    websocket.on('upgrade', response => {
      this.#switched = this.#takeHead(response);
    });
    websocket.on('unexpected-response', (message, response) => {
      const head = this.#takeHead(response);
      // Node.js takes a 101 that names no protocol for an ordinary answer.
      if (head.status === 101) this.#fail(handshakeFault('a 101 that names no protocol to switch to'));
      else this.#finish({ kind: 'refused', head, body: rawBody(message, response, request.maxBytes) });
    });
    websocket.on('open', () => {
      if (this.#switched === null) return;
      // What comes right after the head must wait for its reader.
      websocket.pause();
      this.#finish({ kind: 'opened', head: this.#switched, websocket });
    });
    // Stays for good: `ws` tells of every later fault in this way too, and readers add their own listener.
    websocket.on('error', error => this.#fail(this.#failureOf(error)));
  }

  #send(message: ClientRequest): void {
    message.on('socket', socket => socket.prependListener('data', this.#count));
    message.end();
  }

  #takeHead({ statusCode = 0, rawHeaders }: IncomingMessage): ResponseHead {
    this.#socket.off('data', this.#count);
    const head = { status: statusCode, headers: headerMap(rawHeaders) };
    this.#run.onHead(head);
    return head;
  }

  #failureOf(error: Error): ProbeFailure {
    // All that `ws` checks itself comes after the head and before the connection counts as open.
    if (this.#switched !== null) return handshakeFault(error.message);
    const code = errorCode(error) ?? '';
    if (code === 'HPE_HEADER_OVERFLOW') return tooLarge();
    if (code.startsWith('HPE_')) return malformed('the answer is not HTTP/1.1');
    // Node.js makes up a reset for an orderly end; only a real one comes from a system call.
    if (code === 'ECONNRESET' && !('syscall' in error)) {
      return this.#bytes === 0
        ? new ProbeFailure('conn_closed', 'closed without an answer', { phase: 'processing' })
        : malformed('closed in the middle of the head');
    }
    return failureOf(error, this.#bytes === 0 ? 'silence' : 'head');
  }

  #outOfTime(): ProbeFailure {
    const message = 'no complete answer to the handshake in time';
    return abortFailure(this.#run.signal, { code: 'timeout_headers', phase: 'processing', message });
  }

  #finish(handshake: Handshake): void {
    this.#run.signal.removeEventListener('abort', this.#onAbort);
    this.#settle.resolve(handshake);
  }

  #fail(failure: ProbeFailure): void {
    this.#run.signal.removeEventListener('abort', this.#onAbort);
    this.#socket.off('data', this.#count);
    this.#settle.reject(failure);
  }
}

function handshakeFault(message: string): ProbeFailure {
  return new ProbeFailure('ws_handshake', message);
}

function tooLarge(): ProbeFailure {
  const message = `more than ${maxOverheadBytes} bytes of headers`;
  return new ProbeFailure('headers_too_large', message, { phase: 'processing' });
}

function malformed(message: string): ProbeFailure {
  return new ProbeFailure('malformed_response', message, { phase: 'processing' });
}
