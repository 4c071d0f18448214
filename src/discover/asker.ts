import { headerValue } from '../core/answer-headers.ts';
import { parseDocument } from '../core/assertion/json-document.ts';
import type { Clock } from '../core/clock.ts';
import type { Probe } from '../core/component.ts';
import type { Headers, Outcome } from '../core/outcome.ts';
import type { FailureCode } from '../core/reason.ts';
import { defaultTls } from '../probe/keys/network.ts';
import type { FetchRun } from '../probe/transport/fetch-answer.ts';
import type { HttpRequest } from '../probe/transport/types.ts';
import { objectionTo } from './reach.ts';

/** Runs a probe within a time. null: called off. */
export type RunProbe = (probe: Probe, timeoutMs: number) => Promise<Outcome | null>;

export interface AskerDeps {
  readonly clock: Clock;
  /** How the requests introduce themselves. */
  readonly userAgent: string;
  readonly run: RunProbe;
  /** Sends one request. The probes' own transport, with its limits and its reasons. */
  readonly fetch: (request: HttpRequest, run: FetchRun) => Promise<Outcome>;
}

export interface Question {
  readonly url: string;
  readonly accept: string;
  readonly method?: 'GET' | 'POST';
  /** JSON. */
  readonly body?: string | undefined;
  /** How many bytes of an answer are read. */
  readonly maxBodyBytes?: number;
}

/** A complete answer, whatever its status. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  /** Where it came from in the end: no query. */
  readonly url: string;
  readonly redirects: number;
  readonly headers: Headers;
  /** Without parameters, lower case. */
  readonly mediaType: string;
  /** Which program answered, as far as the headers tell. */
  readonly answeredBy: string;
  readonly text: string;
}

/** Why there is no answer. */
export interface Silence {
  readonly kind: 'silence';
  readonly code: FailureCode;
  readonly message: string;
}

export type Reply = Answer | Silence;

const requestTimeoutMs = 10_000;

/** After that long nothing more is asked. */
const totalMs = 60_000;

/** More questions of our own are never needed; the probes come on top. */
const mostQuestions = 12;

const mostBodyBytes = 1024 * 1024;

/** Asks a server questions: each within a time, all of them within another, and none that leads where it should not. */
export class Asker {
  readonly #deps: AskerDeps;
  readonly #home: string;
  readonly #startedAt: number;
  #questions = 0;
  #requests = 0;

  /** `home` is the domain that everything begins with. */
  constructor(deps: AskerDeps, home: string) {
    this.#deps = deps;
    this.#home = home;
    this.#startedAt = deps.clock.monotonic();
  }

  /** Requests so far, redirects included. */
  get requests(): number {
    return this.#requests;
  }

  async ask(question: Question): Promise<Reply> {
    const objection = objectionTo(question.url, this.#home);
    if (objection !== null) return silence('invalid_target', `not asked: the address ${objection}`);
    if (this.#questions === mostQuestions)
      return silence('internal', 'not asked: too many questions already');
    this.#questions += 1;
    const { fetch, userAgent } = this.#deps;
    const outcome = await this.run(
      ({ signal }) => fetch(toRequest(question), { signal, userAgent }),
      requestTimeoutMs,
    );
    this.count(outcome, 1);
    return toReply(outcome);
  }

  /** Runs a probe within its own time and what is left of the whole. */
  async run(probe: Probe, timeoutMs: number): Promise<Outcome> {
    const leftMs = totalMs - (this.#deps.clock.monotonic() - this.#startedAt);
    if (leftMs <= 0)
      return { kind: 'failure', code: 'internal', message: 'no time left to ask', phasesMs: {} };
    const outcome = await this.#deps.run(probe, Math.min(timeoutMs, leftMs));
    return outcome ?? { kind: 'failure', code: 'internal', message: 'called off', phasesMs: {} };
  }

  /** Counts the requests of a run that were meant to be so many, and the redirects that it met. */
  count(outcome: Outcome, requests: number): void {
    this.#requests += requests + (outcome.http?.redirects ?? 0);
  }
}

function silence(code: FailureCode, message: string): Silence {
  return { kind: 'silence', code, message };
}

function toRequest({
  url,
  accept,
  method = 'GET',
  body,
  maxBodyBytes = mostBodyBytes,
}: Question): HttpRequest {
  const headers = [['Accept', accept] as const];
  return {
    url,
    method,
    headers: body === undefined ? headers : [...headers, ['Content-Type', 'application/json']],
    body: body ?? null,
    redirects: 5,
    bustCache: true,
    http2: false,
    maxBodyBytes,
    network: { ip: 'auto', resolver: null, tls: defaultTls },
  };
}

function toReply(outcome: Outcome): Reply {
  if (outcome.kind === 'failure') return silence(outcome.code, outcome.message);
  const { http, text = '' } = outcome;
  if (http === undefined) throw new Error('an HTTP answer without its head');
  const { status, url, redirects, headers, answeredBy } = http;
  const [mediaType = ''] = headerValue(headers, 'content-type').toLowerCase().split(';');
  return { kind: 'answer', status, url, redirects, headers, mediaType: mediaType.trim(), answeredBy, text };
}

/** What a reply is as a JSON document. */
export type JsonReply =
  | { readonly ok: true; readonly document: unknown; readonly answer: Answer }
  /** `why` is for people. */
  | { readonly ok: false; readonly why: string };

/** Reads a JSON object or list, which only a success can be: a page with status 200 is none. */
export function readJson(reply: Reply): JsonReply {
  if (reply.kind === 'silence' || reply.status < 200 || reply.status > 299) {
    return { ok: false, why: describeReply(reply) };
  }
  const document = parseDocument(reply.text)?.value;
  const isDocument = typeof document === 'object' && document !== null;
  return isDocument ? { ok: true, document, answer: reply } : { ok: false, why: describeReply(reply) };
}

/** A reply in a few words: `status 404`, `a page, not a document`, or why there is none. */
export function describeReply(reply: Reply): string {
  if (reply.kind === 'silence') return reply.message;
  const by = reply.answeredBy === 'proxy' || reply.answeredBy === 'cdn' ? ` by the ${reply.answeredBy}` : '';
  if (reply.status < 200 || reply.status > 299) return `status ${reply.status}${by}`;
  return isPage(reply) ? 'a page, not a document' : `status ${reply.status}, but not what was asked for`;
}

/** Whether a page was answered. Single-page applications answer one to everything. */
export function isPage({ mediaType, text }: Answer): boolean {
  return mediaType === 'text/html' || /^\s*<(?:!doctype\s+html|html)\b/i.test(text.slice(0, 1000));
}

/** Whether a reply says more of the moment than of the server. */
export function isTrouble(reply: Reply): boolean {
  return reply.kind === 'silence' || isTroubleStatus(reply.status);
}

/** Whether a status means that it would be another one at another time. */
export function isTroubleStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}
