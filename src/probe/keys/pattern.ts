import { RE2JS } from 're2js';
import { z } from 'zod';
import type { Pattern } from '../../core/assertion.ts';

/**
 * A regular expression in the syntax of RE2, found anywhere in the text unless it is anchored. It runs in linear time,
 * so no page can stall the daemon with it.
 */
export const pattern: z.ZodType<Pattern, string> = z
  .string()
  .min(1, 'an empty regular expression matches everything: write one, or leave the key out')
  .meta({ title: 'regular expression' })
  .transform((source, context) => {
    const compiled = compile(source);
    if (typeof compiled !== 'string') return compiled;
    context.addIssue({ code: 'custom', message: compiled });
    return z.NEVER;
  });

/** A preset writes the same few patterns for every server, and compiling one takes as long as the rest of a component. */
const compiledBefore = new Map<string, Pattern | string>();
const maxRemembered = 200;

function compile(source: string): Pattern | string {
  const known = compiledBefore.get(source);
  if (known !== undefined) return known;
  const compiled = compileAnew(source);
  if (compiledBefore.size >= maxRemembered) compiledBefore.clear();
  compiledBefore.set(source, compiled);
  return compiled;
}

/** The pattern, or what is wrong with it in words for the operator. */
function compileAnew(source: string): Pattern | string {
  try {
    const expression = RE2JS.compile(source);
    return { source, test: text => expression.test(text) };
  } catch {
    return complaint(source);
  }
}

function complaint(source: string): string {
  if (/\(\?<?[=!]/.test(source)) {
    return 'look-ahead and look-behind are not supported (RE2 syntax, linear time): use keyword or regex_absent beside it';
  }
  if (/\\[1-9]|\\k[<{']|\(\?P[=>]/.test(source)) {
    return 'back-references are not supported (RE2 syntax, linear time): spell the text out';
  }
  return `not a regular expression of RE2 syntax${position(source)}: see https://github.com/google/re2/wiki/Syntax`;
}

/** Where it stops making sense: after the longest beginning that is complete in itself. */
function position(source: string): string {
  for (let length = source.length - 1; length > 0; length -= 1) {
    if (compiles(source.slice(0, length))) return `, from character ${length + 1}`;
  }
  return '';
}

function compiles(source: string): boolean {
  try {
    RE2JS.compile(source);
    return true;
  } catch {
    return false;
  }
}
