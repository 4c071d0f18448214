import { parseJsonPath, valueAt } from './json-path.ts';

/** The value at a path such as `$.contact.account`; undefined when there is none. */
export function readAt(document: unknown, path: string): unknown {
  const parsed = parseJsonPath(path);
  return parsed === null ? undefined : valueAt(document, parsed);
}

/** The text at a path; null when there is none, or an empty one. */
export function textAt(document: unknown, path: string): string | null {
  const value = readAt(document, path);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
