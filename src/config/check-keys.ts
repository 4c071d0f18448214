import type { z } from 'zod';
import type { ConfigPath } from './errors.ts';
import { checkValue, type Mistake } from './explain.ts';
import { isMap } from './schema-walk.ts';

/** The keys of a map, read as far as they are right, so that one mistake does not hide the others. */
export interface CheckedKeys<T> {
  readonly data: T;
  readonly mistakes: readonly Mistake[];
  /** Keys whose values in `data` are not those of the file. */
  readonly broken: ReadonlySet<string>;
}

/**
 * Checks the keys of a map. Those that are wrong become what they would be if they were not there, or their
 * placeholder: keys that must be there need one.
 */
export function checkKeys<T>(
  schema: z.ZodType<T>,
  input: unknown,
  path: ConfigPath,
  placeholders: Readonly<Record<string, unknown>>,
): CheckedKeys<T> {
  const checked = checkValue(schema, input, path);
  if (checked.ok) return { data: checked.data, mistakes: [], broken: new Set() };
  const { mistakes } = checked;
  const written = isMap(input) ? input : {};
  const broken = new Set(
    isMap(input) ? mistakes.map(mistake => String(mistake.path[path.length])) : Object.keys(placeholders),
  );
  const sound = Object.entries(written).filter(([key]) => !broken.has(key));
  const stopgaps = Object.entries(placeholders).filter(([key]) => broken.has(key));
  return { data: schema.parse(Object.fromEntries([...sound, ...stopgaps])), mistakes, broken };
}
