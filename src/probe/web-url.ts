/** Reads a URL that a server names; null unless it is one of the web, without credentials. */
export function parseWebUrl(text: string): URL | null {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  return url.username === '' && url.password === '' ? url : null;
}
