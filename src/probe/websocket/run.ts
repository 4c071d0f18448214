import { answeredBy, cacheStatus, headerValue } from '../../core/answer-headers.ts';
import { describeValue } from '../../core/assertion/value-test.ts';
import type { RunSignal } from '../../core/component.ts';
import type { Facts, HttpFacts, Observation, Outcome, Proof } from '../../core/outcome.ts';
import { revealed } from '../../core/secret.ts';
import { ProbeFailure, toFailure } from '../failure.ts';
import { decodeText } from '../transport/charset.ts';
import { type ConnectionFacts, openConnection } from '../transport/connection.ts';
import { decodeBody } from '../transport/content-coding.ts';
import type { FetchRun } from '../transport/fetch-answer.ts';
import { Stopwatch } from '../transport/stopwatch.ts';
import { configuredHost, targetOf } from '../transport/target.ts';
import type { NetworkSettings } from '../transport/types.ts';
import { untilAborted } from '../transport/until-aborted.ts';
import { awaitMessage, type Expectation } from './dialogue.ts';
import {
  type Handshake,
  type HandshakeRequest,
  type Refusal,
  type ResponseHead,
  shakeHands,
} from './handshake.ts';
import { type Plan, plainUrl } from './plan.ts';
import { upgradeProof } from './upgrade-proof.ts';

/** Connects, shakes hands, waits for the message if one is expected, and leaves. */
export async function runOnce(
  plan: Plan,
  network: NetworkSettings,
  { signal, userAgent }: FetchRun,
): Promise<Outcome> {
  const run = new Run(plan, network, userAgent, signal);
  try {
    return await run.go();
  } catch (error) {
    return toFailure(error, run.facts());
  }
}

class Run {
  readonly #plan: Plan;
  readonly #network: NetworkSettings;
  readonly #userAgent: string;
  readonly #signal: RunSignal;
  readonly #stopwatch = new Stopwatch();
  readonly #proofs: Proof[] = [];
  #connection: Partial<ConnectionFacts> = {};
  #http: HttpFacts | undefined;

  constructor(plan: Plan, network: NetworkSettings, userAgent: string, signal: RunSignal) {
    this.#plan = plan;
    this.#network = network;
    this.#userAgent = userAgent;
    this.#signal = signal;
  }

  /** What is known by now. */
  facts(): Facts {
    return {
      phasesMs: this.#stopwatch.phasesMs(),
      ...this.#connection,
      ...(this.#http === undefined ? {} : { http: this.#http, proofs: this.#proofs }),
    };
  }

  async go(): Promise<Observation> {
    const run = { signal: this.#signal, stopwatch: this.#stopwatch };
    const { url, headers } = this.#plan;
    const target = targetOf(url, configuredHost(headers), ['http/1.1']);
    const connection = await openConnection(target, this.#network, run);
    this.#connection = connection.facts;
    try {
      this.#stopwatch.begin('processing');
      const handshake = await shakeHands(connection.socket, this.#request(), {
        signal: this.#signal,
        onHead: head => this.#takeHead(head),
      });
      const text = await this.#afterwards(handshake);
      this.#stopwatch.end();
      const latencyMs = this.#stopwatch.elapsedMs();
      return { kind: 'observation', ...this.facts(), latencyMs, ...(text === null ? {} : { text }) };
    } finally {
      connection.socket.destroy();
    }
  }

  #request(): HandshakeRequest {
    const headers = new Map([['user-agent', this.#userAgent]]);
    for (const [name, value] of this.#plan.headers) headers.set(name.toLowerCase(), revealed(value));
    return {
      url: this.#plan.url,
      headers: Object.fromEntries(headers),
      subprotocol: this.#plan.subprotocol,
      maxBytes: this.#plan.maxBytes,
    };
  }

  #takeHead({ status, headers }: ResponseHead): void {
    this.#stopwatch.end();
    this.#http = {
      status,
      headers,
      redirects: 0,
      url: plainUrl(this.#plan.url),
      cache: cacheStatus(headers),
      answeredBy: answeredBy(status, headers),
    };
  }

  /** What came after the head of the answer; null: nothing was to come. */
  async #afterwards(handshake: Handshake): Promise<string | null> {
    if (this.#http !== undefined) this.#proofs.push(upgradeProof(this.#http, this.#plan.accepted));
    return handshake.kind === 'refused'
      ? await this.#readRefusal(handshake)
      : await this.#converse(handshake);
  }

  async #readRefusal(refusal: Refusal): Promise<string> {
    this.#stopwatch.begin('transfer');
    const body = await untilAborted(this.#decode(refusal), this.#signal, {
      code: 'timeout_body',
      phase: 'transfer',
      message: 'no end of the body in time',
    });
    if (this.#http !== undefined) this.#http = { ...this.#http, bodyBytes: body.length };
    return decodeText(body, headerValue(refusal.head.headers, 'content-type'));
  }

  async #decode({ head, body }: Refusal): Promise<Buffer> {
    return decodeBody(await body, head.headers.get('content-encoding') ?? [], this.#plan.maxBytes);
  }

  async #converse({ websocket }: Extract<Handshake, { kind: 'opened' }>): Promise<string | null> {
    const { maxBytes, send, expect: pattern } = this.#plan;
    if (send !== null) websocket.send(send);
    try {
      return pattern === null ? null : await this.#listen(websocket, { pattern, maxBytes });
    } finally {
      // Farewell as the protocol has it; the socket is destroyed without waiting for the answer.
      websocket.close(1000);
    }
  }

  async #listen(websocket: Parameters<typeof awaitMessage>[0], expectation: Expectation): Promise<string> {
    const base = { kind: 'expect', expected: expectation.pattern.source };
    this.#stopwatch.begin('transfer');
    try {
      const text = await awaitMessage(websocket, expectation, this.#signal);
      this.#proofs.push({ ...base, pass: true, actual: describeValue(text) });
      return text;
    } catch (error) {
      if (error instanceof ProbeFailure) this.#proofs.push({ ...base, pass: false, actual: error.message });
      throw error;
    }
  }
}
