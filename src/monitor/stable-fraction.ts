/**
 * A number from 0 up to, but not including, 1 that belongs to a text: the same in every process and on every machine,
 * and evenly spread over texts however alike they are. FNV-1a, then the finaliser of MurmurHash3, which carries a
 * difference in the last characters into every bit.
 */
export function stableFraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
