import { DeadlineExceeded } from '../../src/core/component.ts';
import type { Facts, Failure, Observation, Outcome } from '../../src/core/outcome.ts';
import { judge, type Verdict } from '../../src/core/verdict.ts';
import type { PreparedProbe, ProbeType } from '../../src/probe/probe-type.ts';
import { fetchAnswer } from '../../src/probe/transport/fetch-answer.ts';
import type { HttpRequest, NetworkSettings, TlsSettings } from '../../src/probe/transport/types.ts';

/** A signal that aborts at a deadline, as the monitor's does. Dispose of it to free its timer. */
export function deadline(ms: number): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DeadlineExceeded()), ms);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

export const tlsDefaults: TlsSettings = {
  caFile: null,
  certificateFile: null,
  keyFile: null,
  serverName: null,
  verify: true,
  minVersion: 'TLSv1.2',
};

export function network(changes: Partial<NetworkSettings> = {}): NetworkSettings {
  return { ip: 'auto', resolver: null, tls: tlsDefaults, ...changes };
}

/** Fetches with the defaults of a component, apart from the cache-busting query. */
export async function fetch(
  url: string,
  changes: Partial<HttpRequest> = {},
  timeoutMs = 3000,
): Promise<Outcome> {
  const request: HttpRequest = {
    url,
    method: 'GET',
    headers: [],
    body: null,
    redirects: 5,
    bustCache: false,
    http2: false,
    maxBodyBytes: 1024 * 1024,
    network: network(),
    ...changes,
  };
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

const server = { domain: 'localhost', webOrigin: 'http://localhost', account: null };

/** A probe of a type; the mistakes in its settings are thrown. */
export function prepare(type: ProbeType, input: unknown): PreparedProbe {
  const result = type.prepare(input, server);
  if (result.ok) return result.prepared;
  throw new Error(result.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}

/** The mistakes in the settings of a probe type. */
export function mistakesOf(type: ProbeType, input: unknown): readonly string[] {
  const result = type.prepare(input, server);
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** Runs a prepared probe once and judges what it brings. */
export async function runOnce(
  prepared: PreparedProbe,
  timeoutMs = 3000,
): Promise<{ readonly outcome: Outcome; readonly verdict: Verdict }> {
  using limit = deadline(timeoutMs);
  const outcome = await prepared.start({ userAgent: 'fedistatus/test' })({ signal: limit.signal });
  return { outcome, verdict: judge(prepared.assertions, outcome, Date.now()) };
}

/** `up`, or the code of what is wrong. */
export async function verdictOf(type: ProbeType, input: unknown, timeoutMs = 3000): Promise<string> {
  const { verdict } = await runOnce(prepare(type, input), timeoutMs);
  return verdict.result === 'pass' ? 'up' : (verdict.cause?.code ?? verdict.result);
}
