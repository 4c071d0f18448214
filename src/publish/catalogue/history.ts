/** Whether the history can be kept. Its trouble is the exporter's own, and stops neither probes nor pages. */
import type { HistoryHealth } from '../../core/history-health.ts';
import { type MetricType, noLabels, valuesOf } from '../metric-family.ts';
import type { MetricFamily } from './family.ts';

function ofHistory(
  name: string,
  type: MetricType,
  help: string,
  read: (health: HistoryHealth) => number,
): MetricFamily {
  return {
    name,
    type,
    help,
    labels: [],
    collect: ({ history }) => valuesOf(noLabels, add => add(read(history))),
  };
}

export const historyFamilies: readonly MetricFamily[] = [
  ofHistory(
    'fedistatus_history_write_errors_total',
    'counter',
    'Attempts to write the history to its file that failed.',
    ({ writeErrors }) => writeErrors,
  ),
  ofHistory(
    'fedistatus_history_pending_transitions',
    'gauge',
    'Changes of state that are known and shown, but not in the file yet.',
    ({ pending }) => pending,
  ),
  ofHistory(
    'fedistatus_history_dropped_transitions_total',
    'counter',
    'Changes of state that were never written, because too many waited.',
    ({ dropped }) => dropped,
  ),
  ofHistory(
    'fedistatus_history_set_aside',
    'gauge',
    'Whether a history file was found damaged or too new, and was set aside; the log names it.',
    ({ setAside }) => (setAside === null ? 0 : 1),
  ),
];
