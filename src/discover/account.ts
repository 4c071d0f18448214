import { readAt } from '../core/json-text.ts';
import type { DiscoveryHint } from '../preset/preset.ts';
import { normaliseDomain } from '../probe/domain-name.ts';
import type { InstanceFacts } from './instance.ts';

/** An account that may be there always. */
export interface AccountCandidate {
  readonly name: string;
  readonly from: string;
}

/** More would cost more requests than they are worth. */
const mostCandidates = 2;

/** Whom to try, the likeliest first: the contact of the server, then what its own API and nodeinfo suggest. */
export function accountCandidates(
  instance: InstanceFacts | null,
  hints: readonly DiscoveryHint[],
  domains: readonly string[],
): readonly AccountCandidate[] {
  const found = [...contactAccounts(instance), ...hints.slice(0, 10)].flatMap(({ value, from }) => {
    const name = accountName(value, domains);
    return name === null ? [] : [{ name, from }];
  });
  const names = found.map(({ name }) => name);
  return found.filter(({ name }, index) => names.indexOf(name) === index).slice(0, mostCandidates);
}

function contactAccounts(instance: InstanceFacts | null): readonly DiscoveryHint[] {
  if (instance === null) return [];
  const from = `the contact account in ${instance.path}`;
  return ['$.contact.account.acct', '$.contact_account.acct'].map(path => ({
    value: readAt(instance.document, path),
    from,
  }));
}

/** A name as the configuration takes it, of an account of one of these domains; null: it is none. */
function accountName(value: unknown, domains: readonly string[]): string | null {
  if (typeof value !== 'string' || value.length > 300) return null;
  // Some name their staff by the addresses of actors.
  const written = /^https?:\/\//.test(value) ? (/\/@?([^/]+)\/?$/.exec(value)?.[1] ?? '') : value;
  const match = /^@?([A-Za-z0-9_](?:[\w.-]{0,62}\w)?)(?:@([^\s@/]+))?$/.exec(written.trim());
  if (match === null) return null;
  const [, name = '', home] = match;
  const isOwn = home === undefined || domains.includes(normaliseDomain(home) ?? '');
  return isOwn ? name : null;
}
