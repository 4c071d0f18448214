import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A server on a raw socket that does to each connection whatever a test tells it to. */
export interface HostileServer extends AsyncDisposable {
  readonly port: number;
  /** What each connection has sent so far, in order of arrival. */
  readonly received: readonly string[];
  readonly connections: number;
}

export type Behaviour = (socket: Socket, head: string) => void;

export interface HostileOptions {
  readonly host?: string;
  readonly port?: number;
  /** Speak TLS with these. */
  readonly tls?: TlsOptions;
  /** Told of each connection as it is below TLS. */
  readonly onRaw?: (socket: Socket) => void;
  /** Act at once, not after the end of a request's head. */
  readonly atOnce?: boolean;
}

export async function hostileServer(behave: Behaviour, options: HostileOptions = {}): Promise<HostileServer> {
  const { host = '127.0.0.1', port = 0, tls, atOnce = false } = options;
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const onConnection = (socket: Socket): void => {
    const index = received.push('') - 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (atOnce) behave(socket, '');
    socket.on('data', chunk => {
      const had = received[index]!.includes('\r\n\r\n');
      received[index] += chunk.toString('latin1');
      if (!atOnce && !had && received[index]!.includes('\r\n\r\n')) behave(socket, received[index]!);
    });
  };
  const server: Server =
    tls === undefined
      ? createServer({ allowHalfOpen: true }, onConnection)
      : createTlsServer(tls, onConnection);
  server.on('tlsClientError', () => {});
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {});
    options.onRaw?.(socket);
  });
  await once(server.listen(port, host), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received,
    get connections() {
      return received.length;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Writes a text over and over, as fast as it is taken, until the other side has enough. */
export function flood(socket: Socket, start: string, unit: string | Buffer): void {
  socket.write(start, 'latin1');
  const bytes = Buffer.from(unit);
  const block = Buffer.concat(Array.from({ length: Math.ceil(65_536 / bytes.length) }, () => bytes));
  const more = (): void => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on('drain', more);
  more();
}

/** Writes bytes one at a time, each in a segment of its own. */
export function drip(socket: Socket, bytes: Buffer, index = 0): void {
  if (socket.destroyed || index === bytes.length) return;
  socket.setNoDelay(true);
  socket.write(bytes.subarray(index, index + 1), () => setImmediate(() => drip(socket, bytes, index + 1)));
}

/** An answer with its length. */
export function answer(body: string | Buffer, headers = '', status = '200 OK'): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\ncontent-length: ${bytes.length}\r\n${headers}\r\n`, 'latin1'),
    bytes,
  ]);
}
