import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsFacts } from '../../core/outcome.ts';
import { ProbeFailure } from '../failure.ts';
import type { Stopwatch } from './stopwatch.ts';
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
  readonly signal: AbortSignal;
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
  await Promise.resolve();
  run.stopwatch.abandon();
  throw new ProbeFailure('internal', `cannot connect to ${target.host} by ${network.ip} yet`);
}
