import type { Observation } from '../outcome.ts';

/** A document, whatever it is: `null` is one too. */
export interface JsonDocument {
  readonly value: unknown;
}

/** Several assertions look at one answer. It is parsed once, and forgotten with it. */
const documents = new WeakMap<Observation, JsonDocument | null>();

/** The body of an answer as JSON; null: it is none (or there is no body). */
export function documentOf(observation: Observation): JsonDocument | null {
  const known = documents.get(observation);
  if (known !== undefined) return known;
  const document = parseDocument(observation.text ?? '');
  documents.set(observation, document);
  return document;
}

/** A text as JSON; null: it is none, or nests deeper than any document does. */
export function parseDocument(text: string): JsonDocument | null {
  if (isTooDeep(text)) return null;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/**
 * RFC 8259 §9 allows a limit. No API nests deeper than a dozen times; a MiB of nothing but brackets costs the parser a
 * fifth of a second and fifty times its size in memory.
 */
const deepest = 1000;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === backslash) at += 1;
      else if (code === quote) isInString = false;
    } else if (code === quote) {
      isInString = true;
    } else if (code === openBracket || code === openBrace) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (code === closeBracket || code === closeBrace) {
      depth -= 1;
    }
  }
  return false;
}

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d,
];
