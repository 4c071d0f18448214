/** From an address and a header to where a connection goes, for web pages and WebSockets alike. */
import { revealed, type Secret } from '../../core/secret.ts';
import type { ConnectionTarget } from './connection.ts';
import type { HttpRequest } from './types.ts';

/** The header `Host` as it is configured; undefined: it is not. */
export function configuredHost(headers: HttpRequest['headers']): string | Secret | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
}

/** Where a URL leads. A configured `Host` is also the name for TLS, as a reverse proxy would see it. */
export function targetOf(
  url: URL,
  configured: string | Secret | undefined,
  alpn: readonly string[],
): ConnectionTarget {
  const secure = url.protocol === 'https:' || url.protocol === 'wss:';
  const host = withoutBrackets(url.hostname);
  return {
    host,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    secure,
    serverName: configured === undefined ? host : (nameOf(revealed(configured)) ?? host),
    alpn,
  };
}

/** The name in a header `Host`; undefined: there is none. */
function nameOf(host: string): string | undefined {
  const name = URL.parse(`http://${host}`)?.hostname;
  return name === undefined ? undefined : withoutBrackets(name);
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
