import type { z } from 'zod';
import { nearest } from './nearest.ts';

/** What to say of a key that must be there and is not. */
export const missing = 'is missing';

/** What to say of a time zone that the machine does not know. */
export const timeZoneMessage = 'write the name of a time zone, such as Europe/Berlin or Asia/Seoul';

/** What to say of a word that is not one of a closed set; never repeats it. */
export function unknownWord(word: unknown, known: readonly string[]): string {
  if (known.includes(String(word))) return `write one of ${list(known)}, in quotes`;
  const meant = typeof word === 'string' ? nearest(word, known) : null;
  return `write one of ${list(known)}${meant === null ? '' : `: did you mean \`${meant}\`?`}`;
}

/** Words of a closed set. */
export function list(words: readonly string[]): string {
  return words.map(word => `\`${word}\``).join(', ');
}

/** The words for what the schemas do not word themselves. None repeats a value: it may be a secret. */
export function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? missing : wrongType(issue.expected, issue.input);
    case 'invalid_value':
      return unknownWord(issue.input, issue.values.map(String));
    case 'invalid_union':
      return anyOf(issue.input, issue.errors);
    case 'too_small':
      return `write ${atLeast(issue.origin, issue.minimum)} or more`;
    case 'too_big':
      return `write ${atLeast(issue.origin, issue.maximum)} or less`;
    case 'invalid_format':
      return issue.format === 'url'
        ? 'write a URL such as https://social.example/about'
        : 'not of the right form';
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return undefined;
    default:
      return issue satisfies never;
  }
}

function wrongType(expected: string, input: unknown): string {
  if (input === null) return 'is empty: write a value, or leave it out';
  switch (expected) {
    case 'string':
      return typeof input === 'object' ? 'write a text' : 'this is text: put it in quotes';
    case 'boolean':
      return 'write true or false, without quotes (yes, no, on and off are texts in YAML 1.2)';
    case 'number':
    case 'int':
      return typeof input === 'string' ? 'write a number, without quotes' : 'write a whole number';
    case 'array':
      return 'write a list: each item on a line of its own, after a dash';
    case 'object':
    case 'record':
      return 'write keys and values, indented below it';
    default:
      return 'not of the right type';
  }
}

/** A union of words and numbers reads as one closed set. */
function anyOf(input: unknown, branches: readonly z.core.$ZodIssue[][]): string {
  if (input === undefined) return missing;
  const values = branches.flatMap(([first]) =>
    first?.code === 'invalid_value' ? first.values.map(String) : [],
  );
  const others = branches.flatMap(([first]) =>
    first?.code === 'invalid_value' || first === undefined ? [] : [first.message],
  );
  if (values.length > 0 && others.length === 0) return unknownWord(input, values);
  return [...new Set(others)].join(', or ');
}

function atLeast(origin: string, limit: number | bigint): string {
  return origin === 'array' ? `${limit} items` : origin === 'string' ? `${limit} characters` : String(limit);
}
