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
  const usualMs = usualInterval(entries);
  const failing = entries.filter(isFailing);
  // What failed from the first run on does not tell when it broke.
  const broken = isRestless ? [] : failing.filter(hasBeenWell);
  const often = broken.filter(({ component }) => component.intervalMs <= usualMs);
  const brokenAt = lastOf(broken);
  const mendedAt = isRestless ? -Infinity : latest(entries.map(recoveryOf));
  // What is seldom asked may have failed unseen for minutes: where others tell when it began, those are believed.
  const seldomBrokenAt = often.length > 0 ? lastOf(often) : brokenAt;
  const resultOf = ({ component, current, state }: ComponentSnapshot): Result | null => {
    if (current === null || state === null) return current;
    const condition = conditionOf(current.verdict.result);
    if (condition !== state.confirmed) return null;
    const wellSince = component.intervalMs > usualMs ? seldomBrokenAt : brokenAt;
    return current.at < (condition === 'outage' ? mendedAt : wellSince) ? null : current;
  };
  const isUnknown = (entry: ComponentSnapshot): boolean => entry.current !== null && resultOf(entry) === null;
  const isUnsure = (entry: ComponentSnapshot): boolean => isFailing(entry) && isUnknown(entry);
  // Where only such fail, the others of that kind are waited for, unless all may have recovered since.
  const pace = often.length > 0 ? [] : broken.filter(entry => !isUnsure(entry));
  const patienceMs = Math.max(...pace.map(({ component }) => component.intervalMs), usualMs);
  const isWaiting = (entry: ComponentSnapshot): boolean =>
    isUnknown(entry) && entry.component.intervalMs <= (isUnsure(entry) ? usualMs : patienceMs);
  const isSettled = isRestless || failing.length === 0 || !entries.some(isWaiting);
  return { resultOf, isUnsure, isSettled, patienceMs };
}

function isFailing({ state }: ComponentSnapshot): boolean {
  return state?.confirmed === 'outage';
}

/** When the last of some broke. */
function lastOf(broken: readonly ComponentSnapshot[]): number {
  return latest(broken.map(({ state }) => state?.since));
}

/** The median: some are asked more often than most, some seldom. */
function usualInterval(entries: readonly ComponentSnapshot[]): number {
  const sorted = entries.map(({ component }) => component.intervalMs).toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

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
