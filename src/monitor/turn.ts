/** The process has one event loop, and so there is one queue for it. */
let last: Promise<void> = Promise.resolve();

/**
 * Resolves when it is one's turn to keep the event loop busy. Between two turns whatever else there is to do is done:
 * work that ends up in one moment, such as judging large answers, holds up a reader of /metrics by one piece of it only.
 */
export function ownTurn(): Promise<void> {
  last = last.then(() => new Promise(resolve => setImmediate(resolve)));
  return last;
}
