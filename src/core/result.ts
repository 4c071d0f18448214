import type { Component } from './component.ts';
import type { Facts, Outcome } from './outcome.ts';
import { judge, type Verdict } from './verdict.ts';

/** One run of one component: what came and what it means. */
export interface Result {
  readonly server: string;
  readonly component: string;
  readonly type: string;
  /** Start of the run, epoch milliseconds. */
  readonly at: number;
  /** How long the run took, whatever came of it, in milliseconds. */
  readonly durationMs: number;
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  /** The beginning of a failing body, escaped; only where the configuration asks for it. */
  readonly excerpt?: string;
}

/** When a run began and how long it took. */
export interface RunTimes {
  readonly at: number;
  readonly durationMs: number;
}

/** Judges the outcome of a run of a component. */
export function toResult(component: Component, outcome: Outcome, { at, durationMs }: RunTimes): Result {
  return {
    server: component.server,
    component: component.name,
    type: component.type,
    at,
    durationMs,
    outcome,
    verdict: judge(component.assertions, outcome, at),
  };
}

/** Whether the last word on a component is that it works; null when nothing was learnt about it. */
export function isUp({ verdict }: Result): boolean | null {
  return verdict.result === 'void' ? null : verdict.result !== 'fail';
}

/** A JSON object with the members that have a value. */
type Json = Readonly<Record<string, unknown>>;

/** A result as `check --json`, `/probe` and `/debug/components` print it. Absent things are absent, never zero. */
export function resultToJson(result: Result): Json {
  const { outcome, verdict } = result;
  return withoutAbsent({
    server: result.server,
    component: result.component,
    type: result.type,
    at: toIso(result.at),
    up: isUp(result) ?? undefined,
    reason: verdict.cause?.reason,
    code: verdict.cause?.code,
    phase: outcome.kind === 'failure' ? outcome.phase : undefined,
    message: verdict.cause?.message,
    latency_seconds: outcome.kind === 'observation' ? toSeconds(outcome.latencyMs) : undefined,
    ...factsToJson(outcome),
    assertions: verdict.assertions.map(({ kind, pass, expected, actual }) => ({
      kind,
      pass,
      expected,
      actual,
    })),
    excerpt: result.excerpt,
  });
}

function factsToJson({ phasesMs, address, failedAddresses, families, http, tls }: Facts): Json {
  return {
    phases: Object.fromEntries(Object.entries(phasesMs).map(([phase, ms]) => [phase, toSeconds(ms)])),
    address,
    failed_addresses: failedAddresses,
    families,
    http_version: http?.version,
    status: http?.status,
    redirects: http?.redirects,
    url: http?.url,
    bytes: http?.bodyBytes,
    cache: http?.cache,
    answered_by: http?.answeredBy,
    tls:
      tls &&
      withoutAbsent({
        protocol: tls.protocol,
        not_before: toIso(tls.notBefore),
        not_after: toIso(tls.notAfter),
        subject: tls.subject,
        issuer: tls.issuer,
        subject_alt_names: tls.subjectAltNames,
        authorized: tls.authorized,
      }),
  };
}

function withoutAbsent(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function toSeconds(ms: number): number {
  return Math.round(ms * 1000) / 1_000_000;
}

/** undefined for what is no date: a hostile certificate may claim any. */
function toIso(epochMs: number): string | undefined {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
