import type { AnswerHead } from './exchange.ts';

/** How many bytes of a body the head of an answer promises; 0: none, or it does not say. */
export function promisedBytes(method: string, { status, headers }: Omit<AnswerHead, 'version'>): number {
  // RFC 9110 §6.4.1: these have no body, whatever length they name.
  if (method === 'HEAD' || status === 204 || status === 304) return 0;
  return Number(headers.get('content-length')?.[0] ?? 0);
}
