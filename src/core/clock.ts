/** Time as the program sees it. Injected everywhere, so that tests own it. */
export interface Clock {
  /** Wall time in epoch milliseconds: for instants that people read. */
  now(): number;
  /** Monotonic milliseconds from an arbitrary start: for durations. */
  monotonic(): number;
  /** Milliseconds, since an arbitrary start, in which the process had nothing to do. */
  idle(): number;
  /** Calls back once, after `delayMs` milliseconds (never before). Returns the way to call it off. */
  after(delayMs: number, callback: () => void): Cancel;
}

export type Cancel = () => void;
