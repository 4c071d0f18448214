import type { FailureCode } from '../core/reason.ts';
import type { Result } from '../core/result.ts';
import type { ServerEntry } from './entry.ts';

/** What can be found out about a server, in the order in which people are told. */
export const factNames = [
  'software',
  'title',
  'domain',
  'web',
  'account',
  'streaming',
  'object storage',
  'federation',
  'status page',
] as const;

export type FactName = (typeof factNames)[number];

/** Something that was found out, and how it is known. On one line each, and bounded, whatever the server wrote. */
export interface Fact {
  readonly name: FactName;
  readonly value: string;
  readonly from: string;
  /** Nobody said so: it is what most servers have. */
  readonly isGuess?: true;
}

/** Something that the sysop should know. */
export interface Note {
  /** `missing`: could not be found. `trouble`: is down or contradicts itself. `hint`: could be better. */
  readonly kind: 'missing' | 'trouble' | 'hint';
  /** The setting or component that it is about. */
  readonly about: string;
  readonly message: string;
  /** What to do about it, a line each. */
  readonly advice: readonly string[];
}

/** A component of the written configuration, and what its one probe said. */
export interface ProbedComponent {
  readonly result: Result;
  /** Its address, without credentials and query. */
  readonly target: string;
}

/** All that was found out about one server. */
export interface Discovery {
  readonly entry: ServerEntry;
  readonly facts: readonly Fact[];
  readonly notes: readonly Note[];
  /** In the order of the configuration; those that it leaves out come last. */
  readonly probed: readonly ProbedComponent[];
  /** The server's own status link (Mastodon, `configuration.urls.status`); undefined: it was not told. */
  readonly statusLink: string | null | undefined;
  /** How many requests it took, redirects and the probes included. */
  readonly requests: number;
}

/** Why there is nothing to write. */
export interface NothingFound {
  readonly kind: 'nothing';
  readonly domain: string;
  readonly message: string;
  readonly advice: readonly string[];
  /** What came of each question. */
  readonly answers: readonly {
    readonly question: string;
    readonly answer: string;
    readonly code?: FailureCode;
  }[];
  readonly requests: number;
}

export type DiscoveryOutcome = ({ readonly kind: 'found' } & Discovery) | NothingFound;
