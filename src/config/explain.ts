import type { z } from 'zod';
import { configurationUrl } from '../core/project.ts';
import type { ConfigPath } from './errors.ts';
import { nearest } from './nearest.ts';
import { keysAt, valueAtPath } from './schema-walk.ts';
import { list, missing, wording } from './wording.ts';

/** A mistake in the values of the file, before it is known where that is written. */
export interface Mistake {
  readonly path: ConfigPath;
  readonly message: string;
  /** What to point to. */
  readonly target: 'key' | 'value';
}

export type Checked<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Checks a value of the file, whose place is `path`, and says every mistake in it in words for the operator. */
export function checkValue<T>(schema: z.ZodType<T>, input: unknown, path: ConfigPath): Checked<T> {
  const parsed = schema.safeParse(input, { error: wording });
  if (parsed.success) return { ok: true, data: parsed.data };
  const mistakes = parsed.error.issues.flatMap(issue => explain(issue, schema, input));
  return { ok: false, mistakes: mistakes.map(mistake => ({ ...mistake, path: [...path, ...mistake.path] })) };
}

function explain(issue: z.core.$ZodIssue, schema: z.ZodType, input: unknown): readonly Mistake[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map(key => ({
      path: [...issue.path, key],
      message: unknownKey(key, known),
      target: 'key',
    }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path: issue.path, message: issue.issues[0]?.message ?? issue.message, target: 'key' }];
  }
  if (issue.code === 'invalid_union') {
    const branch = intendedBranch(issue.errors);
    if (branch !== null) {
      return branch.flatMap(inner =>
        explain({ ...inner, path: [...issue.path, ...inner.path] }, schema, input),
      );
    }
  }
  if (valueAtPath(input, issue.path) !== undefined) {
    return [{ path: issue.path, message: issue.message, target: 'value' }];
  }
  const message = issue.message === missing ? missing : `${missing}: ${issue.message}`;
  return [{ path: issue.path, message, target: 'value' }];
}

/** The member of a union whose shape was written, if that is plain from what is wrong. */
function intendedBranch(branches: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] | null {
  const candidates = branches.filter(issues => !issues.some(isOfOtherShape));
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

function isOfOtherShape({ code, path }: z.core.$ZodIssue): boolean {
  return (
    path.length === 0 && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union')
  );
}

/** What to say of a key that means nothing. */
function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  if (meant !== null) return `unknown key: did you mean \`${meant}\`?`;
  return known.length === 0 || known.length > 12
    ? `unknown key: see ${configurationUrl}`
    : `unknown key: write one of ${list(known)}`;
}
