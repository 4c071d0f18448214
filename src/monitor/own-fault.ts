import type { Component } from '../core/component.ts';
import type { Failure, Outcome } from '../core/outcome.ts';
import type { Reason } from '../core/reason.ts';
import { type Result, toResult } from '../core/result.ts';

/** Reasons that a prober which is offline, or stands still, sees as well. */
const doubtful: ReadonlySet<Reason> = new Set([
  'dns',
  'connect',
  'tls',
  'timeout',
  'connection_lost',
] as const);

/** Whether what went wrong may have gone wrong on our side. A target that answered wrongly did answer. */
export function couldBeOurs({ verdict }: Result): boolean {
  return verdict.cause !== undefined && doubtful.has(verdict.cause.reason);
}

/** The same run, but saying nothing about the target: what happened was our own fault. */
export function asOurFault(component: Component, result: Result, message: string): Result {
  const { at, durationMs } = result;
  return toResult(component, localFault(result.outcome, message), { at, durationMs });
}

function localFault(outcome: Outcome, message: string): Failure {
  const fault = { kind: 'failure', code: 'local_fault', message } as const;
  if (outcome.kind === 'failure') return { ...outcome, ...fault };
  const { latencyMs: _latencyMs, text: _text, ...facts } = outcome;
  return { ...facts, ...fault };
}
