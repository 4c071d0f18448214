import { setTimeout } from 'node:timers/promises';

/** Resolves after `ms` milliseconds, or at once when the signal aborts: what follows then has no reader. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
