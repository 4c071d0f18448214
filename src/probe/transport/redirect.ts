/** What a redirect leads to (RFC 9110 §15.4), and whether we go there. */
import type { Headers } from '../../core/outcome.ts';
import type { Secret } from '../../core/secret.ts';
import { ProbeFailure } from '../failure.ts';

/** One request on the way, as far as redirects change it. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly body: string | null;
  /** Configured headers are secrets; what we send of ourselves is text. */
  readonly headers: readonly (readonly [name: string, value: string | Secret])[];
}

/** Whether an answer asks to go elsewhere. 300, 304 and the retired 305 and 306 do not. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/**
 * The request that a redirect asks for. Once the origin (scheme, host and port) changes, every configured header is
 * gone, and stays gone on the way back.
 * @throws {ProbeFailure} when it leads nowhere that we would go.
 */
export function redirected(hop: Hop, status: number, headers: Headers): Hop {
  const url = targetOf(hop.url, headers.get('location')?.[0] ?? '');
  const kept =
    url.origin === hop.url.origin
      ? hop.headers
      : hop.headers.filter(([, value]) => typeof value === 'string');
  // RFC 9110 §15.4.2–4: 303 asks for the other document; 301 and 302 after POST are taken so by everybody.
  const becomesGet =
    (status === 303 && hop.method !== 'HEAD') ||
    ((status === 301 || status === 302) && hop.method === 'POST');
  if (!becomesGet) return { ...hop, url, headers: kept };
  return { url, method: 'GET', body: null, headers: kept.filter(([name]) => !/^content-/i.test(name)) };
}

function targetOf(from: URL, location: string): URL {
  // Headers are bytes: those beyond ASCII are UTF-8 in practice.
  const text = Buffer.from(location, 'latin1').toString('utf8').trim();
  const url = text === '' ? null : URL.parse(text, from.href);
  if (url === null) throw refused('redirect_bad_location', 'a redirect without a valid Location');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(
      'redirect_bad_scheme',
      `a redirect to ${url.protocol.slice(0, 32)}, which is neither http nor https`,
    );
  }
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw refused('redirect_downgrade', `a redirect from https to http://${url.host}`);
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

function refused(code: ProbeFailure['code'], message: string): ProbeFailure {
  return new ProbeFailure(code, message);
}
