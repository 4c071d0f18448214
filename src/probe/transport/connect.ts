/** From addresses to a TCP connection. */

import { connect, type Socket } from 'node:net';
import type { RunSignal } from '../../core/component.ts';
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
    const race = new ConnectionRace(port, lookup, {
      won: (connected): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(connected);
      },
      lost: (failure): void => {
        signal.removeEventListener('abort', onAbort);
        reject(failure);
      },
    });
    const onAbort = (): void => race.giveUp(signal);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else race.startNext();
  });
}

interface RaceEnd {
  won(connected: Connected): void;
  lost(failure: ProbeFailure): void;
}

class ConnectionRace {
  readonly #port: number;
  readonly #lookup: Lookup;
  readonly #end: RaceEnd;
  readonly #waiting: string[];
  readonly #running = new Map<string, Socket>();
  readonly #failures: { readonly address: string; readonly failure: ProbeFailure }[] = [];
  #askedOthers: boolean;
  #over = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(port: number, lookup: Lookup, end: RaceEnd) {
    this.#port = port;
    this.#lookup = lookup;
    this.#end = end;
    this.#waiting = [...lookup.addresses];
    this.#askedOthers = !lookup.mayHaveOthers;
  }

  startNext(): void {
    clearTimeout(this.#timer);
    if (this.#over) return;
    const address = this.#waiting.shift();
    if (address === undefined) {
      if (!this.#askedOthers) void this.#askOthers();
      else if (this.#running.size === 0) this.#lose();
      return;
    }
    const socket = connect({ host: address, port: this.#port, noDelay: true, autoSelectFamily: false });
    letGoOnceClosed(socket);
    this.#running.set(address, socket);
    socket.once('connect', () => this.#win(address, socket));
    // Stays for good: whatever happens to the socket between two owners must not end the process.
    socket.on('error', error => this.#fail(address, error));
    const isLast = this.#waiting.length === 0 && this.#askedOthers;
    if (!isLast) this.#timer = setTimeout(() => this.startNext(), attemptDelayMs);
  }

  giveUp(signal: RunSignal): void {
    const tried = [...this.#running.keys(), ...this.#failures.map(({ address }) => address)];
    const message = `no connection to ${tried.map(address => this.#name(address)).join(', ')} in time`;
    const facts = addressFacts(tried);
    this.#stop(null);
    this.#end.lost(abortFailure(signal, { code: 'timeout_connect', phase: 'connect', message }).with(facts));
  }

  /** Never rejects: a family that cannot be resolved has no addresses. */
  async #askOthers(): Promise<void> {
    this.#askedOthers = true;
    this.#waiting.push(...(await this.#lookup.others()));
    this.startNext();
  }

  #win(address: string, socket: Socket): void {
    if (this.#over) return;
    this.#stop(address);
    const failed = [...this.#failures.map(failure => failure.address), ...this.#startedBefore(address)];
    this.#end.won(failed.length > 0 ? { socket, address, failedAddresses: failed } : { socket, address });
  }

  /** Earlier addresses that still have not answered: as good as failed, and why it took so long. */
  #startedBefore(address: string): readonly string[] {
    const started = [...this.#running.keys()];
    return started.slice(0, started.indexOf(address));
  }

  #fail(address: string, error: unknown): void {
    if (this.#over) return;
    this.#running.delete(address);
    this.#failures.push({ address, failure: failureOf(error, 'connect') });
    this.startNext();
  }

  #lose(): void {
    this.#stop(null);
    const [first] = this.#failures;
    const message = this.#failures.map(({ failure }) => failure.message).join('; ');
    const facts = addressFacts(this.#failures.map(({ address }) => address));
    this.#end.lost(
      new ProbeFailure(first?.failure.code ?? 'connect_error', message, { phase: 'connect', facts }),
    );
  }

  #stop(winner: string | null): void {
    this.#over = true;
    clearTimeout(this.#timer);
    for (const [address, socket] of this.#running) if (address !== winner) socket.destroy();
  }

  #name(address: string): string {
    return formatHostPort({ host: address, port: this.#port });
  }
}

function addressFacts(tried: readonly string[]): { address?: string; failedAddresses?: readonly string[] } {
  const address = tried.at(-1);
  if (address === undefined) return {};
  return tried.length === 1 ? { address } : { address, failedAddresses: tried.slice(0, -1) };
}
