import { normaliseDomain } from '../probe/domain-name.ts';
import { UsageError } from './command.ts';

/** A domain as people type it, or paste it out of the address bar, in its one form. Throws {@link UsageError}. */
export function parseDomain(text: string): string {
  const domain = normaliseDomain(text.replace(/^https?:\/\//i, '').replace(/\/$/, ''));
  if (domain !== null) return domain;
  throw new UsageError(`'${text}' is no domain; write the name in handles, such as example.social`);
}
