/** From addresses to a TCP connection. */
import { connect, type Socket } from 'node:net';
import { DeadlineExceeded, type RunSignal } from '../../core/component.ts';
import { abortFailure, failureOf, ProbeFailure } from '../failure.ts';
import { formatHostPort } from './dns-query.ts';
import { letGoOnceClosed } from './let-go.ts';
import type { Lookup } from './resolve.ts';

/** A TCP connection, and the addresses that failed before it. */
export interface Connected {
  readonly socket: Socket;
  readonly address: string;
  readonly failedAddresses?: readonly string[];
}

/**
 * How long an address may keep its successor waiting, in milliseconds. A refused one does not make it wait at all, and
 * one that is late still wins if it answers first. Within the bounds of RFC 8305 §5 (100 ms to 2 s), and above the
 * round trip of any healthy path, so that a healthy server is always asked at its first address.
 */
const attemptDelayMs = 500;

/**
 * Connects to the first address that answers, starting one after the other (RFC 8305).
 * @throws {ProbeFailure} when none did.
 */
export function connectToAny(lookup: Lookup, port: number, signal: RunSignal): Promise<Connected> {
  return new Promise((resolve, reject) => {
    new ConnectionRace(lookup, port, signal, { resolve, reject }).start();
  });
}

interface Settle {
  resolve(connected: Connected): void;
  reject(failure: ProbeFailure): void;
}

/** An address that has neither answered nor failed yet. */
interface Attempt {
  readonly address: string;
  readonly socket: Socket;
}

class ConnectionRace {
  readonly #lookup: Lookup;
  readonly #port: number;
  readonly #signal: RunSignal;
  readonly #settle: Settle;
  readonly #onAbort = (): void => this.#giveUp();
  #addresses: readonly string[];
  /** How many of the addresses were tried. */
  #tried = 0;
  #running: readonly Attempt[] = [];
  readonly #failures: { readonly address: string; readonly failure: ProbeFailure }[] = [];
  #askedOthers: boolean;
  #isAsking = false;
  #over = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(lookup: Lookup, port: number, signal: RunSignal, settle: Settle) {
    this.#lookup = lookup;
    this.#port = port;
    this.#signal = signal;
    this.#settle = settle;
    this.#addresses = lookup.addresses;
    this.#askedOthers = !lookup.mayHaveOthers;
  }

  start(): void {
    this.#signal.addEventListener('abort', this.#onAbort);
    if (this.#signal.aborted) this.#giveUp();
    else this.#startNext();
  }

  #startNext(): void {
    clearTimeout(this.#timer);
    if (this.#over) return;
    const address = this.#addresses[this.#tried];
    if (address === undefined) {
      if (!this.#askedOthers) void this.#askOthers();
      else if (this.#running.length === 0 && !this.#isAsking) this.#lose();
      return;
    }
    this.#tried += 1;
    const socket = open(address, this.#port);
    const attempt = { address, socket };
    this.#running = [...this.#running, attempt];
    socket.on('connect', () => this.#win(attempt));
    // Stays for good: whatever happens to the socket between two owners must not end the process.
    socket.on('error', error => this.#fail(attempt, error));
    const isLast = this.#tried === this.#addresses.length && this.#askedOthers;
    if (!isLast) this.#timer = setTimeout(() => this.#startNext(), attemptDelayMs);
  }

  #giveUp(): void {
    const isLeftWithNone = this.#running.length === 0 && this.#failures.length > 0;
    if (isLeftWithNone && this.#signal.reason instanceof DeadlineExceeded) return this.#lose();
    const tried = this.#addresses.slice(0, this.#tried);
    const message = `no connection to ${tried.map(address => this.#name(address)).join(', ')} in time`;
    const facts = addressFacts(tried);
    this.#stop(null);
    const failure = abortFailure(this.#signal, { code: 'timeout_connect', phase: 'connect', message });
    this.#settle.reject(failure.with(facts));
  }

  /** Never rejects: a family that cannot be resolved has no addresses. */
  async #askOthers(): Promise<void> {
    this.#askedOthers = true;
    this.#isAsking = true;
    const others = await this.#lookup.others();
    this.#isAsking = false;
    this.#addresses = [...this.#addresses, ...others];
    this.#startNext();
  }

  #win(attempt: Attempt): void {
    if (this.#over) return;
    this.#stop(attempt);
    if (this.#tried === 1) return this.#settle.resolve(attempt);
    // Earlier ones that still have not answered are as good as failed, and why it took so long.
    const before = this.#running.slice(0, this.#running.indexOf(attempt));
    const failedAddresses = [...this.#failures, ...before].map(({ address }) => address);
    this.#settle.resolve(failedAddresses.length > 0 ? { ...attempt, failedAddresses } : attempt);
  }

  #fail(attempt: Attempt, error: unknown): void {
    if (this.#over) return;
    this.#running = this.#running.filter(other => other !== attempt);
    this.#failures.push({ address: attempt.address, failure: failureOf(error, 'connect') });
    this.#startNext();
  }

  #lose(): void {
    this.#stop(null);
    const [first] = this.#failures;
    const unanswered = this.#isAsking ? ['DNS has no answer for the other address family'] : [];
    const message = [...this.#failures.map(({ failure }) => failure.message), ...unanswered].join('; ');
    const facts = addressFacts(this.#failures.map(({ address }) => address));
    this.#settle.reject(
      new ProbeFailure(first?.failure.code ?? 'connect_error', message, { phase: 'connect', facts }),
    );
  }

  #stop(winner: Attempt | null): void {
    this.#over = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
    clearTimeout(this.#timer);
    for (const attempt of this.#running) if (attempt !== winner) attempt.socket.destroy();
  }

  #name(address: string): string {
    return formatHostPort({ host: address, port: this.#port });
  }
}

/** Where the system puts what a socket reads, until it is copied to a place of its own size. One for all sockets. */
const arrivals = Buffer.alloc(64 * 1024);

/**
 * Opens a socket that reads into {@link arrivals}, which is safe to share: the system fills it and Node.js calls back
 * in one go. By default Node.js allocates as much for each read, and then gives most of it back.
 */
function open(host: string, port: number): Socket {
  const callback = (length: number): boolean => socket.push(Buffer.from(arrivals.subarray(0, length)));
  const onread = { buffer: arrivals, callback };
  const socket = connect({ host, port, noDelay: true, autoSelectFamily: false, onread });
  letGoOnceClosed(socket);
  return socket;
}

function addressFacts(tried: readonly string[]): { address?: string; failedAddresses?: readonly string[] } {
  const address = tried.at(-1);
  if (address === undefined) return {};
  return tried.length === 1 ? { address } : { address, failedAddresses: tried.slice(0, -1) };
}
