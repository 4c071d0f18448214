import type { Publication } from '../../src/publish/publisher.ts';

/** The whole of a publication's body. */
export async function textOf(body: Publication['body']): Promise<string> {
  if (typeof body === 'string') return body;
  const parts: Uint8Array[] = [];
  // A copy of each: the next is made in the same place.
  for await (const part of body) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
