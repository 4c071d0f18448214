import type { AssertionResult } from './assertion.ts';
import { escapeControls } from './escape.ts';
import type { Headers, HttpFacts, Outcome, TlsFacts } from './outcome.ts';
import { Pool } from './pool.ts';
import { type Result, resultToJson } from './result.ts';
import type { Scrub } from './scrubber.ts';
import type { Verdict } from './verdict.ts';

/** Headers that help to tell what happened, and hold nothing private (never a cookie). */
const telling: readonly string[] = [
  'age',
  'cache-control',
  'cache-status',
  'cf-cache-status',
  'cf-mitigated',
  'cf-ray',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'location',
  'retry-after',
  'server',
  'via',
  'x-cache',
  'x-cache-status',
  'x-cached',
  'x-error-message',
  'x-powered-by',
  'x-request-id',
  'x-runtime',
];

/** Longest text that is kept of anything that the target chose, in bytes of UTF-8. */
const longestText = 1024;
const longestHeader = 256;

/** What is kept of a result. */
export interface EvidenceOptions {
  /** How much of the body of a failing answer is kept, in bytes of UTF-8; 0: none. */
  readonly excerptBytes: number;
  /** Hides what we sent ourselves from what the target sent back. */
  readonly scrub: Scrub;
}

/**
 * A result as it may be kept: bounded and without our secrets, whatever the target sent, and without the body. A failing
 * answer keeps the beginning of its body as an escaped excerpt. The judgement stays as it was made on the whole. A
 * judgement that is as in the evidence of the run before is taken from there, and what says the same is shared: what is kept
 * for long should not be made anew each time.
 */
export function toEvidence(
  result: Result,
  { excerptBytes, scrub }: EvidenceOptions,
  former: Result | null = null,
): Result {
  const { outcome, verdict } = result;
  const cut = cutter(scrub);
  const evidence: Result = {
    ...result,
    outcome: withoutBody(outcome, cut),
    verdict: boundedVerdict(verdict, cut, former?.verdict),
  };
  const body = outcome.kind === 'observation' ? (outcome.text ?? '') : '';
  if (verdict.result !== 'fail' || excerptBytes === 0 || body === '') return evidence;
  return { ...evidence, excerpt: cut(body, excerptBytes) };
}

/**
 * A result with the headers that tell something, for the operator's eyes only: the one JSON object of `check --json`,
 * `/probe` and `/debug/components`.
 */
export function evidenceToJson(result: Result): Readonly<Record<string, unknown>> {
  const { http } = result.outcome;
  if (http === undefined) return resultToJson(result);
  const headers = [...http.headers].filter(([name]) => telling.includes(name));
  return {
    ...resultToJson(result),
    headers: Object.fromEntries(headers.map(([name, values]) => [name, values.join(', ')])),
  };
}

/** As much of the beginning of a text as may be kept, on one line and without secrets. */
type Cut = (text: string, bytes?: number) => string;

/** Secrets go before the text is cut: half a secret could not be found any more. A character has a byte at least. */
function cutter(scrub: Scrub): Cut {
  return (text, bytes = longestText) => escapeControls(startOf(scrub(text, bytes + 1), bytes));
}

function withoutBody(outcome: Outcome, cut: Cut): Outcome {
  if (outcome.kind === 'failure') return { ...bounded(outcome, cut), message: cut(outcome.message) };
  const { text: _text, ...rest } = outcome;
  return bounded(rest, cut);
}

function bounded<Kept extends Outcome>(outcome: Kept, cut: Cut): Kept {
  const { http, tls, proofs } = outcome;
  let kept = outcome;
  if (http !== undefined) kept = { ...kept, http: boundedHttp(http, cut) };
  if (tls !== undefined) kept = { ...kept, tls: boundedTls(tls, cut) };
  if (proofs !== undefined) kept = { ...kept, proofs: proofs.map(proof => boundedActual(proof, cut)) };
  return kept;
}

function boundedHttp(http: HttpFacts, cut: Cut): HttpFacts {
  return { ...http, url: cut(http.url), headers: tellingHeaders(http.headers, cut) };
}

function boundedTls(tls: TlsFacts, cut: Cut): TlsFacts {
  return {
    ...tls,
    subject: cut(tls.subject),
    issuer: cut(tls.issuer),
    subjectAltNames: cut(tls.subjectAltNames),
  };
}

function boundedVerdict(verdict: Verdict, cut: Cut, former: Verdict | undefined): Verdict {
  const { cause } = verdict;
  const assertions = verdict.assertions.map(assertion =>
    sharedResults.share(assertion.expected, boundedActual(assertion, cut)),
  );
  if (cause !== undefined)
    return { ...verdict, assertions, cause: { ...cause, message: cut(cause.message) } };
  return former !== undefined && isSameJudgement(former, verdict.result, assertions)
    ? former
    : { ...verdict, assertions };
}

/** What came of assertions, by what was expected. */
const sharedResults = new Pool<AssertionResult>(isSameResult);

function isSameResult(one: AssertionResult, other: AssertionResult): boolean {
  return (
    one.kind === other.kind &&
    one.pass === other.pass &&
    one.expected === other.expected &&
    one.actual === other.actual &&
    one.code === other.code &&
    one.ageMs === other.ageMs
  );
}

function isSameJudgement(
  former: Verdict,
  result: Verdict['result'],
  assertions: readonly AssertionResult[],
): boolean {
  return (
    former.result === result &&
    former.cause === undefined &&
    former.assertions.length === assertions.length &&
    assertions.every((assertion, index) => assertion === former.assertions[index])
  );
}

function boundedActual<Shown extends { readonly actual: string | null }>(shown: Shown, cut: Cut): Shown {
  const actual = shown.actual && cut(shown.actual);
  return actual === shown.actual ? shown : { ...shown, actual };
}

function tellingHeaders(headers: Headers, cut: Cut): Headers {
  const kept = new Map<string, readonly string[]>();
  for (const name of telling) {
    const values = headers.get(name);
    if (values === undefined) continue;
    const text = boundedHeader(name, oneText(values), cut);
    kept.set(name, sharedValues.share(text, [text]));
  }
  return kept;
}

/** Values of headers, by their text. Even a date is that of many answers. */
const sharedValues = new Pool<readonly string[]>();

function oneText(values: readonly string[]): string {
  const [first = ''] = values;
  return values.length === 1 ? first : values.join(', ');
}

function boundedHeader(name: string, value: string, cut: Cut): string {
  // A redirect's query may carry what only its reader should know.
  const shown = name === 'location' ? withoutQuery(value) : value;
  return cut(shown, longestHeader);
}

function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/]*@/i, '$1//');
}

/** A copy: a slice would hold on to the whole text in memory. */
function startOf(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text;
  const room = new Uint8Array(bytes);
  const { read, written } = new TextEncoder().encodeInto(text, room);
  return read === text.length ? text : `${new TextDecoder().decode(room.subarray(0, written))}…`;
}
