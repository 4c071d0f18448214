import { escapeControls } from './escape.ts';
import type { Headers, HttpFacts, Outcome, TlsFacts } from './outcome.ts';
import { type Result, resultToJson } from './result.ts';
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

/**
 * A result as it may be kept: bounded, whatever the target sent, and without the body. A failing answer keeps the first
 * `excerptBytes` of its body as an escaped excerpt. The judgement stays as it was made on the whole.
 */
export function toEvidence(result: Result, excerptBytes: number): Result {
  const { outcome } = result;
  const evidence: Result = {
    ...result,
    outcome: withoutBody(outcome),
    verdict: boundedVerdict(result.verdict),
  };
  const body = outcome.kind === 'observation' ? (outcome.text ?? '') : '';
  if (result.verdict.result !== 'fail' || excerptBytes === 0 || body === '') return evidence;
  return { ...evidence, excerpt: escapeControls(startOf(body, excerptBytes)) };
}

/** A result with the headers that tell something, for the operator's eyes only. */
export function evidenceToJson(result: Result): Readonly<Record<string, unknown>> {
  const { http } = result.outcome;
  if (http === undefined) return resultToJson(result);
  const headers = [...tellingHeaders(http.headers)].map(([name, values]) => [name, values.join(', ')]);
  return { ...resultToJson(result), headers: Object.fromEntries(headers) };
}

function withoutBody(outcome: Outcome): Outcome {
  if (outcome.kind === 'failure') return { ...bounded(outcome), message: startOf(outcome.message) };
  const { text: _text, ...rest } = outcome;
  return bounded(rest);
}

function bounded<Kept extends Outcome>(outcome: Kept): Kept {
  return {
    ...outcome,
    ...(outcome.http && { http: boundedHttp(outcome.http) }),
    ...(outcome.tls && { tls: boundedTls(outcome.tls) }),
    ...(outcome.proofs && { proofs: outcome.proofs.map(boundedActual) }),
  };
}

function boundedHttp(http: HttpFacts): HttpFacts {
  return { ...http, url: startOf(http.url), headers: tellingHeaders(http.headers) };
}

function boundedTls(tls: TlsFacts): TlsFacts {
  return {
    ...tls,
    subject: startOf(tls.subject),
    issuer: startOf(tls.issuer),
    subjectAltNames: startOf(tls.subjectAltNames),
  };
}

function boundedVerdict({ cause, ...verdict }: Verdict): Verdict {
  return {
    ...verdict,
    ...(cause && { cause: { ...cause, message: startOf(cause.message) } }),
    assertions: verdict.assertions.map(boundedActual),
  };
}

function boundedActual<Shown extends { readonly actual: string | null }>(shown: Shown): Shown {
  return { ...shown, actual: shown.actual && startOf(shown.actual) };
}

function tellingHeaders(headers: Headers): Headers {
  const kept = new Map<string, readonly string[]>();
  for (const name of telling) {
    const values = headers.get(name);
    if (values !== undefined) kept.set(name, [boundedHeader(name, values.join(', '))]);
  }
  return kept;
}

function boundedHeader(name: string, value: string): string {
  // A redirect's query may carry what only its reader should know.
  const shown = name === 'location' ? withoutQuery(value) : value;
  return escapeControls(startOf(shown, longestHeader));
}

function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/]*@/i, '$1//');
}

/** As much of the beginning of a text as fits. A copy: a slice would hold on to the whole text in memory. */
function startOf(text: string, bytes = longestText): string {
  if (text.length * 3 <= bytes) return text;
  const room = new Uint8Array(bytes);
  const { read, written } = new TextEncoder().encodeInto(text, room);
  return read === text.length ? text : `${new TextDecoder().decode(room.subarray(0, written))}…`;
}
