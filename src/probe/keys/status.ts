import { z } from 'zod';
import type { RestrictedAnswer, StatusRange } from '../../core/assertion.ts';
import { type OneOrMore, oneOrMore } from './one-or-more.ts';

const message = 'write a status code such as 200, a range such as 200-299, or a list of them';

const range: z.ZodType<StatusRange, number | string> = z
  .union([z.int(), z.string().meta({ pattern: '^[1-5][0-9]{2}(-[1-5][0-9]{2})?$' })], { error: message })
  .transform((written, context) => {
    const parsed = parseRange(String(written));
    if (parsed !== null) return parsed;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

function parseRange(text: string): StatusRange | null {
  const match = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text.trim());
  if (match === null) return null;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to ? { from, to } : null;
}

/** HTTP status codes: one, a range, or a list of both. */
export const statuses: OneOrMore<StatusRange, number | string> = oneOrMore(range);

/** How a server says that this is for its members only: by a status, by a redirect to a page of its own, or both. */
export const restrictedAnswer: z.ZodType<RestrictedAnswer> = z
  .strictObject({
    status: statuses.optional().describe('Status codes that mean: for members only.'),
    redirect: z
      .string()
      .regex(/^\/[^?#\s]*$/, 'write the path that the redirect leads to, such as /auth/sign_in')
      .optional()
      .describe('Path of the page that visitors are redirected to, such as `/auth/sign_in`.'),
  })
  .refine(
    ({ status, redirect }) => status !== undefined || redirect !== undefined,
    'write status, redirect or both',
  )
  .transform(({ status = [], redirect = null }) => ({ statuses: status, path: redirect }));
