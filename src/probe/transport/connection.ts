import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { RunSignal } from '../../core/component.ts';
import type { TlsFacts } from '../../core/outcome.ts';
import { abortFailure, ProbeFailure, type Waiting } from '../failure.ts';
import { type Connected, connectToAny } from './connect.ts';
import { type Lookup, lookUp, lookUpHere } from './resolve.ts';
import type { Stopwatch } from './stopwatch.ts';
import { shakeHands } from './tls-handshake.ts';
import type { NetworkSettings } from './types.ts';

/** Where to connect to. */
export interface ConnectionTarget {
  /** Name or IP literal, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Whether to speak TLS. */
  readonly secure: boolean;
  /** Name for SNI and for the check of the certificate, unless the settings name another; default: the host. */
  readonly serverName?: string;
  /** Protocols to offer (RFC 7301); none by default. */
  readonly alpn?: readonly string[];
}

/** An open connection. Whoever opened it destroys its socket. */
export interface Connection {
  readonly socket: Socket | TLSSocket;
  readonly facts: ConnectionFacts;
}

export interface ConnectionFacts {
  readonly address: string;
  readonly failedAddresses?: readonly string[];
  readonly tls?: TlsFacts;
}

/** The run that a connection is opened for. */
export interface TransportRun {
  readonly signal: RunSignal;
  /** The phases `resolve`, `connect` and `tls` are measured with it. */
  readonly stopwatch: Stopwatch;
}

/**
 * Resolves, connects and shakes hands. Nothing is sent to a server whose certificate was refused.
 * @throws {ProbeFailure} for every failure of the target, with the facts that are known by then.
 */
export async function openConnection(
  target: ConnectionTarget,
  network: NetworkSettings,
  run: TransportRun,
): Promise<Connection> {
  const { signal, stopwatch } = run;
  try {
    const connected = await connectByName(target, network, run);
    if (!target.secure) {
      stopwatch.end();
      return { socket: connected.socket, facts: factsOf(connected) };
    }
    stopwatch.begin('tls');
    const secured = await secure(connected, target, network, signal);
    stopwatch.end();
    return secured;
  } catch (error) {
    stopwatch.abandon();
    throw error;
  }
}

function connectByName(
  target: ConnectionTarget,
  network: NetworkSettings,
  run: TransportRun,
): Promise<Connected> {
  const { host, port } = target;
  const { signal, stopwatch } = run;
  if (isIP(host) === 0) stopwatch.begin('resolve');
  if (signal.aborted) throw abortFailure(signal, waitingForAddress(host));
  const known = lookUpHere(host, network);
  if (known === null) return resolveAndConnect(target, network, run);
  stopwatch.begin('connect');
  return connectToAny(known, port, signal);
}

async function resolveAndConnect(
  { host, port }: ConnectionTarget,
  network: NetworkSettings,
  { signal, stopwatch }: TransportRun,
): Promise<Connected> {
  using lookup = await resolve(host, network, signal);
  stopwatch.begin('connect');
  return await connectToAny(lookup, port, signal);
}

async function resolve(host: string, network: NetworkSettings, signal: RunSignal): Promise<Lookup> {
  try {
    return await lookUp(host, network, signal);
  } catch (error) {
    // The abort cancels the question: what comes of that is the end of our patience, not an answer.
    throw signal.aborted ? abortFailure(signal, waitingForAddress(host)) : error;
  }
}

function waitingForAddress(host: string): Waiting {
  return { code: 'dns_timeout', phase: 'resolve', message: `no address of ${host} in time` };
}

async function secure(
  connected: Connected,
  target: ConnectionTarget,
  network: NetworkSettings,
  signal: RunSignal,
): Promise<Connection> {
  const name = (network.tls.serverName ?? target.serverName ?? target.host).replace(/\.$/, '');
  const facts = factsOf(connected);
  try {
    const secured = await shakeHands(
      connected.socket,
      { name, alpn: target.alpn ?? [] },
      network.tls,
      signal,
    );
    return { socket: secured.socket, facts: { ...facts, tls: secured.facts } };
  } catch (error) {
    connected.socket.destroy();
    throw error instanceof ProbeFailure ? error.with(facts) : error;
  }
}

function factsOf({ address, failedAddresses }: Connected): ConnectionFacts {
  return failedAddresses === undefined ? { address } : { address, failedAddresses };
}
