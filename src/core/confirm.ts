/**
 * How raw results become a state. Two claims are debounced, each on its own: "it fails" and "it is impaired" (fails or
 * is slow). A claim turns true after so many runs in a row that say so and false after so many that deny it; the state
 * follows from the two. What fails is impaired as well, so the first can never be true without the second.
 */
import type { Reason } from './reason.ts';
import { type Condition, type ConfirmedState, conditionOf } from './state.ts';
import { knownCondition, type StateChange, type Transition } from './transition.ts';
import type { Verdict } from './verdict.ts';

export interface ConfirmSettings {
  /** Runs in a row that it takes to believe in trouble; at least 1. */
  readonly failures: number;
  /** Runs in a row that it takes to believe that trouble is over; at least 1. */
  readonly successes: number;
  /** How soon to ask again while something waits to be confirmed, in milliseconds. */
  readonly retryAfterMs: number;
  /** Without news for longer than this, the state is unknown: three intervals. Milliseconds. */
  readonly staleAfterMs: number;
}

/** What the state needs to know of one judged run. */
export interface ResultFacts {
  readonly result: Verdict['result'];
  readonly reason: Reason | null;
  /** Start of the run, epoch milliseconds. */
  readonly at: number;
}

/** The confirmed state of one component, and what waits to be confirmed. */
export interface Confirmation {
  readonly state: ConfirmedState;
  /** Since when, epoch milliseconds. */
  readonly since: number;
  /** The last run that said something about the target, or the start of watching. */
  readonly lastAt: number;
  readonly failing: Claim;
  readonly impaired: Claim;
}

/** A debounced yes or no. */
export interface Claim {
  readonly confirmed: boolean;
  /** Runs in a row that contradict what is confirmed; null: the last run agreed. */
  readonly contradicted: Streak | null;
}

export interface Streak {
  readonly count: number;
  readonly since: number;
}

export interface Step {
  readonly confirmation: Confirmation;
  /** In order; more than one only when a result ends a silence. */
  readonly changes: readonly StateChange[];
  /** How soon to probe again, in milliseconds; null: on schedule. */
  readonly retryAfterMs: number | null;
}

/**
 * How soon what is down is asked again, where its own interval is longer: or an outage of seconds would last until the next
 * probe, and be told of as one of minutes.
 */
const outageRetryMs = 60_000;

/** Claims that nothing contradicts: nearly all of those that are kept. */
const no: Claim = { confirmed: false, contradicted: null };
const yes: Claim = { confirmed: true, contradicted: null };

/** Nothing is known yet. One good run is enough to leave this: there is no trouble whose end it would have to prove. */
export function unconfirmed(now: number): Confirmation {
  return { state: 'unknown', since: now, lastAt: now, failing: no, impaired: no };
}

/** Takes up where an earlier process stopped: `last` is the newest transition, `lastAt` the last moment watched. */
export function resumed(last: Transition, lastAt: number): Confirmation {
  const known = knownCondition(last);
  return {
    state: last.to,
    since: last.at,
    lastAt: Math.max(lastAt, last.at),
    failing: known === 'outage' ? yes : no,
    impaired: known === 'operational' ? no : yes,
  };
}

/** Takes in one judged run. `now` is when it is taken in, epoch milliseconds. */
export function step(
  previous: Confirmation,
  facts: ResultFacts,
  settings: ConfirmSettings,
  now: number,
): Step {
  const raw = conditionOf(facts.result);
  if (raw === null) {
    const silent = expire(previous, settings, now);
    return { ...silent, retryAfterMs: outageRetryAfter(silent.confirmation) };
  }
  const at = Math.max(facts.at, previous.lastAt);
  const live = expire(previous, settings, at);
  const heard = hear(live.confirmation, raw, at, settings);
  const change = changeOf(live.confirmation, heard, { reason: facts.reason, confirmedAt: Math.max(now, at) });
  return {
    confirmation: heard,
    changes: change === null ? live.changes : [...live.changes, change],
    retryAfterMs: retryAfter(heard, settings),
  };
}

function retryAfter(heard: Confirmation, settings: ConfirmSettings): number | null {
  return isPending(heard) ? settings.retryAfterMs : outageRetryAfter(heard);
}

function outageRetryAfter({ failing }: Confirmation): number | null {
  return failing.confirmed ? outageRetryMs : null;
}

/** Whether time alone changes something: there was no news for too long. */
export function isExpired(
  confirmation: Confirmation,
  { staleAfterMs }: ConfirmSettings,
  now: number,
): boolean {
  return (
    now - confirmation.lastAt > staleAfterMs && (confirmation.state !== 'unknown' || isPending(confirmation))
  );
}

/** Lets time pass: a silence that is too long makes the state unknown, as of the last thing heard. */
export function expire(previous: Confirmation, settings: ConfirmSettings, now: number): Step {
  if (!isExpired(previous, settings, now)) return { confirmation: previous, changes: [], retryAfterMs: null };
  // Runs on both sides of a silence are not runs in a row.
  const failing = previous.failing.confirmed ? yes : no;
  const impaired = previous.impaired.confirmed ? yes : no;
  if (previous.state === 'unknown') {
    return { confirmation: { ...previous, failing, impaired }, changes: [], retryAfterMs: null };
  }
  const at = Math.max(previous.since, previous.lastAt);
  return {
    confirmation: { state: 'unknown', since: at, lastAt: previous.lastAt, failing, impaired },
    changes: [{ from: previous.state, to: 'unknown', at, confirmedAt: now, reason: null }],
    retryAfterMs: null,
  };
}

/** The same history on a clock that was set back: every instant moves by `deltaMs`. */
export function shifted(confirmation: Confirmation, deltaMs: number): Confirmation {
  const moved = (claim: Claim): Claim => {
    const { confirmed, contradicted } = claim;
    if (contradicted === null) return claim;
    return { confirmed, contradicted: { ...contradicted, since: contradicted.since + deltaMs } };
  };
  return {
    state: confirmation.state,
    since: confirmation.since + deltaMs,
    lastAt: confirmation.lastAt + deltaMs,
    failing: moved(confirmation.failing),
    impaired: moved(confirmation.impaired),
  };
}

function hear(previous: Confirmation, raw: Condition, at: number, settings: ConfirmSettings): Confirmation {
  if (raw === previous.state && !isPending(previous)) return { ...previous, lastAt: at };
  const failing = weigh(previous.failing, raw === 'outage', at, settings);
  const impaired = weigh(previous.impaired, raw !== 'operational', at, settings);
  const turned = [failing.turnedAt, impaired.turnedAt].filter(instant => instant !== null);
  const known: Confirmation = { ...previous, lastAt: at, failing: failing.claim, impaired: impaired.claim };
  // After a silence the old knowledge counts again as soon as one run agrees with it.
  if (previous.state === 'unknown' && turned.length === 0 && isPending(known)) return known;
  const state = conditionFrom(known);
  if (state === previous.state) return known;
  return { ...known, state, since: Math.max(previous.since, ...(turned.length > 0 ? turned : [at])) };
}

function weigh(
  claim: Claim,
  said: boolean,
  at: number,
  { failures, successes }: ConfirmSettings,
): { readonly claim: Claim; readonly turnedAt: number | null } {
  const settled = said ? yes : no;
  if (said === claim.confirmed) return { claim: settled, turnedAt: null };
  const since = claim.contradicted?.since ?? at;
  const count = (claim.contradicted?.count ?? 0) + 1;
  if (count >= (said ? failures : successes)) {
    return { claim: settled, turnedAt: since };
  }
  return { claim: { confirmed: claim.confirmed, contradicted: { count, since } }, turnedAt: null };
}

function conditionFrom({ failing, impaired }: Confirmation): Condition {
  if (failing.confirmed) return 'outage';
  return impaired.confirmed ? 'degraded' : 'operational';
}

function isPending({ failing, impaired }: Confirmation): boolean {
  return failing.contradicted !== null || impaired.contradicted !== null;
}

function changeOf(
  previous: Confirmation,
  next: Confirmation,
  { reason, confirmedAt }: Pick<StateChange, 'reason' | 'confirmedAt'>,
): StateChange | null {
  const { state, since } = next;
  if (state === previous.state) return null;
  return {
    from: previous.state,
    to: state,
    at: since,
    confirmedAt,
    reason: state === 'operational' ? null : reason,
  };
}
