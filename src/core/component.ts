import type { Assertion } from './assertion.ts';
import type { ConfirmSettings } from './confirm.ts';
import type { Outcome } from './outcome.ts';

/** A text for people: one for every reader, or one for each language (BCP 47 tag → text). */
export type LocalizedText = string | Readonly<Record<string, string>>;

/** One part of one server, as the configuration defines it. */
export interface Component {
  /** The server's domain: metric label `server`. */
  readonly server: string;
  /** `[a-z][a-z0-9_]*`, unique within the server: metric label `component`. */
  readonly name: string;
  /** The probe type's name. */
  readonly type: string;
  readonly title: LocalizedText;
  readonly group: LocalizedText | null;
  /** What is probed, for people: no credentials, no query. */
  readonly target: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly assertions: readonly Assertion[];
  /** How its results become a state. */
  readonly confirm: ConfirmSettings;
  /** Equal exactly when two definitions ask alike, as often, and judge alike: a reload keeps what it need not touch. */
  readonly fingerprint: string;
}

/** After this many intervals without a result, what was known says nothing about the present any more. */
export const staleAfterIntervals = 3;

/** Key of a component by the names of its server and of its own, for maps of all of them. */
export function ownerKey(server: string, component: string): string {
  return `${server}/${component}`;
}

const keys = new WeakMap<object, string>();

/** Identity of a component across reloads. The same text each time: one that was just made is dear to look up. */
export function componentKey(component: Pick<Component, 'server' | 'name'>): string {
  const known = keys.get(component);
  if (known !== undefined) return known;
  const key = ownerKey(component.server, component.name);
  keys.set(component, key);
  return key;
}

/** What a run needs of an `AbortSignal`, which fits as it is. */
export interface RunSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What a probe gets for one run. */
export interface ProbeRun {
  /** Aborts at the deadline with a {@link DeadlineExceeded} as its reason, or earlier because nobody waits any more. */
  readonly signal: RunSignal;
}

/**
 * Asks the target once. Resolves to a value for every failure of a target, and only throws for a bug. Once the signal
 * aborts it resolves at once, and leaves no socket, timer or pending request behind.
 */
export type Probe = (run: ProbeRun) => Promise<Outcome>;

/** The reason of an abort that means: out of time. Any other reason means that the run was called off. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';

  constructor() {
    super('deadline exceeded');
  }
}
