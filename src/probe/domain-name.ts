import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode as toUnicode } from 'node:url';

/** An internationalised name as people write it; other names, and names that are invalid, stay as they are. */
export function domainToUnicode(host: string): string {
  return toUnicode(host) || host;
}

/** A host as DNS and certificates write it (`xn--`); one of ASCII alone, and what is no name, stays as it is. */
export function hostToAscii(host: string): string {
  return /\P{ASCII}/u.test(host) ? domainToASCII(host) || host : host;
}

/** A server's name in its one form: lower case, `xn--` for other scripts, no dot at the end; the port stays. null: not a name. */
export function normaliseDomain(text: string): string | null {
  const match = /^([^\s/@:?#[\]%\\]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, name = '', port] = match;
  const host = domainToASCII(name.replace(/\.$/, ''));
  // What is read as a number stands for an address that nobody wrote: `12` for 0.0.0.12.
  if (isIP(host) !== 0 && host !== name.replace(/\.$/, '')) return null;
  if (!isHost(host) || Number(port ?? 1) > 65_535 || Number(port ?? 1) < 1) return null;
  return port === undefined ? host : `${host}:${Number(port)}`;
}

/** Labels of letters, digits, hyphens and, since some resolve, underscores (RFC 1123 §2.1); or an address in brackets. */
function isHost(host: string): boolean {
  const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
  return host.startsWith('[') || (host.length <= 253 && host.split('.').every(part => label.test(part)));
}
