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
import { exchangeOverHttp2 } from './http2-exchange.ts';
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
export async function fetchAnswer(request: HttpRequest, run: FetchRun): Promise<Outcome> {
  const journey = new Journey(request, run);
  try {
    return await journey.go();
  } catch (error) {
    return toFailure(error, journey.facts());
  }
}

/** A coded body may be a little longer than what is in it. */
const codingSlackBytes = 64 * 1024;

interface Answer {
  readonly head: AnswerHead;
  /** As it is on the wire. */
  readonly body: Buffer;
}

class Journey {
  readonly #request: HttpRequest;
  readonly #run: FetchRun;
  readonly #stopwatch = new Stopwatch();
  #trail: Trail | null = null;
  #connection: Partial<ConnectionFacts> = {};
  #http: HttpFacts | undefined;

  constructor(request: HttpRequest, run: FetchRun) {
    this.#request = request;
    this.#run = run;
  }

  /** What is known by now. */
  facts(): Facts {
    const phasesMs = this.#stopwatch.phasesMs();
    const http = this.#http;
    return http === undefined ? { phasesMs, ...this.#connection } : { phasesMs, ...this.#connection, http };
  }

  async go(): Promise<Outcome> {
    const { userAgent } = this.#run;
    let leg = firstLegOf(this.#request);
    let path = this.#request.bustCache ? bustedPath(leg) : leg.path;
    for (;;) {
      const wire = wireRequestOf(leg, { path, userAgent, cookie: this.#trail?.cookieFor(leg) ?? '' });
      this.#trail?.refuseLoop(leg, wire);
      const answer = await this.#ask(leg, wire);
      if (!this.#leadsOn(answer.head)) return await this.#observe(answer);
      leg = this.#next(leg, wire, answer.head);
      path = leg.path;
    }
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

  async #ask(leg: Leg, wire: WireRequest): Promise<Answer> {
    const { signal } = this.#run;
    const { maxBodyBytes, network } = this.#request;
    const run = { signal, stopwatch: this.#stopwatch };
    this.#connection = {};
    const connection = await openConnection(leg.target, network, run);
    this.#connection = connection.facts;
    let head: AnswerHead | undefined;
    const body = await exchangeOver(connection.socket, wire, {
      ...run,
      onHead: answer => {
        head = answer;
        this.#http = this.#httpFacts(answer, leg);
        // The body of a redirect is nobody's business, and may have no end.
        return this.#leadsOn(answer)
          ? null
          : maxBodyBytes + (answer.headers.has('content-encoding') ? codingSlackBytes : 0);
      },
    });
    if (head === undefined) throw new Error('an answer without a head');
    return { head, body };
  }

  #httpFacts({ version, status, headers }: AnswerHead, { shown }: Leg): HttpFacts {
    return {
      version,
      status,
      headers,
      redirects: this.#trail?.redirects ?? 0,
      url: shown,
      cache: cacheStatus(headers),
      answeredBy: answeredBy(status, headers),
    };
  }

  async #observe({ head: { headers }, body: bytes }: Answer): Promise<Outcome> {
    const latencyMs = this.#stopwatch.elapsedMs();
    const codings = headers.get('content-encoding');
    const body = codings === undefined ? bytes : await this.#decode(bytes, codings);
    if (this.#http !== undefined) this.#http = { ...this.#http, bodyBytes: body.length };
    const text = decodeText(body, headerValue(headers, 'content-type'));
    return { kind: 'observation', ...this.facts(), latencyMs, text };
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

/** Speaks what the server chose of what was offered. */
function exchangeOver(socket: Connection['socket'], request: WireRequest, run: ExchangeRun): Promise<Buffer> {
  const isHttp2 = socket instanceof TLSSocket && socket.alpnProtocol === 'h2';
  return isHttp2 ? exchangeOverHttp2(socket, request, run) : exchange(socket, request, run);
}
