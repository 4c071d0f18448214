import { DeadlineExceeded } from '../../src/core/component.ts';
import type { Facts, Failure, Observation, Outcome } from '../../src/core/outcome.ts';
import { defaultTls } from '../../src/probe/keys/network.ts';
import { fetchAnswer } from '../../src/probe/transport/fetch-answer.ts';
import type { HttpRequest, NetworkSettings } from '../../src/probe/transport/types.ts';

/** A signal that aborts at a deadline, as the monitor's does. Dispose of it to free its timer. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** Milliseconds since it aborted, which a busy machine may be late with; not a number before. */
  sinceMs(): number;
}

export function deadline(ms: number): Deadline {
  const controller = new AbortController();
  let abortedAt = Number.NaN;
  const timer = setTimeout(() => {
    abortedAt = performance.now();
    controller.abort(new DeadlineExceeded());
  }, ms);
  return {
    signal: controller.signal,
    sinceMs: () => performance.now() - abortedAt,
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

export function network(changes: Partial<NetworkSettings> = {}): NetworkSettings {
  return { ip: 'auto', resolver: null, tls: defaultTls, ...changes };
}

/** A request with the defaults of a component, apart from the cache-busting query. */
export function requestTo(url: string): HttpRequest {
  return {
    url,
    method: 'GET',
    headers: [],
    body: null,
    redirects: 5,
    bustCache: false,
    http2: false,
    maxBodyBytes: 1024 * 1024,
    network: network(),
  };
}

/** Fetches with the defaults of a component, apart from the cache-busting query. */
export async function fetch(
  url: string,
  changes: Partial<HttpRequest> = {},
  timeoutMs = 3000,
): Promise<Outcome> {
  const request = { ...requestTo(url), ...changes };
  using limit = deadline(timeoutMs);
  return await fetchAnswer(request, { signal: limit.signal, userAgent: 'fedistatus/test' });
}

/** What a table compares: `answer`, or the code of the failure. */
export function summary(outcome: Outcome): string {
  return outcome.kind === 'failure' ? outcome.code : 'answer';
}

export function asObservation(outcome: Outcome): Observation {
  if (outcome.kind === 'failure') throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome;
}

export function asFailure(outcome: Outcome): Failure {
  if (outcome.kind === 'observation') throw new Error(`an answer: ${outcome.http?.status} ${outcome.text}`);
  return outcome;
}

/** The phases that finished. */
export function phasesOf({ phasesMs }: Facts): string {
  return Object.keys(phasesMs).join(' ');
}
