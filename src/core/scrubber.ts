import { secretMask } from './secret.ts';

/**
 * Masks every secret in a text that others made up: the second net under `Secret`. Of a long text the beginning, of at
 * least `most` characters, is enough.
 */
export type Scrub = (text: string, most?: number) => string;

/** Masking shorter texts would garble everything and protect nothing worth it. */
const shortestSecret = 4;

/** What we put at the end of what we cut off. */
const ellipsis = '…';

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
    const length = candidates === undefined ? 0 : secretLength(text, at, candidates);
    if (length === 0) {
      at += 1;
    } else {
      shown += text.slice(from, at) + secretMask;
      at += length;
      from = at;
    }
  }
  return shown + text.slice(from, at);
}

/** How many characters from here on are a secret, or what was left of one where a text was cut off; 0: none. */
function secretLength(text: string, at: number, longestFirst: readonly string[]): number {
  const secret = longestFirst.find(candidate => text.startsWith(candidate, at));
  if (secret !== undefined) return secret.length;
  const [longest = ''] = longestFirst;
  const cutOff = text.slice(at, at + longest.length).indexOf(ellipsis);
  if (cutOff < shortestSecret) return 0;
  const start = text.slice(at, at + cutOff);
  return longestFirst.some(candidate => candidate.startsWith(start)) ? cutOff : 0;
}
