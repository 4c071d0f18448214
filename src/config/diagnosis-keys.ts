/** The key `diagnosis`: rules of the sysop's own. */

import { z } from 'zod';
import type { LocalizedText } from '../core/component.ts';
import { type Confidence, confidences } from '../core/diagnosis/finding.ts';
import { diagnosisIds } from '../core/diagnosis/index.ts';
import { type Cause, causes, isCause } from '../core/diagnosis/user-rule.ts';
import { configurationUrl } from '../core/project.ts';
import { oneOrMore } from '../probe/keys/one-or-more.ts';
import { domainName, localizedText } from './key-kinds.ts';
import { nearest } from './nearest.ts';

type Input = Readonly<Record<string, unknown>>;

/** What a component must be: `up`, `down`, or down for one of these causes. */
export type WhenKeys = readonly ('up' | 'down' | Cause)[];

/** One rule, as it is written. */
export interface DiagnosisKeys {
  readonly id: string;
  readonly server?: string | undefined;
  readonly when: Readonly<Record<string, WhenKeys>>;
  readonly sentence: string;
  readonly public_sentence?: LocalizedText | undefined;
  readonly first_check: string;
  readonly confidence: Confidence;
  readonly runbook?: string | undefined;
}

const word: z.ZodType<'up' | 'down' | Cause, string> = z
  .string({ error: 'write up, down, or one or more reasons such as dns, timeout or http_status' })
  .transform((text, context) => {
    if (text === 'up' || text === 'down' || isCause(text)) return text;
    const meant = nearest(text, ['up', 'down', ...causes]);
    const message = `write up, down, or reasons or codes of a failure, which ${configurationUrl} lists`;
    context.addIssue({
      code: 'custom',
      message: meant === null ? message : `${message}: did you mean \`${meant}\`?`,
    });
    return z.NEVER;
  });

const condition: z.ZodType<WhenKeys> = oneOrMore(word).refine(
  words => words.length === 1 || !words.some(each => each === 'up' || each === 'down'),
  '`up` and `down` stand alone',
);

const sentence = z.string().regex(/\S/, 'write a sentence');

export const diagnosisKeys: z.ZodType<DiagnosisKeys, Input> = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, 'an id is made of a-z, 0-9 and _, a letter first')
    .refine(id => !diagnosisIds.includes(id), 'a diagnosis that is built in has this id: choose another')
    .describe('Value of the label `diagnosis`; none of the built-in ones.'),
  server: domainName.optional().describe('Domain of the server that it is for. By default every one.'),
  when: z
    .record(z.string(), condition)
    .refine(when => Object.keys(when).length > 0, 'write at least one component')
    .refine(canFail, 'at least one of the components must fail: write down, or reasons')
    .describe(
      'By name of component, what each must be: `up`, `down`, or [reasons or codes](#reasons-and-codes) of which one is why it is down.',
    ),
  sentence: sentence.describe('What is probably wrong, for you.'),
  public_sentence: localizedText
    .optional()
    .describe('The same for visitors of the status page. By default, that some parts have a problem.'),
  first_check: sentence.describe('What to look at first.'),
  confidence: z.enum(confidences).default('likely').describe('How sure that is.'),
  runbook: z
    .string()
    .regex(/^\S+$/, 'write a URL or a path, without spaces')
    .optional()
    .describe('Where to read more: a URL or a path.'),
});

/** A rule about nothing but what works would hold on every good day. An empty one has a complaint of its own. */
function canFail(when: Readonly<Record<string, WhenKeys>>): boolean {
  const conditions = Object.values(when);
  return conditions.length === 0 || conditions.some(words => !words.includes('up'));
}
