import type { HeaderList } from '../message.ts';

const limit = 300;
const periodMs = 300_000;

/**
 * The headers of Mastodon's throttle (config/initializers/rack_attack.rb): 300 requests in five minutes, for paths
 * below /api only. Counts all clients together, and never refuses: that is a fault's business.
 */
export class RateLimit {
  readonly #now: () => number;
  #period = 0;
  #used = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one request. */
  count(): HeaderList {
    const period = Math.floor(this.#now() / periodMs);
    this.#used = period === this.#period ? this.#used + 1 : 1;
    this.#period = period;
    return this.#headers(Math.max(0, limit - this.#used));
  }

  exhausted(): HeaderList {
    return this.#headers(0);
  }

  #headers(remaining: number): HeaderList {
    const reset = new Date((Math.floor(this.#now() / periodMs) + 1) * periodMs);
    return [
      ['X-RateLimit-Limit', String(limit)],
      ['X-RateLimit-Remaining', String(remaining)],
      // Microseconds, as Ruby's iso8601(6) has them.
      ['X-RateLimit-Reset', reset.toISOString().replace('Z', '000Z')],
    ];
  }
}
