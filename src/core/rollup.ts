import type { State } from './state.ts';

/**
 * What one sentence says of many components, from best to worst. `unknown`: nothing bad is known, but not everything
 * is; it is never called operational.
 */
const overallStates = [
  'operational',
  'maintenance',
  'unknown',
  'degraded',
  'partial_outage',
  'major_outage',
] as const;

export type OverallState = (typeof overallStates)[number];

export interface Rollup {
  readonly overall: OverallState;
  /** How many components are in each state. */
  readonly counts: Readonly<Record<State, number>>;
}

/**
 * The overall state of some components: the only derivation of it, so that page, JSON and badge agree. An outage is
 * major when nothing that is known to be anything works.
 */
export function rollup(states: readonly State[]): Rollup {
  const counts = { operational: 0, degraded: 0, outage: 0, maintenance: 0, unknown: 0 };
  for (const state of states) counts[state]++;
  return { overall: overallOf(counts), counts };
}

function overallOf({ operational, degraded, outage, maintenance, unknown }: Rollup['counts']): OverallState {
  if (outage > 0) return operational + degraded === 0 ? 'major_outage' : 'partial_outage';
  if (degraded > 0) return 'degraded';
  if (unknown > 0) return 'unknown';
  if (maintenance > 0) return 'maintenance';
  return operational > 0 ? 'operational' : 'unknown';
}
