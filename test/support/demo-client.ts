/** Asks a simulated server the way a client on the wire does: any host name, one connection for each request. */
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Question {
  readonly path: string;
  /** The header `Host`, without port; the port is added. Default: the web domain of the simulated Mastodon. */
  readonly host?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly statusText: string;
  /** Lower-case names; values of repeated headers joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function ask(port: number, question: Question | string): Promise<Reply> {
  const {
    path,
    host = 'mastodon.localhost',
    method = 'GET',
    headers = {},
  } = typeof question === 'string' ? { path: question } : question;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    agent: false,
    headers: { 'user-agent': 'a test', ...headers, host: `${host}:${port}` },
  });
  outgoing.once('response', resolve);
  outgoing.once('error', reject);
  // A completed handshake has no body: the connection ends here.
  outgoing.once('upgrade', (message, socket) => {
    socket.destroy();
    resolve(message);
  });
  outgoing.end();
  const message = await promise;
  const body = message.statusCode === 101 ? '' : await text(message);
  const joined = Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    status: message.statusCode ?? 0,
    statusText: message.statusMessage ?? '',
    headers: Object.fromEntries(joined),
    body,
  };
}

/** Headers of a WebSocket handshake (RFC 6455 §4.1). */
export const handshake: Readonly<Record<string, string>> = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
