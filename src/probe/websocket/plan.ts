import type { Pattern, StatusRange } from '../../core/assertion.ts';
import { Secret } from '../../core/secret.ts';
import type { ConnectionTarget } from '../transport/connection.ts';
import type { HttpRequest, NetworkSettings } from '../transport/types.ts';

/** All that one run needs to know. */
export interface Plan {
  /** `ws:` or `wss:`, without credentials and fragment. */
  readonly url: URL;
  readonly headers: HttpRequest['headers'];
  readonly subprotocol: string | null;
  /** What to say once connected; null: nothing. */
  readonly send: string | null;
  /** What one of the messages must match; null: the handshake is all. */
  readonly expect: Pattern | null;
  /** Cap of the body of a refusal, and of all messages together. */
  readonly maxBytes: number;
  /** The healthy answers to the handshake. */
  readonly accepted: readonly StatusRange[];
  readonly network: NetworkSettings;
}

/** Reads the address of a WebSocket; null for any other, and for one with credentials or a fragment. */
export function parseWebSocketUrl(text: string): URL | null {
  const url = URL.parse(text.replace(/^http(?=s?:)/i, 'ws'));
  if (url === null || !['ws:', 'wss:'].includes(url.protocol)) return null;
  return url.username === '' && url.password === '' && url.hash === '' ? url : null;
}

/** The address for people: without its query. */
export function plainUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** Where to connect to. A configured `Host` is also the name for TLS, as a reverse proxy would see it. */
export function targetOf({ url, headers }: Plan): ConnectionTarget {
  const secure = url.protocol === 'wss:';
  const host = withoutBrackets(url.hostname);
  const asked = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const named = asked instanceof Secret ? URL.parse(`http://${asked.reveal()}`) : null;
  const serverName = named === null ? host : withoutBrackets(named.hostname);
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return { host, port, secure, serverName, alpn: ['http/1.1'] };
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
