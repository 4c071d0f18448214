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
  /** Whether it is known to have failed, and what came last does not say that it still does. */
  readonly isUnsure: (entry: ComponentSnapshot) => boolean;
  /** Whether all but those that are seldom asked have been asked since the last change; nothing failing is settled. */
  readonly isSettled: boolean;
  /** The longest interval that a change is waited out for, in milliseconds. */
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
  const broken = failing.filter(hasBeenWell);
  const brokenAt = isRestless ? -Infinity : latest(broken.map(({ state }) => state?.since));
  const mendedAt = isRestless ? -Infinity : latest(entries.map(recoveryOf));
  const resultOf = ({ current, state }: ComponentSnapshot): Result | null => {
    if (current === null || state === null) return current;
    const condition = conditionOf(current.verdict.result);
    if (condition !== state.confirmed) return null;
    return current.at < (condition === 'outage' ? mendedAt : brokenAt) ? null : current;
  };
  const isUnknown = (entry: ComponentSnapshot): boolean => entry.current !== null && resultOf(entry) === null;
  const isUnsure = (entry: ComponentSnapshot): boolean => failing.includes(entry) && isUnknown(entry);
  const usualMs = usualInterval(entries);
  // One that fails and is seldom asked sets the pace, unless it may have recovered with others since it was.
  const setting = failing.filter(({ current }) => current !== null && current.at >= mendedAt);
  const patienceMs = Math.max(...setting.map(({ component }) => component.intervalMs), usualMs);
  const isWaiting = (entry: ComponentSnapshot): boolean =>
    isUnknown(entry) && entry.component.intervalMs <= (isUnsure(entry) ? usualMs : patienceMs);
  const isSettled = isRestless || failing.length === 0 || !entries.some(isWaiting);
  return { resultOf, isUnsure, isSettled, patienceMs };
}

/** The median: some are asked more often than most, some seldom. */
function usualInterval(entries: readonly ComponentSnapshot[]): number {
  const sorted = entries.map(({ component }) => component.intervalMs).toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** What failed from the first run on may have done so for long: nothing is known of when it broke. */
function hasBeenWell({ counts }: ComponentSnapshot): boolean {
  return counts.probes > Object.values(counts.failures).reduce((sum, count) => sum + count, 0);
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
