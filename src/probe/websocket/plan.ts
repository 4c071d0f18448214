import type { Pattern, StatusRange } from '../../core/assertion.ts';
import type { HttpRequest } from '../transport/types.ts';

/** What is asked, and what is to come of it. */
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
