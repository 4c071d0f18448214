/**
 * Every metric of the snapshot. Names, labels and meanings are a contract with dashboards and alert rules: renaming one
 * is a breaking change, and a golden file holds them.
 */
import { currentFamilies, type RunFamily } from './catalogue/current.ts';
import { diagnosisFamilies } from './catalogue/diagnosis.ts';
import { type BuildInfo, buildInfoFamily, exporterFamilies } from './catalogue/exporter.ts';
import type { MetricFamily } from './catalogue/family.ts';
import { historyFamilies } from './catalogue/history.ts';
import { serverFamilies } from './catalogue/server.ts';
import { stateFamilies } from './catalogue/state.ts';
import { watchFamilies } from './catalogue/watch.ts';
import { workloadFamilies } from './catalogue/workload.ts';

/** The metrics of /metrics that are read off the snapshot, in the order of the page. */
export function createCatalogue(build: BuildInfo): readonly MetricFamily[] {
  return [
    ...currentFamilies,
    ...stateFamilies,
    ...diagnosisFamilies,
    ...watchFamilies,
    ...serverFamilies,
    ...historyFamilies,
    ...workloadFamilies,
    ...exporterFamilies,
    buildInfoFamily(build),
  ];
}

/** The metrics that one run alone has, for a probe on demand. */
export const runCatalogue: readonly RunFamily[] = currentFamilies;
