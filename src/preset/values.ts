/** Reading documents that a server wrote: anything may be anywhere in them. */
import { parseJsonPath, valueAt } from '../core/json-path.ts';
import type { DiscoveryDocuments, DiscoveryHints } from './preset.ts';

/** The text at a path of a JSON value; null: there is none. */
export function textAt(document: unknown, path: string): string | null {
  const value = at(document, path);
  return typeof value === 'string' ? value : null;
}

/** The list at a path of a JSON value; empty when there is none. */
export function listAt(document: unknown, path: string): readonly unknown[] {
  const value = at(document, path);
  return Array.isArray(value) ? value : [];
}

/** Whom nodeinfo names as the staff, as Pleroma and others do. */
export function staffAccounts({ nodeinfo }: DiscoveryDocuments): DiscoveryHints {
  const from = 'metadata.staffAccounts in nodeinfo';
  return { accounts: listAt(nodeinfo, '$.metadata.staffAccounts').map(value => ({ value, from })) };
}

function at(document: unknown, path: string): unknown {
  const parsed = parseJsonPath(path);
  return parsed === null ? undefined : valueAt(document, parsed);
}
