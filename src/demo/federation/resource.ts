import type { Site } from '../site.ts';

/** `admin@example.social`. */
export function handle({ account, localDomain }: Site): string {
  return `${account}@${localDomain}`;
}

/**
 * The local account that a resource of webfinger names: lower case; `''` for one of another server; null when it cannot
 * be read. Servers take `acct:` URIs, bare handles and addresses of profiles.
 */
export function accountName(site: Site, resource: string): string | null {
  if (/^https?:/.test(resource)) {
    const path = URL.canParse(resource) ? new URL(resource) : null;
    const name = /^\/(?:@|users\/)([\w.-]+)$/.exec(path?.pathname ?? '')?.[1];
    return path?.host === site.webDomain && name !== undefined ? name.toLowerCase() : '';
  }
  const address = resource
    .replace(/^acct:/, '')
    .replace(/^@/, '')
    .toLowerCase();
  const at = address.lastIndexOf('@');
  if (at <= 0) return null;
  const domain = address.slice(at + 1);
  return domain === site.localDomain || domain === site.webDomain ? address.slice(0, at) : '';
}
