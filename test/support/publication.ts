import type { Publication } from '../../src/publish/publisher.ts';

/** The whole of a publication's body. */
export function textOf(body: Publication['body']): string {
  return typeof body === 'string' ? body : Buffer.concat(body).toString();
}
