/**
 * Origin of a server's own name: `https://`, since that is what its peers ask, except for loopback names, which stand
 * for a server on this machine (RFC 6761 §6.3). The domain may carry a port.
 */
export function originOf(domain: string): string {
  return `${isLoopbackName(domain) ? 'http' : 'https'}://${domain}`;
}

/** Whether a host, with or without a port, is this machine by its name alone. */
export function isLoopbackName(host: string): boolean {
  return /^(?:(?:[^/:]+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host);
}
