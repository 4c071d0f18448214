import type { Cancel, Clock } from '../core/clock.ts';

/** What `setTimeout` can wait for at once: a longer delay would fire immediately. */
const longestDelayMs = 2 ** 31 - 1;

/**
 * The machine's own time. Its timers keep the process alive, so that a program that does nothing but wait for a probe
 * lives until the deadline: whoever sets one calls it off on the way out.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  idle: () => performance.nodeTiming.idleTime,
  after: (delayMs, callback) => callAt(performance.now() + delayMs, callback),
};

/** Node's timers fire up to half a millisecond early, so the time is looked at again before calling back. */
function callAt(due: number, callback: () => void): Cancel {
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const restMs = Math.min(Math.max(due - performance.now(), 0), longestDelayMs);
    timer = setTimeout(() => (performance.now() < due ? arm() : callback()), Math.ceil(restMs));
  };
  arm();
  return () => clearTimeout(timer);
}

/** Waits for `delayMs` milliseconds, or until the signal aborts: it resolves either way. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(delayMs, resolve);
  const wake = (): void => {
    cancel();
    resolve();
  };
  signal.addEventListener('abort', wake, { once: true });
  return promise.finally(() => signal.removeEventListener('abort', wake));
}

/** Waits for work, but no longer than `limitMs` milliseconds: it resolves either way. */
export async function waitAtMost(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(limitMs, resolve);
  try {
    await Promise.race([work, promise]);
  } finally {
    cancel();
  }
}
