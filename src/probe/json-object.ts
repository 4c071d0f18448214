import { parseDocument } from '../core/assertion/json-document.ts';
import type { FailureCode } from '../core/reason.ts';
import { ProbeFailure } from './failure.ts';

/** A JSON object of the target: every property is unknown, and none is inherited. */
export type JsonObject = Pick<ReadonlyMap<string, unknown>, 'get'>;

/** Reads a document whose root is an object. @throws {ProbeFailure} with the code when it is anything else. */
export function parseObject(text: string, code: FailureCode): JsonObject {
  const root = toObject(parse(text, code));
  if (root === null) throw new ProbeFailure(code, 'JSON, but no object');
  return root;
}

/** The own properties of a JSON object; null for every other value. */
export function toObject(value: unknown): JsonObject | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  // No copy: a document may have a hundred thousand properties.
  return { get: (key): unknown => Object.getOwnPropertyDescriptor(value, key)?.value };
}

function parse(text: string, code: FailureCode): unknown {
  const document = parseDocument(text);
  if (document !== null) return document.value;
  const what = /^\s*</.test(text) ? 'a page, not JSON' : 'not JSON';
  throw new ProbeFailure(code, text.trim() === '' ? 'an empty answer' : what);
}
