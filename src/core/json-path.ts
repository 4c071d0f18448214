/**
 * The part of JSONPath (RFC 9535) that names one value: `$`, `.name`, `['any name']`, `[0]`, `[-1]`.
 * Only own properties count, so that a hostile document cannot reach `constructor` or `__proto__`.
 */
export interface JsonPath {
  readonly source: string;
  readonly steps: readonly (string | number)[];
}

const step = /\.([A-Za-z_][\w-]*)|\[(-?\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;

/** Reads a path; null when it is not of the form above. */
export function parseJsonPath(source: string): JsonPath | null {
  if (!source.startsWith('$')) return null;
  const steps: (string | number)[] = [];
  let position = 1;
  while (position < source.length) {
    step.lastIndex = position;
    const match = step.exec(source);
    if (match === null) return null;
    const [whole, dotted, index, single, double] = match;
    steps.push(index === undefined ? (dotted ?? single ?? double ?? '') : Number(index));
    position += whole.length;
  }
  return { source, steps };
}

/** The value at a path; undefined when there is none (JSON itself has no undefined). */
export function valueAt(document: unknown, path: JsonPath): unknown {
  let value = document;
  for (const key of path.steps) {
    if (typeof key === 'number') {
      if (!Array.isArray(value)) return undefined;
      value = value.at(key);
    } else {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
      value = Object.getOwnPropertyDescriptor(value, key)?.value;
    }
    if (value === undefined) return undefined;
  }
  return value;
}
