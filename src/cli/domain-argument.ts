import { normaliseDomain } from '../probe/domain-name.ts';
import { UsageError } from './command.ts';

/**
 * A domain as people type it, or paste it: out of the address bar with all that is there, or as a handle. In its one
 * form. Throws {@link UsageError}.
 */
export function parseDomain(text: string): string {
  const localName = /^@[^@.:/]+$/.exec(text.trim())?.[0];
  if (localName !== undefined) {
    throw new UsageError(`'${text}' is an account without its server: write ${localName}@example.social`);
  }
  const [place = ''] = text
    .trim()
    .replace(/^(?:https?:\/\/|acct:)/i, '')
    .split(/[/?#]/);
  const domain = normaliseDomain(place.slice(place.lastIndexOf('@') + 1));
  if (domain !== null) return domain;
  throw new UsageError(`'${text}' is no domain; write the name in handles, such as example.social`);
}
