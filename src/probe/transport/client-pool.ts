/** undici's clients for HTTP/1.1, used again and again: to make one costs more than all else that it does for a request. */
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import { maxOverheadBytes } from './response-guard.ts';

/** Clients that wait for their next exchange. Their number is that of the exchanges that were ever under way at once. */
const idle: PooledClient[] = [];

/** More are not kept. */
const mostIdle = 128;

/** A client for one exchange on a connection of our own. */
export function takeClient(socket: Socket): PooledClient {
  const client = idle.pop() ?? new PooledClient();
  client.connectTo(socket);
  return client;
}

/**
 * A client that undici thinks of as one origin's. It never resolves, connects or times out by itself, and its origin is
 * not used, since each request names its host and each connection is handed to it.
 */
class PooledClient {
  readonly #client: Client;
  #socket: Socket | undefined;
  #isSound = false;

  constructor() {
    this.#client = new Client('http://connection.invalid', {
      // In the same turn undici would not notice that it is connected.
      connect: (_options, callback) => process.nextTick(callback, null, this.#connection()),
      allowH2: false,
      pipelining: 1,
      maxHeaderSize: maxOverheadBytes,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#client.on('disconnect', () => this.#returnToPool());
  }

  connectTo(socket: Socket): void {
    this.#socket = socket;
    this.#isSound = false;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(options, handler);
  }

  /** The exchange came to its proper end: once its connection is closed, the client may have another. */
  endWell(): void {
    this.#isSound = true;
  }

  #connection(): Socket {
    if (this.#socket === undefined) throw new Error('a client without a connection');
    return this.#socket;
  }

  /** Whatever went wrong with one target is forgotten together with the client that saw it. */
  #returnToPool(): void {
    this.#socket = undefined;
    const { connected, size } = this.#client.stats;
    if (this.#isSound && !connected && size === 0 && idle.length < mostIdle) idle.push(this);
  }
}
