import { ProbeFailure } from '../failure.ts';
import { CookieJar } from './cookies.ts';
import type { AnswerHead, WireRequest } from './exchange.ts';
import { type Leg, originOf } from './leg.ts';

/** Where the redirects of one run have led so far, and the cookies that were given on the way. */
export class Trail {
  redirects = 0;
  readonly #cookies = new CookieJar();
  readonly #visited = new Set<string>();

  /** The value of the header `Cookie` for a leg; empty when there is none to send. */
  cookieFor(leg: Leg): string {
    return this.#cookies.header(originOf(leg));
  }

  /** Remembers what was asked, and what the answer gave for the way. */
  leave(leg: Leg, wire: WireRequest, { headers }: AnswerHead): void {
    this.#visited.add(visitOf(leg, wire));
    this.#cookies.store(originOf(leg), headers);
  }

  /**
   * The same question with the same cookies has the same answer.
   * @throws {ProbeFailure} when it was asked before.
   */
  refuseLoop(leg: Leg, wire: WireRequest): void {
    if (this.#visited.has(visitOf(leg, wire))) {
      throw new ProbeFailure('redirect_loop', 'the redirects lead in a circle');
    }
  }
}

function visitOf(leg: Leg, { method, path, headers }: WireRequest): string {
  const cookie = headers.find(([name]) => name === 'cookie')?.[1] ?? '';
  return JSON.stringify([method, originOf(leg) + path, cookie]);
}
