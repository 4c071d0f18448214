/** One HTTP request with all that belongs to it: connections, redirects, the body and its decoding. */
import { TLSSocket } from 'node:tls';
import { answeredBy, cacheStatus, headerValue } from '../../core/answer-headers.ts';
import type { RunSignal } from '../../core/component.ts';
import type { Facts, HttpFacts, Outcome } from '../../core/outcome.ts';
import { ProbeFailure, toFailure } from '../failure.ts';
import { decodeText } from './charset.ts';
import { type Connection, type ConnectionFacts, openConnection } from './connection.ts';
import { decodeBody } from './content-coding.ts';
import { type AnswerHead, type ExchangeRun, exchange, type WireRequest } from './exchange.ts';
import type { exchangeOverHttp2 } from './http2-exchange.ts';
import { bustedPath, firstLegOf, type Leg, legOf, originOf, wireRequestOf } from './leg.ts';
import { isRedirect, redirected } from './redirect.ts';
import { Stopwatch } from './stopwatch.ts';
import { Trail } from './trail.ts';
import type { HttpRequest } from './types.ts';
import { untilAborted } from './until-aborted.ts';

/** The run that an answer is fetched for. */
export interface FetchRun {
  readonly signal: RunSignal;
  readonly userAgent: string;
}

/** Sends a request, follows its redirects and reads the answer. Resolves for every failure of a target. */
export function fetchAnswer(request: HttpRequest, run: FetchRun): Promise<Outcome> {
  return request.http2 ? fetchOverEither(request, run) : new Journey(request, run, null).outcome();
}

/** HTTP/2 is loaded where it is offered, before the time of the answer begins to run. */
async function fetchOverEither(request: HttpRequest, run: FetchRun): Promise<Outcome> {
  const { exchangeOverHttp2 } = await import('./http2-exchange.ts');
  return await new Journey(request, run, exchangeOverHttp2).outcome();
}

/** A coded body may be a little longer than what is in it. */
const codingSlackBytes = 64 * 1024;

interface Answer {
  readonly head: AnswerHead;
  /** Of the leg that it came from. */
  readonly shown: string;
  /** Followed to come to it. */
  readonly redirects: number;
}

class Journey {
  readonly #request: HttpRequest;
  readonly #run: FetchRun;
  readonly #overHttp2: typeof exchangeOverHttp2 | null;
  readonly #stopwatch = new Stopwatch();
  #trail: Trail | null = null;
  #connection: Partial<ConnectionFacts> = {};
  #answer: Answer | undefined;

  constructor(request: HttpRequest, run: FetchRun, overHttp2: typeof exchangeOverHttp2 | null) {
    this.#request = request;
    this.#run = run;
    this.#overHttp2 = overHttp2;
  }

  async outcome(): Promise<Outcome> {
    try {
      const request = this.#request;
      const { userAgent } = this.#run;
      let leg = firstLegOf(request);
      let path = request.bustCache ? bustedPath(leg) : leg.path;
      for (;;) {
        const wire = wireRequestOf(leg, { path, userAgent, cookie: this.#trail?.cookieFor(leg) ?? '' });
        this.#trail?.refuseLoop(leg, wire);
        const body = await this.#ask(leg, wire);
        const answer = this.#answer;
        if (answer === undefined) throw new Error('an answer without a head');
        const { head } = answer;
        if (!this.#leadsOn(head)) {
          const latencyMs = this.#stopwatch.elapsedMs();
          const codings = head.headers.get('content-encoding');
          const decoded = codings === undefined ? body : await this.#decode(body, codings);
          return this.#observation(answer, decoded, latencyMs);
        }
        leg = this.#next(leg, wire, head);
        path = leg.path;
      }
    } catch (error) {
      return toFailure(error, this.#facts());
    }
  }

  /** What is known by now. */
  #facts(): Facts {
    const phasesMs = this.#stopwatch.phasesMs();
    const answer = this.#answer;
    return answer === undefined
      ? { phasesMs, ...this.#connection }
      : { phasesMs, ...this.#connection, http: httpFacts(answer) };
  }

  #leadsOn({ status }: AnswerHead): boolean {
    return this.#request.redirects > 0 && isRedirect(status);
  }

  /** Where a redirect leads. */
  #next(leg: Leg, wire: WireRequest, head: AnswerHead): Leg {
    const { redirects } = this.#request;
    this.#trail ??= new Trail();
    this.#trail.leave(leg, wire, head);
    if (this.#trail.redirects === redirects) {
      throw new ProbeFailure('too_many_redirects', `more than ${redirects} redirects`);
    }
    const asked = { ...leg.hop, url: new URL(originOf(leg) + wire.path) };
    const hop = redirected(asked, head.status, head.headers);
    this.#trail.redirects += 1;
    return legOf(hop, this.#request);
  }

  /** @returns the body as it is on the wire. */
  async #ask(leg: Leg, wire: WireRequest): Promise<Buffer> {
    const { maxBodyBytes, network } = this.#request;
    const run: ExchangeRun = {
      signal: this.#run.signal,
      stopwatch: this.#stopwatch,
      onHead: head => {
        this.#answer = { head, shown: leg.shown, redirects: this.#trail?.redirects ?? 0 };
        // The body of a redirect is nobody's business, and may have no end.
        return this.#leadsOn(head)
          ? null
          : maxBodyBytes + (head.headers.has('content-encoding') ? codingSlackBytes : 0);
      },
    };
    this.#connection = {};
    const { socket, facts } = await openConnection(leg.target, network, run);
    this.#connection = facts;
    return await this.#exchange(socket, wire, run);
  }

  /** Speaks what the server chose of what was offered. */
  #exchange(socket: Connection['socket'], wire: WireRequest, run: ExchangeRun): Promise<Buffer> {
    const overHttp2 = this.#overHttp2;
    return overHttp2 !== null && socket instanceof TLSSocket && socket.alpnProtocol === 'h2'
      ? overHttp2(socket, wire, run)
      : exchange(socket, wire, run);
  }

  #observation(answer: Answer, body: Buffer, latencyMs: number): Outcome {
    return {
      kind: 'observation',
      phasesMs: this.#stopwatch.phasesMs(),
      ...this.#connection,
      http: httpFacts(answer, body.length),
      latencyMs,
      text: decodeText(body, headerValue(answer.head.headers, 'content-type')),
    };
  }

  /** Undoes the content codings, but no longer than there is time. */
  #decode(bytes: Buffer, contentEncoding: readonly string[]): Promise<Buffer> {
    return untilAborted(decodeBody(bytes, contentEncoding, this.#request.maxBodyBytes), this.#run.signal, {
      code: 'timeout_body',
      phase: 'transfer',
      message: 'no end of the body in time',
    });
  }
}

function httpFacts({ head, shown, redirects }: Answer, bodyBytes?: number): HttpFacts {
  const { version, status, headers } = head;
  return {
    version,
    status,
    headers,
    redirects,
    url: shown,
    ...(bodyBytes === undefined ? {} : { bodyBytes }),
    cache: cacheStatus(headers),
    answeredBy: answeredBy(status, headers),
  };
}
