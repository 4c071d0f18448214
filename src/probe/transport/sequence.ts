import { type Observation, type Outcome, type PhaseTimes, phases } from '../../core/outcome.ts';

/** The outcome of a second request of the same run, with the times of both. */
export function afterwards(first: Observation, second: Outcome): Outcome {
  const phasesMs = sumOf(first.phasesMs, second.phasesMs);
  if (second.kind === 'failure') return { ...second, phasesMs };
  return { ...second, phasesMs, latencyMs: first.latencyMs + second.latencyMs };
}

/** The times of two requests of one run; a phase that only one of them came to has its time alone. */
export function sumOf(first: PhaseTimes, second: PhaseTimes): PhaseTimes {
  const sum: Partial<Record<keyof PhaseTimes, number>> = {};
  for (const phase of phases) {
    const times = [first[phase], second[phase]].filter(time => time !== undefined);
    if (times.length > 0) sum[phase] = times.reduce((total, time) => total + time, 0);
  }
  return sum;
}
