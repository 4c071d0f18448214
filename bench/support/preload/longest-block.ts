/**
 * Loaded into the daemon before its own code: measures the longest time between two turns of the event loop. SIGUSR2 adds
 * it, in milliseconds, as a line to `BENCH_BLOCKS`, and begins anew. The loop never rests meanwhile, so processor time
 * means nothing then.
 */
import { appendFileSync } from 'node:fs';

let longestMs = 0;
let last = performance.now();

function turn(): void {
  const now = performance.now();
  longestMs = Math.max(longestMs, now - last);
  last = now;
  setImmediate(turn);
}

process.on('SIGUSR2', () => {
  appendFileSync(process.env['BENCH_BLOCKS'] ?? 'blocks.txt', `${longestMs}\n`);
  longestMs = 0;
  last = performance.now();
});

setImmediate(turn);
