import { z } from 'zod';
import { innermost } from '../probe/keys/secret.ts';
import type { ConfigPath } from './errors.ts';
import { memoised } from './memoised.ts';

type Schema = z.core.$ZodType;

/** The forms that a value may take: the members of a union, or the one schema, without wrappers. */
export const formsOf: (schema: Schema) => readonly Schema[] = memoised((schema: Schema) => {
  const inner = innermost(schema);
  return inner instanceof z.ZodUnion ? inner.options.flatMap(option => formsOf(option)) : [inner];
});

/** The form that fits the shape of a value (map, list or scalar); null when none does. */
export function formOf(schema: Schema, value: unknown): Schema | null {
  return formsOf(schema).find(form => hasShapeOf(form, value)) ?? null;
}

function hasShapeOf(form: Schema, value: unknown): boolean {
  if (form instanceof z.ZodArray) return Array.isArray(value);
  if (form instanceof z.ZodObject || form instanceof z.ZodRecord) return isMap(value);
  return !Array.isArray(value) && !isMap(value);
}

/** Whether a value of the file is a map of keys and values. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys that a map at this path may have; empty when it is no map, or takes any key. */
export function keysAt(schema: Schema, path: ConfigPath): readonly string[] {
  let forms = formsOf(schema);
  for (const key of path) forms = forms.flatMap(form => childrenOf(form, key)).flatMap(formsOf);
  return forms.flatMap(form => (form instanceof z.ZodObject ? Object.keys(form.shape) : []));
}

function childrenOf(form: Schema, key: PropertyKey): readonly Schema[] {
  if (form instanceof z.ZodArray) return [form.element];
  if (form instanceof z.ZodRecord) return [form.valueType];
  if (!(form instanceof z.ZodObject)) return [];
  const child: unknown = form.shape[String(key)];
  return child instanceof z.ZodType ? [child] : [];
}

/** What the file says at a path; undefined when it says nothing. */
export function valueAtPath(value: unknown, path: ConfigPath): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Object.getOwnPropertyDescriptor(current, key)?.value;
  }
  return current;
}
