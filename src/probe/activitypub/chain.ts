import type { Facts, HttpFacts, Observation, Outcome, PhaseTimes, Proof } from '../../core/outcome.ts';
import { type FailureCode, reasonOf } from '../../core/reason.ts';
import { ProbeFailure, toFailure } from '../failure.ts';
import { sumOf } from '../transport/sequence.ts';

/** What one link of the chain gave, and how to say so. */
export interface Established<Value> {
  readonly value: Value;
  /** What was found, for people. */
  readonly actual: string;
}

/** A link of the chain: what it is called and what it should be. */
export interface Link {
  /** Kind of the proof. */
  readonly kind: 'host_meta' | 'webfinger' | 'subject' | 'self_link' | 'actor';
  readonly expected: string;
}

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
      const { value, actual } = await find();
      this.#proofs.push({ kind, pass: true, expected, actual });
      return value;
    } catch (error) {
      if (!(error instanceof ProbeFailure)) throw error;
      const { code, message, phase } = error;
      this.#proofs.push({ kind, pass: false, expected, actual: message, code });
      const wish = reasonOf(code) === 'activitypub' ? `, expected ${expected}` : '';
      throw new ProbeFailure(code, `${kind}: ${message}${wish}`, { phase });
    }
  }

  /**
   * Takes the outcome of one request into the facts of the whole.
   * @returns the answer and its head.
   * @throws {ProbeFailure} when there was none.
   */
  take(outcome: Outcome): Answer {
    this.#facts = { ...this.#facts, ...factsOf(outcome), phasesMs: timesOf(this.#facts, outcome) };
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

/** What the statuses that servers really send mean here. */
const meanings: Readonly<Record<number, string>> = {
  400: 'the server does not take this name for one of its own',
  404: 'unknown there',
  410: 'gone: deleted or suspended for good',
};

/**
 * Refuses an answer that is not one of the server itself, or not a success.
 * @throws {ProbeFailure} `rate_limited`, `stale_cache`, or the given code.
 */
export function requireSuccess({ status, cache }: HttpFacts, code: FailureCode): void {
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

/** The times of all requests. A phase in which the last of them failed did not finish, and has none. */
function timesOf(before: Facts, outcome: Outcome): PhaseTimes {
  const unfinished = outcome.kind === 'failure' ? outcome.phase : undefined;
  const times = Object.entries(sumOf(before.phasesMs, outcome.phasesMs));
  return Object.fromEntries(times.filter(([phase]) => phase !== unfinished));
}
