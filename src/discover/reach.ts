import { isIP } from 'node:net';
import { normaliseDomain } from '../probe/domain-name.ts';
import { isLoopbackName } from '../probe/origin.ts';

/**
 * Why an address that a server names is not asked; null: it may be. A server of the world that points to loopback, to an
 * IP address, to a name of some local network or away from TLS is mistaken or hostile. A name of the world that resolves
 * to a private address is asked, as the probes themselves would. `home` is the domain that discovery began with.
 */
export function objectionTo(address: string, home: string): string | null {
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return 'is no address of the web';
  if (`${url.username}${url.password}` !== '') return 'holds a password';
  if (isLoopbackName(home))
    return isLoopbackName(url.host) ? null : 'leaves this machine, where the server is';
  if (url.protocol !== 'https:') return 'is not encrypted';
  const host = url.hostname;
  if (host === hostOf(home)) return null;
  const isAddress = host.startsWith('[') || isIP(host) !== 0;
  return isAddress || isLocalName(host) ? 'leads into a private network' : null;
}

/** Names that only a local network knows: without a dot, or set aside (RFC 6761, RFC 6762, RFC 8375, and `.internal`). */
function isLocalName(host: string): boolean {
  return !host.includes('.') || /\.(?:localhost|local|internal|home\.arpa|localdomain)\.?$/.test(host);
}

/** An origin as a server names it, for one of the web: streaming bases are `wss:`. null: it is none. */
export function webOriginOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const url = URL.parse(value.trim());
  if (url === null || !/^(?:https?|wss?):$/.test(url.protocol)) return null;
  if (normaliseDomain(url.host) === null) return null;
  return `${url.protocol.replace(/^ws/, 'http')}//${url.host}`;
}

function hostOf(domain: string): string {
  return domain.replace(/:\d+$/, '');
}
