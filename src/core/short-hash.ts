const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** FNV-1a, 64 bits, over the UTF-16 code units of a text: the same on every machine and for ever. It keeps no secret. */
export function hash64(text: string): bigint {
  let hash = offsetBasis;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * prime);
  }
  return hash;
}

/** {@link hash64} in 13 digits of base 36, for identities. */
export function shortHash(text: string): string {
  return hash64(text).toString(36).padStart(13, '0');
}
