/**
 * The beginning of an address of the web, as far as its path: no credentials, and no more than a name can have (RFC 1035
 * §2.3.4) with a port. To convert a long name to ASCII takes time that grows with its square: 50 ms for 5000 characters.
 */
const beginning = /^\s*https?:\/\/[^/?#\\@]{1,260}(?:[/?#\\]|$)/i;

/** Reads a URL that a server names; null unless it is one of the web, without credentials. */
export function parseWebUrl(text: string): URL | null {
  return beginning.test(text) ? URL.parse(text) : null;
}
