import { type Observation, type Outcome, type PhaseTimes, phases } from '../../core/outcome.ts';

/** The outcome of a second request of the same run, with the times of both. */
export function afterwards(first: Observation, second: Outcome): Outcome {
  const phasesMs = timesWith(first.phasesMs, second);
  if (second.kind === 'failure') return { ...second, phasesMs };
  return { ...second, phasesMs, latencyMs: first.latencyMs + second.latencyMs };
}

/**
 * The times of the requests before and of another; a phase that only one of them came to has its time alone. A phase in
 * which the last of them failed did not finish, and has none.
 */
export function timesWith(before: PhaseTimes, outcome: Outcome): PhaseTimes {
  const unfinished = outcome.kind === 'failure' ? outcome.phase : undefined;
  const sum: Partial<Record<keyof PhaseTimes, number>> = {};
  for (const phase of phases) {
    const times = [before[phase], outcome.phasesMs[phase]].filter(time => time !== undefined);
    if (times.length > 0 && phase !== unfinished) sum[phase] = times.reduce((total, time) => total + time, 0);
  }
  return sum;
}
