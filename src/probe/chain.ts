/** Probes that follow a chain of documents, each of which says where the next one is. */
import type { Facts, HttpFacts, Observation, Outcome, Proof } from '../core/outcome.ts';
import { type FailureCode, type Reason, reasonOf } from '../core/reason.ts';
import { ProbeFailure, toFailure } from './failure.ts';
import type { ChainSettings } from './keys/chain.ts';
import { toNetworkSettings } from './keys/network.ts';
import { type FetchRun, fetchAnswer } from './transport/fetch-answer.ts';
import { timesWith } from './transport/sequence.ts';
import type { HttpRequest, NetworkSettings } from './transport/types.ts';

/** What all requests of a chain have in common. */
export type ChainRequest = Omit<HttpRequest, 'url' | 'headers'>;

/** The requests of a chain as configured. */
export function toChainRequest(settings: ChainSettings): ChainRequest {
  return {
    method: 'GET',
    body: null,
    redirects: settings.redirects,
    bustCache: settings.cache === 'bust',
    http2: false,
    maxBodyBytes: settings.max_body,
    network: toNetworkSettings(settings),
  };
}

/** Asks for one address with one `Accept`. @throws {ProbeFailure} when there is no answer. */
export type Ask = (url: string, accept: string, maxBodyBytes?: number) => Promise<Answer>;

/** Goes along a chain to its end. @returns the document that it is about. @throws {ProbeFailure} where it breaks. */
export type Follow = (chain: Chain, ask: Ask) => Promise<string>;

/** Follows a chain once, over the network as given. */
export async function runChain(
  request: ChainRequest,
  follow: Follow,
  network: NetworkSettings,
  run: FetchRun,
): Promise<Outcome> {
  const chain = new Chain();
  const ask: Ask = async (url, accept, maxBodyBytes = request.maxBodyBytes) => {
    const headers = [['Accept', accept]] as const;
    return chain.take(await fetchAnswer({ ...request, url, headers, maxBodyBytes, network }, run));
  };
  try {
    return chain.observation(await follow(chain, ask));
  } catch (error) {
    return chain.failure(error);
  }
}

/** What one link of the chain gave, and how to say so. */
export interface Established<Value> {
  readonly value: Value;
  /** What was found, for people. */
  readonly actual: string;
  /** Kind of the proof, where it is not what the link is called: another thing was established in its place. */
  readonly kind?: string;
}

/** A link of the chain: what it is called and what it should be. */
export type Link = Pick<Proof, 'kind' | 'expected'>;

/** What a document says of itself is told beside what it should say. */
const aboutDocuments: ReadonlySet<Reason> = new Set(['activitypub', 'content']);

/** One run along the chain: gathers the proof of each link and the facts of each request. */
export class Chain {
  readonly #startedAt = performance.now();
  readonly #proofs: Proof[] = [];
  #facts: Facts = { phasesMs: {} };

  /**
   * Establishes one link.
   * @throws {ProbeFailure} when it breaks; the message then begins with the link's kind.
   */
  async establish<Value>(
    { kind, expected }: Link,
    find: () => Promise<Established<Value>> | Established<Value>,
  ): Promise<Value> {
    try {
      const { value, actual, kind: found = kind } = await find();
      this.#proofs.push({ kind: found, pass: true, expected, actual });
      return value;
    } catch (error) {
      if (!(error instanceof ProbeFailure)) throw error;
      const { code, message, phase } = error;
      this.#proofs.push({ kind, pass: false, expected, actual: message, code });
      const wish = aboutDocuments.has(reasonOf(code)) ? `, expected ${expected}` : '';
      throw new ProbeFailure(code, `${kind}: ${message}${wish}`, { phase });
    }
  }

  /**
   * Takes the outcome of one request into the facts of the whole.
   * @returns the answer and its head.
   * @throws {ProbeFailure} when there was none.
   */
  take(outcome: Outcome): Answer {
    this.#facts = { ...this.#facts, ...factsOf(outcome), phasesMs: timesWith(this.#facts.phasesMs, outcome) };
    if (outcome.kind === 'failure') {
      throw new ProbeFailure(outcome.code, outcome.message, { phase: outcome.phase });
    }
    if (outcome.http === undefined) throw new Error('an HTTP answer without its head');
    return { http: outcome.http, text: outcome.text ?? '' };
  }

  /** The chain held. `text` is the document that it is about. */
  observation(text: string): Observation {
    const latencyMs = performance.now() - this.#startedAt;
    return { kind: 'observation', ...this.#facts, proofs: this.#proofs, latencyMs, text };
  }

  /** The chain broke. Anything but a {@link ProbeFailure} is a bug, and is thrown on. */
  failure(error: unknown): Outcome {
    return toFailure(error, { ...this.#facts, proofs: this.#proofs });
  }
}

/** An answer to one of the requests. */
export interface Answer {
  readonly http: HttpFacts;
  readonly text: string;
}

/** What a status means where it was asked, for people. */
export type StatusMeanings = Readonly<Record<number, string>>;

/**
 * Refuses an answer that is not one of the server itself, or not a success.
 * @throws {ProbeFailure} `rate_limited`, `stale_cache`, or the given code.
 */
export function requireSuccess(
  { status, cache }: HttpFacts,
  code: FailureCode,
  meanings: StatusMeanings = {},
): void {
  if (status === 429) throw new ProbeFailure('rate_limited', 'status 429: too many requests');
  if (cache === 'stale') throw new ProbeFailure('stale_cache', 'a stale copy from a cache');
  if (status >= 200 && status <= 299) return;
  const meaning = meanings[status];
  throw new ProbeFailure(code, meaning === undefined ? `status ${status}` : `status ${status} (${meaning})`);
}

function factsOf(outcome: Outcome): Facts {
  if (outcome.kind === 'failure') {
    const { kind: _, code: _code, message: _message, phase: _phase, ...facts } = outcome;
    return facts;
  }
  const { kind: _, latencyMs: _latency, text: _text, ...facts } = outcome;
  return facts;
}
