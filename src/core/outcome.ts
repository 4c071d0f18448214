/**
 * What a probe brings home, without judgement. An {@link Observation} is a complete answer; a {@link Failure} says why
 * there is none. Both carry every fact that was learnt on the way, so a refused certificate still has its dates and a
 * body that never ended still has its status.
 */
import type { FailureCode } from './reason.ts';

/** The steps of a request, in order and in the words of blackbox_exporter. */
export const phases = ['resolve', 'connect', 'tls', 'processing', 'transfer'] as const;

export type Phase = (typeof phases)[number];

/** Milliseconds for each phase that finished; over several requests of one probe, their sum. */
export type PhaseTimes = Readonly<Partial<Record<Phase, number>>>;

/** Header values by lower-case name, each value as it came (latin1), in order. */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** Who kept the answer ready: a cache that found it fresh, one that knew it was old, one that asked, or none seen. */
export const cacheStatuses = ['hit', 'stale', 'miss', 'none'] as const;

export type CacheStatus = (typeof cacheStatuses)[number];

/** Versions of HTTP, as a status line or the choice of ALPN tells them. */
export const httpVersions = ['1.0', '1.1', '2'] as const;

export type HttpVersion = (typeof httpVersions)[number];

/** Which program on the way produced the answer, as far as its headers tell. */
export type AnsweredBy = 'application' | 'streaming' | 'proxy' | 'cdn' | 'unknown';

/** The server's own certificate and the connection it was shown on. Instants are epoch milliseconds. */
export interface TlsFacts {
  /** `TLSv1.2`, `TLSv1.3`; absent when the handshake was not completed. */
  readonly protocol?: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltNames: string;
  /** Whether chain and name were acceptable; false also when verification is off and would have failed. */
  readonly authorized: boolean;
}

/** The last HTTP answer that was received in full up to its headers. */
export interface HttpFacts {
  readonly status: number;
  /** Absent where it was not noted. */
  readonly version?: HttpVersion;
  readonly headers: Headers;
  /** How many redirects were followed to come here. */
  readonly redirects: number;
  /** The address of this answer: no credentials, no query, no fragment. */
  readonly url: string;
  /** Bytes of the body after decoding; absent when it was not read to its end. */
  readonly bodyBytes?: number;
  readonly cache: CacheStatus;
  readonly answeredBy: AnsweredBy;
}

/** One address family of a probe that tries each (`ip: both`). */
export interface FamilyResult {
  readonly ip: 4 | 6;
  readonly address?: string;
  /** Absent when this family answered. */
  readonly code?: FailureCode;
}

/** What can be known with or without an answer. */
export interface Facts {
  readonly phasesMs: PhaseTimes;
  /** The IP address that was spoken to, as a literal without brackets. */
  readonly address?: string;
  /** Addresses of the same name that were tried before `address` and failed. */
  readonly failedAddresses?: readonly string[];
  readonly families?: readonly FamilyResult[];
  readonly tls?: TlsFacts;
  readonly http?: HttpFacts;
  /** What the probe itself had to establish on its way, such as the links of a chain, in order. */
  readonly proofs?: readonly Proof[];
}

/** One thing that the probe established (or could not) to get its answer. */
export interface Proof {
  /** What kind of thing, in the words of the results: `host_meta`, `subject`, `self_link`, `upgrade`, … */
  readonly kind: string;
  readonly pass: boolean;
  readonly expected: string;
  readonly actual: string | null;
  /** What its failure means when it comes with an observation; a {@link Failure} has its own code. */
  readonly code?: FailureCode;
}

/** A complete answer. */
export interface Observation extends Facts {
  readonly kind: 'observation';
  /** Start of the probe to the last byte of the last answer, in milliseconds. */
  readonly latencyMs: number;
  /** The body (or banner, or message) as text, decoded from its transfer, content and character codings. */
  readonly text?: string;
}

/** Why there is no usable answer. */
export interface Failure extends Facts {
  readonly kind: 'failure';
  readonly code: FailureCode;
  /** The phase that did not finish, where there is one. */
  readonly phase?: Phase;
  /** One sentence for the sysop. Never holds a secret, nor bytes of the target unescaped. */
  readonly message: string;
}

export type Outcome = Observation | Failure;
