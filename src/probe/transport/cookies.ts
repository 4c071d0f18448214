import type { Headers } from '../../core/outcome.ts';

/** More is not kept: a hostile server must not make us send it megabytes. */
const maxCookies = 50;
const maxCookieLength = 4096;

/** The cookies of one run, each sent back to the very origin (RFC 6454) that set it, and forgotten afterwards. */
export class CookieJar {
  readonly #byOrigin = new Map<string, Map<string, string>>();

  /** Keeps what an answer sets. Of the attributes only the end of life counts: a run visits few paths. */
  store(origin: string, headers: Headers): void {
    const cookies = this.#byOrigin.get(origin) ?? new Map<string, string>();
    for (const line of headers.get('set-cookie') ?? []) {
      const [name, value] = pairOf(line);
      if (name === '' || line.length > maxCookieLength) continue;
      if (isRemoval(line)) cookies.delete(name);
      else if (cookies.has(name) || cookies.size < maxCookies) cookies.set(name, value);
    }
    this.#byOrigin.set(origin, cookies);
  }

  /** The value of the header `Cookie` for an origin; empty when there is none to send. */
  header(origin: string): string {
    const cookies = this.#byOrigin.get(origin) ?? new Map<string, string>();
    return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

function pairOf(line: string): readonly [name: string, value: string] {
  const [pair = ''] = line.split(';', 1);
  const equals = pair.indexOf('=');
  return equals === -1 ? ['', ''] : [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
}

function isRemoval(line: string): boolean {
  const maxAge = /;\s*max-age\s*=\s*(-?\d+)/i.exec(line)?.[1];
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = /;\s*expires\s*=\s*([^;]+)/i.exec(line)?.[1];
  return expires !== undefined && Date.parse(expires) < Date.now();
}
