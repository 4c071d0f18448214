/** A TCP connection and, if wished, one thing said and one thing heard on it. */
import type { Socket } from 'node:net';
import type { Pattern } from '../../core/assertion.ts';
import type { RunSignal } from '../../core/component.ts';
import type { Outcome } from '../../core/outcome.ts';
import { abortFailure, failureOf, ProbeFailure, toFailure } from '../failure.ts';
import { type ConnectionFacts, openConnection, type TransportRun } from './connection.ts';
import { Stopwatch } from './stopwatch.ts';
import type { HostPort, NetworkSettings } from './types.ts';

export interface Conversation {
  readonly target: HostPort;
  /** Sent once connected; null: nothing. */
  readonly send: string | null;
  /** What must match what comes back; null: nothing needs to come. */
  readonly expect: Pattern | null;
}

/** Holds a conversation. Resolves for every failure of the target. */
export async function converse(
  { target, send, expect }: Conversation,
  network: NetworkSettings,
  signal: RunSignal,
): Promise<Outcome> {
  const stopwatch = new Stopwatch();
  const run: TransportRun = { signal, stopwatch };
  let known: Partial<ConnectionFacts> = {};
  try {
    const { socket, facts } = await openConnection({ ...target, secure: false }, network, run);
    known = facts;
    try {
      if (send !== null) socket.write(send);
      if (expect === null) {
        return {
          kind: 'observation',
          phasesMs: stopwatch.phasesMs(),
          ...known,
          latencyMs: stopwatch.elapsedMs(),
        };
      }
      stopwatch.begin('processing');
      const text = await hear(socket, expect, run);
      const latencyMs = stopwatch.elapsedMs();
      return { kind: 'observation', phasesMs: stopwatch.phasesMs(), ...known, latencyMs, text };
    } finally {
      socket.destroy();
    }
  } catch (error) {
    return toFailure(error, { phasesMs: stopwatch.phasesMs(), ...known });
  }
}

/** More than any greeting. */
const maxHeardBytes = 64 * 1024;

/** How much text is searched byte by byte; a flood of single bytes beyond it is searched once it stops. */
const searchBudget = 4 * 1024 * 1024;

/** Listens until the pattern matches. */
function hear(socket: Socket, expect: Pattern, run: TransportRun): Promise<string> {
  return new Promise((resolve, reject) => {
    new Hearing(socket, expect, run, { resolve, reject }).start();
  });
}

interface Settle {
  resolve(text: string): void;
  reject(failure: ProbeFailure): void;
}

class Hearing {
  readonly #socket: Socket;
  readonly #expect: Pattern;
  readonly #run: TransportRun;
  readonly #settle: Settle;
  readonly #onAbort = (): void => this.#giveUp();
  #heard: Buffer = Buffer.alloc(0);
  /** How much text was searched so far. */
  #searched = 0;
  #isOver = false;

  constructor(socket: Socket, expect: Pattern, run: TransportRun, settle: Settle) {
    this.#socket = socket;
    this.#expect = expect;
    this.#run = run;
    this.#settle = settle;
  }

  start(): void {
    const { signal } = this.#run;
    signal.addEventListener('abort', this.#onAbort);
    this.#socket.on('data', chunk => this.#take(chunk));
    this.#socket.once('error', error => this.#fail(failureOf(error, this.#hasHeard ? 'body' : 'silence')));
    this.#socket.once('end', () => this.#finish());
    if (signal.aborted) this.#giveUp();
  }

  get #hasHeard(): boolean {
    return this.#heard.length > 0;
  }

  get #text(): string {
    return this.#heard.toString('utf8');
  }

  #take(chunk: Buffer): void {
    if (this.#isOver) return;
    if (!this.#hasHeard) this.#run.stopwatch.begin('transfer');
    const heard = Buffer.concat([this.#heard, chunk]);
    const isTooLong = heard.length > maxHeardBytes;
    this.#heard = isTooLong ? heard.subarray(0, maxHeardBytes) : heard;
    this.#searched += this.#heard.length;
    if ((this.#searched < searchBudget || isTooLong) && this.#matches()) return this.#succeed();
    if (isTooLong)
      this.#fail(new ProbeFailure('body_too_large', `${maxHeardBytes} bytes came, and no match`));
  }

  /** The server has said all that it had to say. */
  #finish(): void {
    if (this.#matches()) return this.#succeed();
    const silent = 'the server closed the connection, and said nothing';
    const phase = this.#run.stopwatch.current;
    this.#fail(this.#hasHeard ? this.#mismatch() : new ProbeFailure('conn_closed', silent, { phase }));
  }

  #giveUp(): void {
    if (this.#hasHeard) return this.#matches() ? this.#succeed() : this.#fail(this.#mismatch());
    const { signal, stopwatch } = this.#run;
    const message = 'connected, but nothing came';
    this.#fail(abortFailure(signal, { code: 'timeout_message', phase: stopwatch.current, message }));
  }

  #matches(): boolean {
    return this.#expect.test(this.#text);
  }

  #mismatch(): ProbeFailure {
    const message = `what came does not match ${this.#expect.source}`;
    return new ProbeFailure('expect_mismatch', message, { phase: this.#run.stopwatch.current });
  }

  #succeed(): void {
    if (!this.#end()) return;
    this.#run.stopwatch.end();
    this.#settle.resolve(this.#text);
  }

  #fail(failure: ProbeFailure): void {
    if (!this.#end()) return;
    this.#run.stopwatch.abandon();
    this.#settle.reject(failure);
  }

  /** Whether this is the end, and not after it. */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#run.signal.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
