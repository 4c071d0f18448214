/** What fails too often to reach the objective. */
import { records } from '../records.ts';
import { type Burn, fastBurn, settings, slowBurn, type Window } from '../settings.ts';
import { diagnosis, reasonsWithin } from '../texts.ts';
import { component, type Draft, firing, notMaintained } from './draft.ts';

/** Of the exporter in the middle, where more than half of them agree, about the long window and about the short one. */
function burns({ rate, long, short }: Burn): string {
  const limit = `${rate} * (1 - ${settings.objective})`;
  const agreed = (window: Window): string =>
    `and avg by (server, component) (${records.failedShare(window)} > bool ${limit}) > ${settings.quorum}`;
  const failures = `sum by (server, component) (increase(${records.failures}[${long.range}]))`;
  return [
    `quantile by (server, component) (0.5, ${records.failedShare(long)})`,
    agreed(long),
    agreed(short),
    `and ${failures} >= ${settings.leastFailures}`,
    notMaintained(long.range),
    // An outage has had its message, and a keyword has its own: what is left is what fails often, but never for long.
    `unless on (server, component) max_over_time(${firing('FedistatusComponentDown')}[${short.range}])`,
    `unless on (server, component) max_over_time(${records.keyword}[${short.range}]) > ${settings.quorum}`,
  ].join('\n');
}

export const objectiveAlerts: readonly Draft[] = [
  {
    alert: 'FedistatusErrorBudgetBurnsFast',
    expr: burns(fastBurn),
    keep_firing_for: settings.keepFiringFor,
    severity: 'critical',
    about: 'server',
    summary: `${component} fails too often to reach its objective`,
    description: `{{ $value | humanizePercentage }} of the probes of the last ${fastBurn.long.range} failed: a month's budget is gone in two days. Reason: ${reasonsWithin(fastBurn.long.range)}. Likely cause: ${diagnosis}.`,
  },
  {
    alert: 'FedistatusErrorBudgetBurnsSlowly',
    expr: burns(slowBurn),
    keep_firing_for: settings.keepFiringFor,
    severity: 'warning',
    about: 'server',
    summary: `${component} fails a little too often for its objective`,
    description: `{{ $value | humanizePercentage }} of the probes of the last ${slowBurn.long.range} failed: a month's budget is gone in five days. Reason: ${reasonsWithin(slowBurn.long.range)}. Likely cause: ${diagnosis}.`,
  },
];
