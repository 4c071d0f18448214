/** One HTTP request with all that belongs to it: connections, redirects, the body and its decoding. */
import { TLSSocket } from 'node:tls';
import { answeredBy, cacheStatus, headerValue } from '../../core/answer-headers.ts';
import type { Facts, HttpFacts, Outcome } from '../../core/outcome.ts';
import type { Secret } from '../../core/secret.ts';
import { ProbeFailure, toFailure } from '../failure.ts';
import { decodeText } from './charset.ts';
import {
  type Connection,
  type ConnectionFacts,
  type ConnectionTarget,
  openConnection,
} from './connection.ts';
import { acceptedCodings, decodeBody } from './content-coding.ts';
import { CookieJar } from './cookies.ts';
import { type AnswerHead, type ExchangeRun, exchange, type WireRequest } from './exchange.ts';
import { exchangeOverHttp2 } from './http2-exchange.ts';
import { type Hop, isRedirect, redirected } from './redirect.ts';
import { Stopwatch } from './stopwatch.ts';
import type { HttpRequest } from './types.ts';
import { untilAborted } from './until-aborted.ts';

/** The run that an answer is fetched for. */
export interface FetchRun {
  readonly signal: AbortSignal;
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

class Journey {
  readonly #request: HttpRequest;
  readonly #run: FetchRun;
  readonly #stopwatch = new Stopwatch();
  readonly #cookies = new CookieJar();
  readonly #visited = new Set<string>();
  #redirects = 0;
  #connection: Partial<ConnectionFacts> = {};
  #http: HttpFacts | undefined;

  constructor(request: HttpRequest, run: FetchRun) {
    this.#request = request;
    this.#run = run;
  }

  /** What is known by now. */
  facts(): Facts {
    return {
      phasesMs: this.#stopwatch.phasesMs(),
      ...this.#connection,
      ...(this.#http === undefined ? {} : { http: this.#http }),
    };
  }

  async go(): Promise<Outcome> {
    const { method, body, headers, redirects } = this.#request;
    let hop: Hop = { url: firstUrl(this.#request), method, body, headers };
    for (;;) {
      const wire = this.#wireRequest(hop);
      this.#refuseLoop(hop, wire);
      const { head, body: bytes } = await this.#ask(hop, wire);
      this.#cookies.store(hop.url.origin, head.headers);
      if (!this.#leadsOn(head)) return this.#observe(head, bytes);
      if (this.#redirects === redirects) {
        throw new ProbeFailure('too_many_redirects', `more than ${redirects} redirects`);
      }
      hop = redirected(hop, head.status, head.headers);
      this.#redirects += 1;
    }
  }

  #leadsOn({ status }: AnswerHead): boolean {
    return this.#request.redirects > 0 && isRedirect(status);
  }

  /** The same question with the same cookies has the same answer. */
  #refuseLoop({ url, method }: Hop, { headers }: WireRequest): void {
    const cookie = headers.find(([name]) => name === 'cookie')?.[1] ?? '';
    const visit = JSON.stringify([method, url.href, cookie]);
    if (this.#visited.has(visit)) throw new ProbeFailure('redirect_loop', 'the redirects lead in a circle');
    this.#visited.add(visit);
  }

  async #ask(hop: Hop, wire: WireRequest): Promise<{ head: AnswerHead; body: Buffer }> {
    const { signal } = this.#run;
    const { maxBodyBytes, network, http2 } = this.#request;
    const run = { signal, stopwatch: this.#stopwatch };
    this.#connection = {};
    const connection = await openConnection(targetOf(hop, wire, http2), network, run);
    this.#connection = connection.facts;
    let head: AnswerHead | undefined;
    const body = await exchangeOver(connection.socket, wire, {
      ...run,
      onHead: answer => {
        head = answer;
        this.#http = this.#httpFacts(answer, hop.url);
        // The body of a redirect is nobody's business, and may have no end.
        return this.#leadsOn(answer)
          ? null
          : maxBodyBytes + (answer.headers.has('content-encoding') ? codingSlackBytes : 0);
      },
    });
    if (head === undefined) throw new Error('an answer without a head');
    return { head, body };
  }

  #httpFacts({ version, status, headers }: AnswerHead, url: URL): HttpFacts {
    return {
      version,
      status,
      headers,
      redirects: this.#redirects,
      url: url.origin + url.pathname,
      cache: cacheStatus(headers),
      answeredBy: answeredBy(status, headers),
    };
  }

  async #observe({ headers }: AnswerHead, bytes: Buffer): Promise<Outcome> {
    const latencyMs = this.#stopwatch.elapsedMs();
    const body = await this.#decode(bytes, headers.get('content-encoding') ?? []);
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

  #wireRequest({ url, method, body, headers }: Hop): WireRequest {
    const named = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
    const all = new Map<string, string>([
      ['host', url.host],
      ['user-agent', this.#run.userAgent],
      ['accept', '*/*'],
      ['accept-encoding', acceptedCodings],
    ]);
    for (const [name, value] of named) all.set(name, revealed(value));
    const cookies = [all.get('cookie') ?? '', this.#cookies.header(url.origin)].filter(text => text !== '');
    if (cookies.length > 0) all.set('cookie', cookies.join('; '));
    return { method, path: url.pathname + url.search, headers: [...all], body };
  }
}

/** Speaks what the server chose of what was offered. */
function exchangeOver(socket: Connection['socket'], request: WireRequest, run: ExchangeRun): Promise<Buffer> {
  const isHttp2 = socket instanceof TLSSocket && socket.alpnProtocol === 'h2';
  return isHttp2 ? exchangeOverHttp2(socket, request, run) : exchange(socket, request, run);
}

/** Where a request goes. A configured `Host` is also the name for TLS, as a reverse proxy would see it. */
function targetOf({ url }: Hop, { headers }: WireRequest, http2: boolean): ConnectionTarget {
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const asked = headers.find(([name]) => name === 'host')?.[1] ?? '';
  const serverName = URL.parse(`http://${asked}`)?.hostname.replace(/^\[(.*)\]$/, '$1') ?? host;
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return { host, port, secure, serverName, alpn: http2 ? ['h2', 'http/1.1'] : ['http/1.1'] };
}

/** The first address to ask. A query that no cache has seen makes it the server that answers. */
function firstUrl({ url: text, bustCache }: HttpRequest): URL {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  url.hash = '';
  if (bustCache) url.search += `${url.search === '' ? '?' : '&'}_fedistatus=${Date.now()}`;
  return url;
}

function revealed(value: string | Secret): string {
  return typeof value === 'string' ? value : value.reveal();
}
