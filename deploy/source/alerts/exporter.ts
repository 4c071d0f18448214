/** What is wrong with an exporter itself. */
import { settings } from '../settings.ts';
import { component, type Draft } from './draft.ts';

export const exporterAlerts: readonly Draft[] = [
  {
    alert: 'FedistatusExporterAbsent',
    expr: `up{job="${settings.job}"} == 0\nor\nabsent(up{job="${settings.job}"})`,
    for: settings.exporterAbsentFor,
    severity: 'critical',
    about: 'exporter',
    summary: 'The exporter{{ with $labels.instance }} {{ . }}{{ end }} does not answer',
    description:
      'Nobody watches the servers from there: no other alert of fedistatus can be believed to be silent for a good reason.',
  },
  {
    alert: 'FedistatusProbesStale',
    expr: `time() - fedistatus_last_probe_timestamp_seconds\n> ${settings.staleIntervals} * fedistatus_probe_interval_seconds`,
    for: settings.staleFor,
    severity: 'warning',
    about: 'exporter',
    summary: `${component} has not been asked for a while`,
    description:
      'The last probe is {{ $value | humanizeDuration }} old, although the exporter answers: it hangs, or its machine is too small.',
  },
  {
    alert: 'FedistatusProberOffline',
    expr: 'max by (job, instance, location) (fedistatus_reference_up) == 0',
    for: settings.proberOfflineFor,
    severity: 'warning',
    about: 'exporter',
    summary: 'The exporter {{ $labels.instance }} is offline',
    description: 'None of its references answers. It says nothing about any server until one does.',
  },
  {
    alert: 'FedistatusConfigReloadFailed',
    expr: 'fedistatus_config_last_reload_successful == 0',
    for: settings.reloadFailedFor,
    severity: 'warning',
    about: 'exporter',
    summary: 'The configuration of {{ $labels.instance }} was refused',
    description:
      'It runs on with the one from before, and would not start again with the new one. `fedistatus config check` says what is wrong.',
  },
  {
    alert: 'FedistatusHistoryFailing',
    expr: [
      `increase(fedistatus_history_write_errors_total[${settings.historyWindow}]) > 0`,
      `increase(fedistatus_history_dropped_transitions_total[${settings.historyWindow}]) > 0`,
      'fedistatus_history_pending_transitions > 0',
      'fedistatus_history_set_aside == 1',
    ].join('\nor\n'),
    for: settings.historyFor,
    severity: 'warning',
    about: 'exporter',
    summary: 'The exporter {{ $labels.instance }} cannot keep its history',
    description: 'States are shown, but would be lost at a restart: look at the disk, and at the log.',
  },
  {
    alert: 'FedistatusWatchdog',
    expr: 'vector(1)',
    severity: 'none',
    about: 'exporter',
    summary: 'Always firing',
    description:
      'It proves that alerts get through. Let something outside call for help when it stops coming.',
  },
];
