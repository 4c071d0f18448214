/** Snapshots of a made-up program, always the same. */
import type { Component } from '../../src/core/component.ts';
import { diagnoseAll } from '../../src/core/diagnosis/index.ts';
import type { Failure, Observation, Outcome } from '../../src/core/outcome.ts';
import { type Reason, reasons } from '../../src/core/reason.ts';
import { type Result, toResult } from '../../src/core/result.ts';
import type { ComponentSnapshot, RunCounts, Snapshot, Workload } from '../../src/core/snapshot.ts';
import type { CurrentState } from '../../src/core/state-keeper.ts';
import { defaultPageSettings, emptyStatus, noTrouble } from './core-values.ts';

/** 2026-11-22T03:04:05.678Z */
export const someInstant = 1_795_316_645_678;

/** A word that stands in every place where a secret could be, and may not show on a public page. */
export const canary = 'canary-7f3a';

const noWorkload: Workload = {
  inFlight: 0,
  waiting: 0,
  lateness: { bounds: [0.1, 1], buckets: [0, 0, 0], sum: 0 },
};

export function emptySnapshot(): Snapshot {
  return {
    at: someInstant,
    servers: [],
    components: [],
    references: [],
    config: { lastReloadSuccessful: true, lastSuccessAt: someInstant - 60_000 },
    history: noTrouble,
    workload: noWorkload,
    page: defaultPageSettings,
    status: () => emptyStatus,
    findings: () => new Map(),
  };
}

/** One component up, one that is down with a body that was read, one that was not probed yet, one stale. */
export function fullSnapshot(): Snapshot {
  const api = someComponent({ name: 'api', title: { ko: '인터페이스', en: 'API "v2"\\' } });
  const page = someComponent({ name: 'main_page', title: 'Main\npage' });
  const fresh = someComponent({ name: 'streaming' });
  const stale = someComponent({ name: 'user_page', intervalMs: 30_000 });
  const seen = {
    servers: [{ domain: 'social.example', title: null, running: { name: 'mastodon', version: '4.5.3' } }],
    components: [
      watched(api, toResult(api, answer(), times(api)), someState('operational')),
      watched(
        page,
        toResult(page, answer({ text: 'We are sorry', status: 500, cache: 'miss' }), times(page)),
        someState('outage'),
      ),
      watched(fresh, null, null),
      {
        ...watched(stale, toResult(stale, answer(), times(stale)), {
          ...someState('unknown'),
          state: 'maintenance',
          underMaintenance: true,
        }),
        current: null,
      },
    ],
    references: [
      { name: 'https://one.example', up: true },
      { name: 'tcp://192.0.2.1:53', up: false },
      { name: 'https://three.example', up: null },
    ],
  };
  return {
    ...emptySnapshot(),
    ...seen,
    findings: () => diagnoseAll(seen),
    history: { ...noTrouble, path: '/data/history.db', writeErrors: 3, pending: 2 },
    workload: {
      inFlight: 3,
      waiting: 12,
      lateness: { bounds: [0.1, 1], buckets: [40, 2, 1], sum: 4.5 },
    },
  };
}

/** Everything fails, and every text of it holds the canary. */
export function failingSnapshot(): Snapshot {
  const component = someComponent({ name: 'api', target: `https://${canary}.example/` });
  const failure: Failure = {
    kind: 'failure',
    code: 'tls_expired',
    phase: 'tls',
    message: `certificate of ${canary} expired`,
    phasesMs: { resolve: 1, connect: 2 },
    address: '192.0.2.7',
    tls: { ...certificate, subject: canary, authorized: false },
  };
  return {
    ...emptySnapshot(),
    servers: [{ domain: 'social.example', title: null }],
    components: [watched(component, toResult(component, failure, times(component)), someState('outage'))],
    history: {
      ...noTrouble,
      path: `/${canary}/history.db`,
      setAside: { path: `/${canary}/history.db.corrupt`, why: canary },
    },
    references: [{ name: `https://${canary}.example`, up: false }],
    config: { lastReloadSuccessful: false, lastSuccessAt: someInstant - 60_000 },
  };
}

export function someComponent(overrides: Partial<Component> = {}): Component {
  return {
    server: 'social.example',
    name: 'api',
    type: 'http',
    title: 'API',
    group: null,
    target: 'https://social.example/api/v2/instance',
    intervalMs: 60_000,
    timeoutMs: 10_000,
    assertions: [
      { kind: 'status', accepted: [{ from: 200, to: 299 }], restricted: null },
      { kind: 'keyword', text: 'version', ignoreCase: false },
    ],
    fingerprint: 'f',
    confirm: { failures: 2, successes: 2, retryAfterMs: 5000, staleAfterMs: 180_000 },
    ...overrides,
  };
}

const certificate = {
  notBefore: Date.UTC(2026, 9, 1),
  notAfter: Date.UTC(2026, 11, 30),
  subject: 'CN=social.example',
  issuer: 'CN=Example CA',
  subjectAltNames: 'DNS:social.example',
} as const;

/** A whole answer. */
export function answer({
  text = '{"version":"4.5.0"}',
  status = 200,
  cache = 'none',
}: {
  text?: string;
  status?: number;
  cache?: 'none' | 'miss' | 'stale' | 'hit';
} = {}): Observation {
  return {
    kind: 'observation',
    latencyMs: 181.0004,
    phasesMs: { resolve: 4, connect: 31, tls: 58, processing: 80, transfer: 8 },
    address: '192.0.2.7',
    tls: { ...certificate, protocol: 'TLSv1.3', authorized: true },
    http: {
      status,
      headers: new Map(),
      redirects: 0,
      url: 'https://social.example/api/v2/instance',
      bodyBytes: text.length,
      cache,
      answeredBy: 'application',
    },
    text,
  };
}

export function resultOf(component: Component, outcome: Outcome): Result {
  return toResult(component, outcome, times(component));
}

function times(component: Component): { at: number; durationMs: number } {
  return { at: someInstant - component.name.length * 1000, durationMs: 190 };
}

function someState(state: CurrentState['confirmed']): CurrentState {
  return { state, confirmed: state, since: someInstant - 600_000, underMaintenance: false };
}

function watched(component: Component, result: Result | null, state: CurrentState | null): ComponentSnapshot {
  const failed = result?.verdict.result === 'fail';
  return {
    component,
    current: result,
    last: result,
    state,
    failures: failed && result !== null ? [result] : [],
    counts: someCounts(result?.verdict.cause?.reason ?? null, result === null ? 0 : 7),
  };
}

export function someCounts(reason: Reason | null, probes: number): RunCounts {
  const failures = Object.fromEntries(reasons.map(each => [each, each === reason ? 2 : 0]));
  return {
    probes,
    failures: failures as Record<Reason, number>,
    missed: 1,
    internal: 0,
    duration: { bounds: [0.1, 0.5, 1, 10], buckets: [0, probes, 0, 0, 0], sum: probes * 0.19 },
  };
}
