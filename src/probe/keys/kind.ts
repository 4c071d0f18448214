import { z } from 'zod';

/**
 * A text that is read into something else, or refused with one message. Title and pattern serve editors and the reference
 * page; the parser alone decides.
 */
export function kind<T>(
  title: string,
  message: string,
  parse: (text: string) => T | null,
  editorPattern?: RegExp,
): z.ZodType<T, string> {
  return z
    .string({ error: message })
    .meta({ title, ...(editorPattern && { pattern: editorPattern.source }) })
    .transform((text, context) => {
      const value = parse(text);
      if (value !== null) return value;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });
}
