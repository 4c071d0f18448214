import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { errorCode } from '../core/error-code.ts';
import type { WebSecuritySource, WebTls } from '../core/web-security.ts';
import { inTurn } from './in-turn.ts';
import { isClientAcceptable, tlsOptions } from './tls.ts';

export interface Address {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** What visitors can take of us. Without limits, some thousand half-open requests would shut everybody out. */
export interface ListenLimits {
  /** A request's headers, and a TLS handshake, must be complete by then. */
  readonly headersTimeoutMs: number;
  /** A whole request must be received by then; its answer may take longer. */
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly maxConnections: number;
  /** Requests that a connection may send before it has the answer to the last. Hardly any client sends even one. */
  readonly maxWaitingRequests: number;
  readonly maxHeaderBytes: number;
  /** Answers under way get so long when we stop. */
  readonly stopWithinMs: number;
}

export const defaultLimits: ListenLimits = {
  headersTimeoutMs: 5000,
  requestTimeoutMs: 10_000,
  keepAliveTimeoutMs: 5000,
  maxConnections: 256,
  maxWaitingRequests: 16,
  maxHeaderBytes: 8 * 1024,
  stopWithinMs: 4000,
};

/** A server that listens. Disposing stops it: idle connections at once, others when they have their answer. */
export interface Listener extends AsyncDisposable {
  readonly address: Address;
  /** Such as `http://127.0.0.1:10061`. */
  readonly url: string;
}

/** Why an address cannot be listened on, in words for the operator. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Listens. Rejects with a {@link ListenError}. */
export async function listen(
  app: RequestListener,
  address: Address,
  security: WebSecuritySource,
  limits: ListenLimits = defaultLimits,
): Promise<Listener> {
  const { tls } = security.current();
  const handle = inTurn(app, limits.maxWaitingRequests);
  const server =
    tls === null ? createServer(serverOptions(limits), handle) : secure(handle, tls, security, limits);
  server.maxConnections = limits.maxConnections;
  const stop = stopper(server, limits.stopWithinMs);
  await startListening(server, address);
  const bound = server.address();
  const port = bound !== null && typeof bound !== 'string' ? bound.port : address.port;
  const host = isIPv6(address.host) ? `[${address.host}]` : address.host;
  return {
    address: { host: address.host, port },
    url: `${tls === null ? 'http' : 'https'}://${host}:${port}`,
    [Symbol.asyncDispose]: stop,
  };
}

function serverOptions(limits: ListenLimits): ServerOptions {
  return {
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxHeaderSize: limits.maxHeaderBytes,
    connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs),
  };
}

function secure(
  app: RequestListener,
  tls: WebTls,
  security: WebSecuritySource,
  limits: ListenLimits,
): Server {
  const options = { ...serverOptions(limits), ...tlsOptions(tls), handshakeTimeout: limits.headersTimeoutMs };
  const server = createTlsServer(options, app);
  let applied = tls;
  // Before Node.js itself sees the connection, so that a renewed certificate serves the very next one.
  server.prependListener('connection', () => {
    const current = security.current().tls;
    if (current === null || current === applied) return;
    applied = current;
    server.setSecureContext(tlsOptions(current));
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    if (!isClientAcceptable(socket, applied.clientAuth)) socket.destroy();
  });
  return server;
}

function startListening(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: Error) => reject(explain(error, host, port)));
    server.listen({ host, port }, resolve);
  });
}

const explanations: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already',
  EACCES: 'not allowed; ports below 1024 need a privilege (CAP_NET_BIND_SERVICE)',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'no such host',
};

function explain(error: Error, host: string, port: number): ListenError {
  const code = errorCode(error) ?? '';
  const why = explanations[code] ?? error.message;
  return new ListenError(`cannot listen on ${host}:${port}: ${why}`, { cause: error });
}

function stopper(server: Server, withinMs: number): () => Promise<void> {
  // Not only those that speak HTTP already, which are all that the server itself would close: others may be shaking hands.
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let stopped: Promise<void> | null = null;
  return () => {
    stopped ??= new Promise(resolve => {
      const force = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, withinMs);
      const sweep = setInterval(() => {
        // A connection becomes idle once its answer is sent, and must then not be kept for another request.
        server.closeIdleConnections();
        // Browsers connect beforehand: the server would wait for what they have yet to ask.
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      }, 50);
      server.close(() => {
        clearTimeout(force);
        clearInterval(sweep);
        resolve();
      });
    });
    return stopped;
  };
}
