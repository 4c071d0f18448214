import { domainToASCII } from 'node:url';

/** An account as webfinger is asked for it. */
export interface Account {
  readonly user: string;
  /** May carry a port. */
  readonly domain: string;
  /** Whether this stands for the server itself. Servers may answer for it under any name. */
  readonly isInstanceActor: boolean;
}

const written = /^(?:@?([^\s@:/?#]+))(?:@([^\s@/?#]+))?$/;

/** Reads `user` or `user@domain`; null when the text is neither. */
export function parseAccount(text: string, domain: string): Account | null {
  const match = written.exec(text);
  if (match === null) return null;
  return { user: match[1] ?? '', domain: match[2] ?? domain, isInstanceActor: false };
}

/**
 * The account that stands for a whole server, of which Mastodon ≥ 3.0 and others have one. It answers to
 * `domain@domain`, but its subject may read otherwise: `mastodon.internal@domain` on newer Mastodon.
 */
export function instanceActor(domain: string): Account {
  return { user: domain, domain, isInstanceActor: true };
}

/** `acct:user@domain` (RFC 7565). */
export function acctUri({ user, domain }: Account): string {
  return `acct:${user}@${domain}`;
}

/** What a subject may be, for people. */
export function describeSubject(account: Account): string {
  return account.isInstanceActor ? `an account at ${account.domain}` : acctUri(account);
}

/** Whether a subject means this account. Upper and lower case are alike, so are both spellings of other scripts. */
export function isSubjectOf(account: Account, subject: string): boolean {
  const match = /^acct:([^\s@]+)@([^\s@/?#]+)$/i.exec(subject);
  if (match === null) return false;
  const [, user = '', domain = ''] = match;
  if (plainDomain(domain) !== plainDomain(account.domain)) return false;
  return account.isInstanceActor || user.toLowerCase() === account.user.toLowerCase();
}

function plainDomain(domain: string): string {
  const [, name = domain, port = ''] = /^(.*?)(:\d+)?$/.exec(domain) ?? [];
  return (domainToASCII(name) || name.toLowerCase()) + port;
}
