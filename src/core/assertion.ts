/**
 * What the sysop expects of an answer. An assertion is data; {@link check} evaluates one against an observation.
 * Evaluation fails closed: an absent fact or a wrong type is a fail, never a pass.
 */
import { checkCertificate } from './assertion/certificate.ts';
import { checkContentAge } from './assertion/content-age.ts';
import { checkContentType, checkHeader } from './assertion/header.ts';
import { checkHeaderAge } from './assertion/header-age.ts';
import { checkHttpVersion } from './assertion/http-version.ts';
import { checkJson } from './assertion/json.ts';
import { checkLatency } from './assertion/latency.ts';
import { checkNotStale } from './assertion/not-stale.ts';
import { checkStatus } from './assertion/status.ts';
import { checkKeyword, checkPattern } from './assertion/text.ts';
import type { JsonPath } from './json-path.ts';
import type { HttpVersion, Observation } from './outcome.ts';
import type { FailureCode } from './reason.ts';

/** A regular expression that runs in linear time. The engine is the configuration's choice. */
export interface Pattern {
  readonly source: string;
  /** Whether the pattern matches anywhere in the text. */
  test(text: string): boolean;
}

/** Inclusive bounds of HTTP status codes; a single code has both alike. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

export interface StatusAssertion {
  readonly kind: 'status';
  readonly accepted: readonly StatusRange[];
  /** Answers that mean: alive, but for members only. Their content is not tested. null: there are none. */
  readonly restricted: RestrictedAnswer | null;
}

/** How a server says that it shows this part to its members only (limited federation). */
export interface RestrictedAnswer {
  readonly statuses: readonly StatusRange[];
  /** The path that a redirect leads to in that case, such as `/auth/sign_in`; null: redirects mean nothing. */
  readonly path: string | null;
}

export interface KeywordAssertion {
  readonly kind: 'keyword' | 'keyword_absent';
  readonly text: string;
  readonly ignoreCase: boolean;
}

export interface PatternAssertion {
  readonly kind: 'regex' | 'regex_absent';
  readonly pattern: Pattern;
}

/** How one value is compared. Numbers and booleans compare by value and type; texts by code point. */
export type ValueTest =
  | { readonly kind: 'exists'; readonly expected: boolean }
  | { readonly kind: 'equals'; readonly expected: string | number | boolean | null }
  | { readonly kind: 'matches'; readonly pattern: Pattern };

export interface JsonAssertion {
  readonly kind: 'json';
  /** The first of these paths that exists is tested. */
  readonly paths: readonly JsonPath[];
  readonly test: ValueTest;
}

export interface HeaderAssertion {
  readonly kind: 'header';
  /** Lower case. */
  readonly name: string;
  readonly test: ValueTest;
}

/** A header with a date in it that is not too old. */
export interface HeaderAgeAssertion {
  readonly kind: 'header_age';
  /** Lower case. */
  readonly name: string;
  /** An age of exactly this is too much. */
  readonly maxMs: number;
}

export interface HttpVersionAssertion {
  readonly kind: 'http_version';
  readonly accepted: readonly HttpVersion[];
}

export interface ContentTypeAssertion {
  readonly kind: 'content_type';
  /** Media types without parameters, lower case; any of them will do. */
  readonly accepted: readonly string[];
}

/** The newest of what comes in is not too old. */
export interface ContentAgeAssertion {
  readonly kind: 'content_age';
  /** Where its date is: ISO 8601 with a time zone. */
  readonly path: JsonPath;
  readonly maxMs: number;
}

export interface LatencyAssertion {
  readonly kind: 'max_latency';
  readonly limitMs: number;
}

export interface CertificateAssertion {
  readonly kind: 'certificate';
  /** Least time left, in milliseconds; null: any. */
  readonly minLeftMs: number | null;
  /** Least share of the lifetime left, 0 to 1; null: any. */
  readonly minShare: number | null;
}

/** The answer is not a copy that a cache served because it could not ask the origin. */
export interface NotStaleAssertion {
  readonly kind: 'not_stale';
}

export type Assertion =
  | StatusAssertion
  | NotStaleAssertion
  | KeywordAssertion
  | PatternAssertion
  | JsonAssertion
  | ContentAgeAssertion
  | HeaderAssertion
  | HeaderAgeAssertion
  | HttpVersionAssertion
  | ContentTypeAssertion
  | CertificateAssertion
  | LatencyAssertion;

/** What came of one assertion. */
export interface AssertionResult {
  readonly kind: string;
  /** null: not tested, because the facts that it needs never came. */
  readonly pass: boolean | null;
  readonly expected: string;
  /** null: there is nothing to show. */
  readonly actual: string | null;
  /** Why it failed; only on a fail. */
  readonly code?: FailureCode;
  /** Milliseconds; only of an age that was measured. */
  readonly ageMs?: number;
}

/** Evaluates one assertion. `now` is epoch milliseconds (certificates, content age and dates in headers). */
export function check(assertion: Assertion, observation: Observation, now: number): AssertionResult {
  switch (assertion.kind) {
    case 'status':
      return checkStatus(assertion, observation);
    case 'not_stale':
      return checkNotStale(observation);
    case 'keyword':
    case 'keyword_absent':
      return checkKeyword(assertion, observation);
    case 'regex':
    case 'regex_absent':
      return checkPattern(assertion, observation);
    case 'json':
      return checkJson(assertion, observation);
    case 'content_age':
      return checkContentAge(assertion, observation, now);
    case 'header':
      return checkHeader(assertion, observation);
    case 'header_age':
      return checkHeaderAge(assertion, observation, now);
    case 'http_version':
      return checkHttpVersion(assertion, observation);
    case 'content_type':
      return checkContentType(assertion, observation);
    case 'certificate':
      return checkCertificate(assertion, observation, now);
    case 'max_latency':
      return checkLatency(assertion, observation);
    default:
      return assertion satisfies never;
  }
}

/** What an assertion expects, in the words of its result. */
export function describe(assertion: Assertion): string {
  return check(assertion, nothing, 0).expected;
}

const nothing: Observation = { kind: 'observation', latencyMs: 0, phasesMs: {} };
