import { z } from 'zod';
import type { HeaderAgeAssertion, HeaderAssertion, JsonAssertion, ValueTest } from '../../core/assertion.ts';
import { type JsonPath, parseJsonPath } from '../../core/json-path.ts';
import { oneOrMore } from './one-or-more.ts';
import { pattern } from './pattern.ts';
import { duration } from './units.ts';

/** Where a value of a JSON document is. */
export const jsonPath: z.ZodType<JsonPath, string> = z.string().transform((text, context) => {
  const path = parseJsonPath(text);
  if (path !== null) return path;
  context.addIssue({
    code: 'custom',
    message: "write a path such as $.version, $.urls['streaming'] or $.list[0].id",
  });
  return z.NEVER;
});

const exists = z.boolean().optional().describe('Whether there must be such a value.');
const matches = pattern.optional().describe('Regular expression (RE2 syntax) that is found in the value.');
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: 'write a text, a number, true, false or null',
});

/** One test of a JSON document. */
export const jsonTest: z.ZodType<JsonAssertion> = z
  .strictObject({
    path: oneOrMore(jsonPath).describe(
      'Where the value is, such as `$.version`; of a list, the first that exists.',
    ),
    exists,
    equals: scalar
      .optional()
      .describe('The value itself: text, number, `true`, `false` or `null`, type included.'),
    matches,
  })
  .superRefine(oneOf(['exists', 'equals', 'matches']))
  .transform(({ path, ...test }) => ({ kind: 'json', paths: path, test: valueTest(test) }));

/** One test of a header of the answer. */
export const headerTest: z.ZodType<HeaderAssertion | HeaderAgeAssertion> = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'write the name of a header, such as Content-Language')
      .describe('Name of the header; upper and lower case alike.'),
    exists,
    equals: z.string().optional().describe('The whole value.'),
    matches,
    max_age: duration
      .optional()
      .describe('How old the date in it may be, such as that of `Last-Modified`: less than this.'),
  })
  .superRefine(oneOf(['exists', 'equals', 'matches', 'max_age']))
  .transform(({ name: written, max_age: maxMs, ...test }) => {
    const name = written.toLowerCase();
    if (maxMs !== undefined) return { kind: 'header_age', name, maxMs };
    return { kind: 'header', name, test: valueTest(test) };
  });

interface WrittenTest {
  readonly exists?: boolean | undefined;
  readonly equals?: string | number | boolean | null | undefined;
  readonly matches?: z.output<typeof pattern> | undefined;
  readonly max_age?: number | undefined;
}

/** Refuses a test with none of these keys, or with two of them. */
function oneOf(kinds: readonly (keyof WrittenTest)[]): (test: WrittenTest, context: z.RefinementCtx) => void {
  return (test, context) => {
    const [first, second] = kinds.filter(kind => test[kind] !== undefined);
    if (first === undefined) {
      const message = `add ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`;
      context.addIssue({ code: 'custom', message });
    }
    if (second === undefined) return;
    const message = `stands beside \`${first}\`: keep one of them`;
    context.addIssue({ code: 'custom', path: [second], message });
  };
}

function valueTest({ exists: expected, equals, matches: expression }: WrittenTest): ValueTest {
  if (expression !== undefined) return { kind: 'matches', pattern: expression };
  if (equals !== undefined) return { kind: 'equals', expected: equals };
  return { kind: 'exists', expected: expected ?? true };
}
