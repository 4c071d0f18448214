import { secretMask } from './secret.ts';

/**
 * Masks every secret in a text that others made up: the second net under `Secret`. Of a long text the beginning, of at
 * least `most` characters, is enough.
 */
export type Scrub = (text: string, most?: number) => string;

/** Masking shorter texts would garble everything and protect nothing worth it. */
const shortestSecret = 4;

/** Takes time in proportion to what it shows, however many secrets there are. */
export function createScrubber(secrets: Iterable<string>): Scrub {
  const longestFirst = [...new Set(secrets)]
    .filter(secret => secret.length >= shortestSecret)
    .sort((one, other) => other.length - one.length);
  const byStart = Map.groupBy(longestFirst, secret => secret.slice(0, shortestSecret));
  return (text, most = Infinity) => (byStart.size === 0 ? text : mask(text, most, byStart));
}

function mask(text: string, most: number, byStart: ReadonlyMap<string, readonly string[]>): string {
  let shown = '';
  let from = 0;
  let at = 0;
  while (at < text.length && shown.length + at - from < most) {
    const candidates = byStart.get(text.slice(at, at + shortestSecret));
    const secret = candidates?.find(candidate => text.startsWith(candidate, at));
    if (secret === undefined) {
      at += 1;
    } else {
      shown += text.slice(from, at) + secretMask;
      at += secret.length;
      from = at;
    }
  }
  return shown + text.slice(from, at);
}
