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

/** An answer, complete in memory. */
export interface Publication {
  readonly status: number;
  /** With charset where the type has one. */
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text, or the UTF-8 of one in parts, so that a long one is never in one piece. */
  readonly body: string | readonly Uint8Array[];
}

/** One representation of the snapshot at one path. The registry is `publish/index.ts`. */
export interface Publisher {
  readonly path: string;
  /** One line for the landing page. */
  readonly title: string;
  /** Who may see it: `public` pages hold no URL, header, token or error text. */
  readonly audience: 'public' | 'operator';
  /** Whether reading it runs the probes with `schedule: scrape`. */
  readonly triggersProbes: boolean;
  render(snapshot: Snapshot, request: PublishRequest): Publication | Promise<Publication>;
}
