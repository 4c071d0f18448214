import type { Headers } from '../../core/outcome.ts';

/**
 * Headers of an answer, from names and values in turn as they came. Names in lower case, in the order of their first
 * mention. A Map, so that no name means anything to it.
 */
export function headerMap(raw: readonly string[]): Headers {
  const headers = new Map<string, string[]>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [value]);
    else values.push(value);
  }
  return headers;
}
