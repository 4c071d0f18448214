const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/**
 * FNV-1a, 64 bits, over the UTF-16 code units of a text, in 13 digits of base 36. For identities that must be the
 * same on every machine and for ever; it keeps no secret.
 */
export function shortHash(text: string): string {
  let hash = offsetBasis;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * prime);
  }
  return hash.toString(36).padStart(13, '0');
}
