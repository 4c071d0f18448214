import { z } from 'zod';

/** One value, or a list of at least one. */
export type OneOrMore<Output, Input = Output> = z.ZodType<readonly Output[], Input | readonly Input[]>;

/** A key that takes one value or a list; always a list for the code. */
export function oneOrMore<Output, Input>(schema: z.ZodType<Output, Input>): OneOrMore<Output, Input> {
  const list = z.array(schema).min(1, 'the list is empty: leave the key out, or write at least one');
  return z.union([list, schema.transform(value => [value])], { error: complaint });
}

/** What is wrong with the form that was written, rather than that neither form fits. */
function complaint({ code, errors, input }: z.core.$ZodRawIssue): string | undefined {
  if (code !== 'invalid_union' || !Array.isArray(errors)) return undefined;
  const [listIssues, singleIssues]: readonly z.core.$ZodIssue[][] = errors;
  return (Array.isArray(input) ? listIssues : singleIssues)?.[0]?.message;
}
