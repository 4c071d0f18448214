import type { Snapshot } from '../core/snapshot.ts';

/** What a publisher may know of a request. */
export interface PublishRequest {
  /** The part of the path that the publisher's own path left open, `''` when there is none. */
  readonly rest: string;
  /** Request header by lower-case name. */
  header(name: string): string | undefined;
  /** Parameter of the address; undefined when it is missing or given twice. */
  query(name: string): string | undefined;
}

/** An answer. */
export interface Publication {
  readonly status: number;
  /** With charset where the type has one. */
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | LongText;
}

/**
 * The UTF-8 of a text that is never in memory as a whole: it is made while it is read, each part in the place of the one
 * before, which therefore must be out of hand when the next is asked for.
 */
export type LongText = AsyncIterable<Uint8Array>;

/** One representation of the snapshot at one path. The registry is `publish/index.ts`. */
export interface Publisher {
  /** One that ends in a slash is open for what follows, as {@link isOpen} says. */
  readonly path: string;
  /** One line for the landing page. */
  readonly title: string;
  /** Who may see it: `public` pages hold no URL, header, token or error text. */
  readonly audience: 'public' | 'operator';
  /** Whether reading it runs the probes with `schedule: scrape`. */
  readonly triggersProbes: boolean;
  render(snapshot: Snapshot, request: PublishRequest): Publication | Promise<Publication>;
}

/** Whether a publisher serves everything below its path. */
export function isOpen(path: string): boolean {
  return path !== '/' && path.endsWith('/');
}
