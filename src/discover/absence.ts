import type { Reason } from '../core/reason.ts';
import type { Result } from '../core/result.ts';
import { isUp } from '../core/result.ts';
import { isTroubleStatus } from './asker.ts';
import { shown } from './shown.ts';

/**
 * Whether a failed probe says that there is no such thing, rather than that it is broken at the moment: a clear answer
 * (404, a page, another document), which a server in trouble does not give.
 */
export function isAbsent(result: Result): boolean {
  const { outcome, verdict } = result;
  if (isUp(result) !== false || verdict.cause === undefined) return false;
  if (outcome.http === undefined || isTroubleStatus(outcome.http.status)) return false;
  return answers.has(verdict.cause.reason);
}

/** Reasons that only a complete answer can have. */
const answers: ReadonlySet<Reason> = new Set<Reason>([
  'http_status',
  'keyword',
  'content',
  'redirect',
  'websocket',
  'activitypub',
]);

/** Why a component is not up, for people. */
export function describeFailure({ verdict }: Result): string {
  const { cause } = verdict;
  return cause === undefined ? 'nothing could be learnt' : `${cause.code}: ${shown(cause.message, 200)}`;
}
