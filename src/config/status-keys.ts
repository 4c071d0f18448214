/** The keys about states, their history and what is told of them to the public. */
import { z } from 'zod';
import type { LocalizedText } from '../core/component.ts';
import { oneOrMore } from '../probe/keys/one-or-more.ts';
import { filePath } from '../probe/keys/secret.ts';
import { duration } from '../probe/keys/units.ts';
import { instant } from './instant.ts';
import { domainName, localizedText } from './key-kinds.ts';

type Input = Readonly<Record<string, unknown>>;

const runs: z.ZodInt = z.int().min(1).max(100);

/** Often enough for a test, and no flood. */
const retryAfter: z.ZodType<number, string> = duration.refine(ms => ms >= 100, 'write 100ms or more');

/** When raw results become a state. */
export interface ConfirmKeys {
  readonly failures: number;
  readonly successes: number;
  readonly retry_after: number;
}

export const confirmKeys: z.ZodType<ConfirmKeys, Input> = z.strictObject({
  failures: runs.default(2).describe('Failed (or slow) probes in a row that it takes to believe in trouble.'),
  successes: runs.default(2).describe('Good probes in a row that it takes to believe that it is over.'),
  retry_after: retryAfter
    .prefault('5s')
    .describe('How soon to ask again while something waits to be confirmed. Not with `schedule: scrape`.'),
});

/** The same for one component: what is not there is as above. */
export interface OwnConfirmKeys {
  readonly failures?: number | undefined;
  readonly successes?: number | undefined;
  readonly retry_after?: number | undefined;
}

export const ownConfirmKeys: z.ZodType<OwnConfirmKeys, Input> = z.strictObject({
  failures: runs.optional().describe('As above, for this component alone.'),
  successes: runs.optional().describe('As above, for this component alone.'),
  retry_after: retryAfter.optional().describe('As above, for this component alone.'),
});

const dayMs = 86_400_000;

/** Where the past is kept. */
export type HistoryKeys = 'memory' | { readonly path?: string | undefined; readonly retention: number };

export const historyKeys: z.ZodType<HistoryKeys, Input | string> = z.union(
  [
    z.strictObject({
      path: filePath
        .optional()
        .describe(
          'The file. By default `history.db` in the folder `data` beside the configuration file, or in the folder that the environment variable `FEDISTATUS_DATA_DIRECTORY` names.',
        ),
      retention: duration
        .refine(ms => ms >= dayMs, 'write 1d or more')
        .prefault('400d')
        .describe('How long the past is kept.'),
    }),
    z.literal('memory'),
  ],
  { error: 'write memory, or { path: …, retention: … }' },
);

/** One announced work, of either form. */
export interface MaintenanceKeys {
  readonly title: LocalizedText;
  readonly server?: string | undefined;
  readonly components?: readonly string[] | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly cron?: string | undefined;
  readonly duration?: number | undefined;
  readonly timezone?: string | undefined;
}

export const maintenanceKeys: z.ZodType<MaintenanceKeys, Input> = z.strictObject({
  title: localizedText.describe('What is done, for people.'),
  server: domainName.optional().describe('Domain of the server that it concerns. By default every one.'),
  components: oneOrMore(z.string())
    .optional()
    .describe('Names of the components that it concerns. By default every one.'),
  from: instant
    .optional()
    .describe('When work that is done once begins, such as `2026-11-22T03:00:00+09:00`.'),
  until: instant.optional().describe('When it ends.'),
  cron: z
    .string()
    .optional()
    .describe(
      'When work that is done again and again begins: minute, hour, day of the month, month, day of the week.',
    ),
  duration: duration
    .refine(ms => ms >= 60_000 && ms <= 7 * dayMs, 'write 1m to 7d')
    .optional()
    .describe('How long it takes each time.'),
  timezone: z.string().optional().describe("The time zone of `cron`. By default the page's."),
});

/** Where to write the public pages as files, and how often at least. */
export interface PublishKeys {
  readonly directory: string;
  readonly every: number;
}

export const publishKeys: z.ZodType<PublishKeys, Input> = z.strictObject({
  directory: filePath.describe('The folder for the files.'),
  every: duration
    .refine(ms => ms >= 10_000, 'write 10s or more')
    .prefault('5m')
    .describe('How often they are written when nothing changes, so that a page can tell when it is old.'),
});
