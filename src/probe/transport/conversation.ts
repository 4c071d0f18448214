/** A TCP connection and, if wished, one thing said and one thing heard on it. */
import type { Socket } from 'node:net';
import type { Pattern } from '../../core/assertion.ts';
import type { RunSignal } from '../../core/component.ts';
import type { Outcome } from '../../core/outcome.ts';
import { abortFailure, failureOf, ProbeFailure, toFailure } from '../failure.ts';
import { type ConnectionFacts, openConnection } from './connection.ts';
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
  let known: Partial<ConnectionFacts> = {};
  try {
    const { socket, facts } = await openConnection({ ...target, secure: false }, network, {
      signal,
      stopwatch,
    });
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
      const text = await hear(socket, expect, stopwatch, signal);
      stopwatch.end();
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
function hear(socket: Socket, expect: Pattern, stopwatch: Stopwatch, signal: RunSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = Buffer.alloc(0);
    let searched = 0;
    const text = (): string => heard.toString('utf8');
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners('data');
      stopwatch.abandon();
      settle();
    };
    const fail = (failure: ProbeFailure): void => end(() => reject(failure));
    const mismatch = (): ProbeFailure =>
      new ProbeFailure('expect_mismatch', `what came does not match ${expect.source}`, {
        phase: stopwatch.current,
      });
    const onAbort = (): void => {
      if (heard.length > 0) return expect.test(text()) ? succeed() : fail(mismatch());
      const message = 'connected, but nothing came';
      return fail(abortFailure(signal, { code: 'timeout_message', phase: stopwatch.current, message }));
    };
    const succeed = (): void => {
      stopwatch.end();
      end(() => resolve(text()));
    };
    signal.addEventListener('abort', onAbort);
    socket.on('data', (chunk: Buffer) => {
      if (heard.length === 0) stopwatch.begin('transfer');
      heard = Buffer.concat([heard, chunk]);
      const isTooLong = heard.length > maxHeardBytes;
      if (isTooLong) heard = heard.subarray(0, maxHeardBytes);
      searched += heard.length;
      if ((searched < searchBudget || isTooLong) && expect.test(text())) return succeed();
      if (isTooLong) fail(new ProbeFailure('body_too_large', `${maxHeardBytes} bytes came, and no match`));
    });
    socket.once('error', error => fail(failureOf(error, heard.length === 0 ? 'silence' : 'body')));
    socket.once('end', () => {
      if (expect.test(text())) return succeed();
      fail(
        heard.length > 0
          ? mismatch()
          : new ProbeFailure('conn_closed', 'the server closed the connection, and said nothing'),
      );
    });
    if (signal.aborted) onAbort();
  });
}
