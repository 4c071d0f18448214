/** Requests and answers as values: what the simulated programs and the faults in front of them speak. */

/** A request, read from the wire. Faults may hand on a changed copy. */
export interface DemoRequest {
  readonly method: string;
  /** The header `Host`, lower case, with its port. */
  readonly host: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query as it was sent, with its question mark; `''`: there is none. */
  readonly search: string;
  /** The header `Accept`, lower case. */
  readonly accept: string;
  /** The header `User-Agent`. */
  readonly userAgent: string;
  /** Whether it asks to become a WebSocket. */
  readonly wantsWebSocket: boolean;
  /** The header `Sec-WebSocket-Protocol`; a token may hide there. */
  readonly subprotocol: string;
  /** The header `Authorization`. */
  readonly authorization: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** In the order in which they are sent; a name may occur twice. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface HttpAnswer {
  readonly kind: 'http';
  readonly status: number;
  /** Without `Date`, `Connection` and `Content-Length`, which are added on the way out. */
  readonly headers: HeaderList;
  readonly body: string | Buffer;
}

/** A completed WebSocket handshake: 101. */
export interface WebSocketAnswer {
  readonly kind: 'websocket';
}

/** No answer: the connection ends without a byte. */
export interface HangUp {
  readonly kind: 'hang_up';
}

export type DemoAnswer = HttpAnswer | WebSocketAnswer | HangUp;

export function httpAnswer(status: number, headers: HeaderList, body: string | Buffer = ''): HttpAnswer {
  return { kind: 'http', status, headers, body };
}

/** Whether the client prefers JSON to a page, as far as the programs simulated here look at it. */
export function wantsJson({ accept }: DemoRequest): boolean {
  return /\bapplication\/(?:[\w.-]+\+)?json\b/.test(accept) && !accept.startsWith('text/html');
}
