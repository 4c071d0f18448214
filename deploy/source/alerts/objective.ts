/** What fails too often to reach the objective. */
import { records } from '../records.ts';
import { settings } from '../settings.ts';
import { diagnosis, reasonsWithin } from '../texts.ts';
import { component, type Draft, firing, notMaintained } from './draft.ts';

interface Burn {
  readonly rate: number;
  readonly long: string;
  readonly longSeconds: number;
  readonly short: string;
}

/** Measured against a whole window as well: an exporter that has just started has seen little, and that may be bad. */
function burns({ rate, long, longSeconds, short }: Burn): string {
  const failures = `sum by (server, component) (increase(fedistatus_probe_failures_total[${long}]))`;
  const due = `sum by (server, component) (${longSeconds} / fedistatus_probe_interval_seconds)`;
  const limit = `${rate} * (1 - ${settings.objective})`;
  return [
    `${records.failedShare(long)} > ${limit}`,
    `and ${records.failedShare(short)} > ${limit}`,
    `and ${failures} > ${limit} * ${due}`,
    `and ${failures} >= ${settings.leastFailures}`,
    notMaintained(long),
    // An outage has had its message, and a keyword has its own: what is left is what fails often, but never for long.
    `unless on (server, component) max_over_time(${firing('FedistatusComponentDown')}[${short}])`,
    `unless on (server, component) max_over_time(${records.keyword}[${short}]) > ${settings.quorum}`,
  ].join('\n');
}

export const objectiveAlerts: readonly Draft[] = [
  {
    alert: 'FedistatusErrorBudgetBurnsFast',
    expr: burns(settings.fastBurn),
    severity: 'critical',
    about: 'server',
    summary: `${component} fails too often to reach its objective`,
    description: `{{ $value | humanizePercentage }} of the probes of the last ${settings.fastBurn.long} failed: a month's budget is gone in two days. Reason: ${reasonsWithin(settings.fastBurn.long)}. Likely cause: ${diagnosis}.`,
  },
  {
    alert: 'FedistatusErrorBudgetBurnsSlowly',
    expr: burns(settings.slowBurn),
    severity: 'warning',
    about: 'server',
    summary: `${component} fails a little too often for its objective`,
    description: `{{ $value | humanizePercentage }} of the probes of the last ${settings.slowBurn.long} failed: a month's budget is gone in five days. Reason: ${reasonsWithin(settings.slowBurn.long)}. Likely cause: ${diagnosis}.`,
  },
];
