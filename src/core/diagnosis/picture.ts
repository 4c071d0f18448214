/**
 * Components are asked one after the other, and rules compare them. So whatever changes, for a while some results are from
 * before and some from after, and together they would show a fault that never was.
 */
import type { Result } from '../result.ts';
import type { ComponentSnapshot } from '../snapshot.ts';
import { conditionOf } from '../state.ts';

/** What the results of one server say together. */
export interface Picture {
  /** The result of a component as far as it counts now; null: it says nothing. */
  resultOf(entry: ComponentSnapshot): Result | null;
  /** Whether all but those that are seldom asked have been asked since the last change; nothing failing is settled. */
  readonly isSettled: boolean;
  /** The longest interval of those that are not seldom asked, in milliseconds: after a change it takes one of these. */
  readonly patienceMs: number;
}

/**
 * What is both seen now and confirmed counts: neither a single blip, nor a good run before trouble is known to be over.
 * And it must not be outdated: good from before something else broke, or bad from before something else recovered.
 * A component without a state counts as it is. Where something changes again and again the picture never settles:
 * a `restless` one is read as it is.
 */
export function pictureOf(entries: readonly ComponentSnapshot[], isRestless = false): Picture {
  const failing = entries.filter(({ state }) => state?.confirmed === 'outage');
  const brokenAt = isRestless ? -Infinity : latest(failing.map(({ state }) => state?.since));
  const mendedAt = isRestless ? -Infinity : latest(entries.map(recoveryOf));
  const resultOf = ({ current, state }: ComponentSnapshot): Result | null => {
    if (current === null || state === null) return current;
    const condition = conditionOf(current.verdict.result);
    if (condition !== state.confirmed) return null;
    return current.at < (condition === 'outage' ? mendedAt : brokenAt) ? null : current;
  };
  const patienceMs = Math.max(
    ...failing.map(({ component }) => component.intervalMs),
    usualInterval(entries),
  );
  const isWaiting = (entry: ComponentSnapshot): boolean =>
    entry.current !== null && entry.component.intervalMs <= patienceMs && resultOf(entry) === null;
  const isSettled = isRestless || failing.length === 0 || !entries.some(isWaiting);
  return { resultOf, isSettled, patienceMs };
}

/** The median: some are asked more often than most, some seldom. */
function usualInterval(entries: readonly ComponentSnapshot[]): number {
  const sorted = entries.map(({ component }) => component.intervalMs).toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function latest(instants: readonly (number | undefined)[]): number {
  return Math.max(-Infinity, ...instants.filter(instant => instant !== undefined));
}

/** When a component recovered from a failure; undefined: it has not, or was well or merely slow before. */
function recoveryOf({ component, state, failures }: ComponentSnapshot): number | undefined {
  const failedAt = failures[0]?.at;
  if (state?.confirmed !== 'operational' || failedAt === undefined || failedAt >= state.since)
    return undefined;
  return state.since - failedAt <= component.confirm.staleAfterMs ? state.since : undefined;
}
