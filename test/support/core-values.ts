import type { Assertion, AssertionResult, Pattern } from '../../src/core/assertion.ts';
import type { Component } from '../../src/core/component.ts';
import type { HistoryHealth } from '../../src/core/history-health.ts';
import { type JsonPath, parseJsonPath } from '../../src/core/json-path.ts';
import type { Failure, Headers, HttpFacts, Observation, TlsFacts } from '../../src/core/outcome.ts';
import type { PageSettings } from '../../src/core/page-settings.ts';
import { deriveStatus, type Status } from '../../src/core/status.ts';

/** 2026-11-22T03:04:05.678Z */
export const now = 1_795_316_645_678;

export function headers(record: Readonly<Record<string, string | readonly string[]>> = {}): Headers {
  return new Map(
    Object.entries(record).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]),
  );
}

export function http(parts: Partial<HttpFacts> = {}): HttpFacts {
  return {
    status: 200,
    headers: headers(),
    redirects: 0,
    url: 'https://social.example/about',
    cache: 'none',
    answeredBy: 'unknown',
    ...parts,
  };
}

export function observation(parts: Partial<Observation> = {}): Observation {
  return { kind: 'observation', latencyMs: 100, phasesMs: {}, http: http(), text: '', ...parts };
}

export function failure(parts: Partial<Failure> = {}): Failure {
  return { kind: 'failure', code: 'connect_refused', message: 'connection refused', phasesMs: {}, ...parts };
}

export function tls(parts: Partial<TlsFacts> = {}): TlsFacts {
  return {
    protocol: 'TLSv1.3',
    notBefore: now - 60 * 86_400_000,
    notAfter: now + 30 * 86_400_000,
    subject: 'CN=social.example',
    issuer: 'CN=Test CA',
    subjectAltNames: 'DNS:social.example',
    authorized: true,
    ...parts,
  };
}

export function component(assertions: readonly Assertion[] = []): Component {
  return {
    server: 'social.example',
    name: 'api',
    type: 'http',
    title: 'API',
    group: null,
    target: 'https://social.example/api/v2/instance',
    intervalMs: 60_000,
    timeoutMs: 10_000,
    assertions,
    confirm: { failures: 2, successes: 2, retryAfterMs: 5000, staleAfterMs: 180_000 },
    fingerprint: 'a',
  };
}

/** The tests' own patterns are harmless, so the built-in engine will do. */
export function pattern(source: string): Pattern {
  const regex = new RegExp(source);
  return { source, test: text => regex.test(text) };
}

export function path(source: string): JsonPath {
  const parsed = parseJsonPath(source);
  if (parsed === null) throw new Error(`not a path: ${source}`);
  return parsed;
}

/** The parts of a result that tables compare. */
export function outline({ pass, actual, code }: AssertionResult): readonly unknown[] {
  return code === undefined ? [pass, actual] : [pass, actual, code];
}

/** Of a history that is in memory alone, and of none at all. */
export const noTrouble: HistoryHealth = {
  path: null,
  setAside: null,
  writeErrors: 0,
  pending: 0,
  dropped: 0,
};

/** The page of somebody who configured nothing. */
export const defaultPageSettings: PageSettings = {
  title: null,
  logo: null,
  accent: null,
  links: [],
  servers: null,
  publicUrl: null,
  timeZone: 'UTC',
};

/** The status of nothing at all. */
export const emptyStatus: Status = deriveStatus({
  now: 0,
  owners: [],
  record: { transitions: [], stretches: [] },
  windows: [],
  announcements: [],
  days: [],
});
