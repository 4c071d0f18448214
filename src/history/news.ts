import type { Log } from '../core/log.ts';
import type { Result } from '../core/result.ts';
import type { Transition } from '../core/transition.ts';

/** Writes a confirmed change of state to the log. `result` is the run that confirmed it; null: silence did. */
export function logTransition(log: Log, transition: Transition, result: Result | null): void {
  const { server, component, from, to, at } = transition;
  const { reason, code, message } = result?.verdict.cause ?? {};
  const since = new Date(at).toISOString();
  log.info({ server, component, from, to, since, reason, code, message }, 'component changed its state');
}
