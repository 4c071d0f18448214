import { setImmediate, setTimeout } from 'node:timers/promises';

/** The process has one event loop, and so there is one queue for it. */
let last: Promise<void> = Promise.resolve();

/** What takes less is no work worth a pause. Milliseconds. */
const shortMs = 5;

/** A reader of /metrics who waits for nothing else is done in this time. */
const longestPauseMs = 25;

/**
 * Does work that keeps the event loop busy when it is its turn. After each piece whatever else there is to do has as much
 * time as the piece took, within bounds: work that ends up in one moment, such as judging large answers, holds up a reader
 * by one piece of it, not by one for each step that his answer takes.
 */
export async function inTurn<T>(work: () => T): Promise<T> {
  const before = last;
  const { promise, resolve } = Promise.withResolvers<void>();
  last = promise;
  await before;
  await setImmediate();
  const beganAt = performance.now();
  try {
    return work();
  } finally {
    void pauseAfter(performance.now() - beganAt).then(resolve);
  }
}

async function pauseAfter(tookMs: number): Promise<void> {
  if (tookMs > shortMs) await setTimeout(Math.min(tookMs, longestPauseMs));
}
