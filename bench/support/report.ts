import type { Machine } from './machine.ts';
import type { Row } from './row.ts';

/** What a run of the benchmark leaves behind. */
export interface Report {
  /** ISO 8601. */
  readonly at: string;
  readonly minutes: number;
  readonly isQuick: boolean;
  readonly machine: Machine;
  readonly rows: readonly Row[];
}
