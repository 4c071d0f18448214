import { z } from 'zod';
import type {
  Assertion,
  CertificateAssertion,
  ContentAgeAssertion,
  HeaderAgeAssertion,
  HeaderAssertion,
  HttpVersionAssertion,
  JsonAssertion,
  Pattern,
  RestrictedAnswer,
  StatusRange,
} from '../../core/assertion.ts';
import { type HttpVersion, httpVersions } from '../../core/outcome.ts';
import { Pool } from '../../core/pool.ts';
import type { SettingsIssue } from '../probe-type.ts';
import { oneOrMore } from './one-or-more.ts';
import { pattern } from './pattern.ts';
import { restrictedAnswer, statuses } from './status.ts';
import { duration } from './units.ts';
import { headerTest, jsonPath, jsonTest } from './value-test.ts';

type Optional<T> = z.ZodOptional<z.ZodType<T>>;

type AssertionKeys = {
  readonly status: Optional<readonly StatusRange[]>;
  readonly restricted: Optional<RestrictedAnswer>;
  readonly keyword: Optional<readonly string[]>;
  readonly keyword_absent: Optional<readonly string[]>;
  readonly ignore_case: z.ZodDefault<z.ZodBoolean>;
  readonly regex: Optional<readonly Pattern[]>;
  readonly regex_absent: Optional<readonly Pattern[]>;
  readonly json: Optional<readonly JsonAssertion[]>;
  readonly content_age: Optional<ContentAgeAssertion>;
  readonly header: Optional<readonly (HeaderAssertion | HeaderAgeAssertion)[]>;
  readonly content_type: Optional<readonly string[]>;
  readonly http_version: Optional<HttpVersionAssertion['accepted']>;
  readonly max_latency: Optional<number>;
  readonly certificate: Optional<CertificateAssertion>;
};

const keyword = z.string().min(1, 'an empty keyword is always found: write one, or leave the key out');

const mediaType = z
  .string()
  .regex(/^[\w.+-]+\/[\w.+-]+$/, 'write a media type without parameters, such as text/html')
  .transform(text => text.toLowerCase());

const httpVersion: z.ZodType<HttpVersion> = z
  .literal(['1.0', '1.1', '2', 1, 1.1, 2], { error: 'write 1.0, 1.1 or 2' })
  .transform(version => httpVersions.find(known => Number(known) === Number(version)) ?? '1.1');

const share: z.ZodType<number, string> = z
  .string({ error: 'write a percentage, such as 25%' })
  .regex(/^\d{1,2}(?:\.\d+)?%$/, 'write a percentage, such as 25%')
  .meta({ title: 'percentage' })
  .transform(text => Number.parseFloat(text) / 100);

const certificate: z.ZodType<CertificateAssertion> = z
  .strictObject({
    min_left: duration.optional().describe('Least time left until it expires, such as `7d`.'),
    min_share: share.optional().describe('Least share of its lifetime that is left, such as `25%`.'),
  })
  .refine(
    ({ min_left, min_share }) => min_left !== undefined || min_share !== undefined,
    'write min_left, min_share or both',
  )
  .transform(({ min_left = null, min_share = null }) => ({
    kind: 'certificate',
    minLeftMs: min_left,
    minShare: min_share,
  }));

const contentAge: z.ZodType<ContentAgeAssertion> = z
  .strictObject({
    path: jsonPath.describe('Where its date is, such as `$[0].created_at`: ISO 8601 with a time zone.'),
    max: duration.describe('Older content is a failure.'),
  })
  .transform(({ path, max }) => ({ kind: 'content_age', path, maxMs: max }));

/** What a component may expect of its answer. A probe type takes those that make sense for it. */
export const assertionKeys: AssertionKeys = {
  status: statuses
    .optional()
    .describe(
      'Accepted status codes: a code (`200`), a range (`200-299`), or a list of both. By default any success, 200-299; of a WebSocket, 101.',
    ),
  restricted: restrictedAnswer
    .optional()
    .describe(
      'Answers that mean "for members only" (limited federation). They count as up, and nothing else of them is tested.',
    ),
  keyword: oneOrMore(keyword)
    .optional()
    .describe('Literal text that the decoded body must contain. All of a list must be there.'),
  keyword_absent: oneOrMore(keyword)
    .optional()
    .describe('Literal text that the decoded body must not contain; none of a list may be there.'),
  ignore_case: z
    .boolean()
    .default(false)
    .describe('Whether `keyword` and `keyword_absent` ignore case. In `regex`, write `(?i)` instead.'),
  regex: oneOrMore(pattern)
    .optional()
    .describe(
      'Regular expression (RE2 syntax, not anchored) that the decoded body must match. All of a list must match.',
    ),
  regex_absent: oneOrMore(pattern)
    .optional()
    .describe(
      'Regular expression (RE2 syntax, not anchored) that the decoded body must not match; none of a list may.',
    ),
  json: oneOrMore(jsonTest).optional().describe('Tests of a JSON body; all of a list must pass.'),
  content_age: contentAge
    .optional()
    .describe('How old the newest of what comes in may be. An empty list has no age, and is no failure.'),
  header: oneOrMore(headerTest)
    .optional()
    .describe('Tests of headers of the answer; all of a list must pass.'),
  content_type: oneOrMore(mediaType)
    .optional()
    .describe('Accepted media types without parameters, such as `text/html`; one of a list is enough.'),
  http_version: oneOrMore(httpVersion)
    .optional()
    .describe('Accepted versions of HTTP: `1.0`, `1.1` or `2`, or a list of them. For `2`, set `http2`.'),
  max_latency: duration
    .refine(ms => ms > 0, 'write 1ms or more')
    .optional()
    .describe('Slower answers are a warning: still up, but degraded.'),
  certificate: certificate.optional().describe('How much life the certificate of the server must have left.'),
};

/** The keys above, read. Probe types that offer only some of them leave the others out. */
export type AssertionSettings = Partial<z.output<z.ZodObject<AssertionKeys>>>;

export interface AssertionDefaults {
  /** Accepted when the key `status` is absent; absent: then no status is tested. */
  readonly status?: readonly StatusRange[];
  /** Whether a copy that a cache knows to be old is a failure. */
  readonly notStale: boolean;
}

/** The statuses of success (RFC 9110 §15.3). */
export const successStatuses: readonly StatusRange[] = [{ from: 200, to: 299 }];

/** The assertions of a component, in the order in which they are judged and shown. */
export function toAssertions(settings: AssertionSettings, defaults: AssertionDefaults): readonly Assertion[] {
  const types = settings.content_type;
  const limitMs = settings.max_latency;
  const versions = settings.http_version;
  const assertions: readonly Assertion[] = [
    ...statusAssertions(settings, defaults),
    ...(defaults.notStale ? [notStale] : []),
    ...(versions === undefined ? [] : [{ kind: 'http_version' as const, accepted: versions }]),
    ...(types === undefined ? [] : [{ kind: 'content_type' as const, accepted: types }]),
    ...textAssertions(settings),
    ...(settings.json ?? []),
    ...(settings.content_age === undefined ? [] : [settings.content_age]),
    ...(settings.header ?? []),
    ...(settings.certificate === undefined ? [] : [settings.certificate]),
    ...(limitMs === undefined ? [] : [{ kind: 'max_latency' as const, limitMs }]),
  ];
  // A list that was put together has room for as many again, and thousands of components keep theirs.
  return assertions.slice();
}

const notStale: Assertion = { kind: 'not_stale' };

/** By what they say: thousands of components have the default. */
const statusTests = new Pool<Assertion>();

function statusAssertions(settings: AssertionSettings, defaults: AssertionDefaults): readonly Assertion[] {
  const accepted = settings.status ?? defaults.status;
  if (accepted === undefined) return [];
  const assertion = { kind: 'status', accepted, restricted: settings.restricted ?? null } as const;
  return [statusTests.share(JSON.stringify(assertion), assertion)];
}

function textAssertions(settings: AssertionSettings): readonly Assertion[] {
  const ignoreCase = settings.ignore_case ?? false;
  const keywords = (['keyword', 'keyword_absent'] as const).flatMap(kind =>
    (settings[kind] ?? []).map(text => ({ kind, text, ignoreCase })),
  );
  const patterns = (['regex', 'regex_absent'] as const).flatMap(kind =>
    (settings[kind] ?? []).map(expression => ({ kind, pattern: expression })),
  );
  return [...keywords, ...patterns];
}

/** Expectations that no answer can meet together. */
export function assertionContradictions(settings: AssertionSettings): readonly SettingsIssue[] {
  const wanted = new Set(settings.keyword);
  const isBoth = (settings.keyword_absent ?? []).some(text => wanted.has(text));
  return isBoth
    ? [
        {
          path: ['keyword_absent'],
          message: 'the same text is in `keyword`: it cannot be there and be absent',
        },
      ]
    : [];
}
