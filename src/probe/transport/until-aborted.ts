import type { RunSignal } from '../../core/component.ts';
import { abortFailure, type Waiting } from '../failure.ts';

/**
 * What a piece of work comes to, unless the signal aborts before. The work itself goes on: use it for what ends soon
 * by itself.
 * @throws {ProbeFailure} as `waiting` says, when the signal aborts.
 */
export async function untilAborted<T>(work: Promise<T>, signal: RunSignal, waiting: Waiting): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(abortFailure(signal, waiting));
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
