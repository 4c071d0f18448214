import type { Picture } from '../core/diagnosis/picture.ts';

/** A picture that has not settled within so many of its intervals is not going to. */
const settlingIntervals = 3;

/** Which servers change again and again, so that to wait until they settle would mean never to say what is wrong. */
export class RestlessServers {
  readonly #unsettledSince = new Map<string, number>();
  readonly #domains = new Set<string>();

  get domains(): ReadonlySet<string> {
    return this.#domains;
  }

  /** Takes in the picture of a server at a monotonic instant. */
  note(domain: string, { isSettled, patienceMs }: Picture, now: number): void {
    if (isSettled) return this.#forget(domain);
    const since = this.#unsettledSince.get(domain) ?? now;
    this.#unsettledSince.set(domain, since);
    if (now - since > settlingIntervals * patienceMs) this.#domains.add(domain);
  }

  /** Forgets every server but these. */
  keep(domains: readonly string[]): void {
    const kept = new Set(domains);
    for (const domain of this.#unsettledSince.keys()) if (!kept.has(domain)) this.#forget(domain);
  }

  #forget(domain: string): void {
    this.#unsettledSince.delete(domain);
    this.#domains.delete(domain);
  }
}
