/** What is wrong with an exporter itself. */
import { settings } from '../settings.ts';
import { component, type Draft, firing } from './draft.ts';

const up = `up{job="${settings.job}"}`;
const gone = `${up} == 0`;
const there = `${up} == 1`;

/**
 * Servers that it watched and that nobody watches now: its part of a list, or the only one. Once that is told it stays so
 * until it is back, however long ago it watched them.
 */
const leftAlone = [
  '(',
  `  count by (job, instance, server) (last_over_time(fedistatus_component_info[${settings.exporterMemory}]))`,
  `  unless on (server) (fedistatus_component_info and on (job, instance) ${there})`,
  'or',
  `  ${firing('FedistatusExporterAbsent')}`,
  ')',
].join('\n');

export const exporterAlerts: readonly Draft[] = [
  {
    alert: 'FedistatusExporterAbsent',
    expr: [
      `${gone}\nand on (job, instance) ${leftAlone}`,
      `${gone}\nunless on () ${there}`,
      `absent(${up})`,
    ].join('\nor\n'),
    for: settings.exporterAbsentFor,
    severity: 'critical',
    about: 'exporter',
    summary: 'The exporter{{ with $labels.instance }} {{ . }}{{ end }} does not answer',
    description:
      'Nobody watches its servers: no other alert of fedistatus can be believed to be silent for a good reason.',
  },
  {
    alert: 'FedistatusOneExporterAbsent',
    expr: `${gone}\nunless on (job, instance) ${firing('FedistatusExporterAbsent')}`,
    for: settings.oneExporterAbsentFor,
    severity: 'warning',
    about: 'exporter',
    summary: 'The exporter {{ $labels.instance }} does not answer',
    description:
      'Others watch the same servers, or it never answered. Those that are left decide without it.',
  },
  {
    // It answers between two crashes, so that no other alert speaks of it.
    alert: 'FedistatusExporterRestarting',
    expr: `changes(process_start_time_seconds{job="${settings.job}"}[${settings.restartsWindow}]) > ${settings.restarts}`,
    for: settings.restartsFor,
    keep_firing_for: settings.keepFiringFor,
    severity: 'warning',
    about: 'exporter',
    summary: 'The exporter {{ $labels.instance }} starts again and again',
    description: `It started {{ $value | humanize }} times within ${settings.restartsWindow}: it crashes, or something kills it. What it says of servers comes late, if at all.`,
  },
  {
    alert: 'FedistatusProbesStale',
    expr: `time() - fedistatus_last_probe_timestamp_seconds\n> ${settings.staleIntervals} * fedistatus_probe_interval_seconds`,
    for: settings.staleFor,
    keep_firing_for: settings.keepFiringFor,
    severity: 'warning',
    about: 'exporter',
    summary: `${component} has not been asked for a while`,
    description:
      'The last probe is {{ $value | humanizeDuration }} old, although the exporter answers: it hangs, its machine is too small, or its clock is wrong.',
  },
  {
    alert: 'FedistatusProberOffline',
    expr: 'max by (job, instance, location) (fedistatus_reference_up) == 0',
    for: settings.proberOfflineFor,
    keep_firing_for: settings.keepFiringFor,
    severity: 'warning',
    about: 'exporter',
    summary: 'The exporter {{ $labels.instance }} is offline',
    description: 'None of its references answers. It says nothing about any server until one does.',
  },
  {
    alert: 'FedistatusConfigReloadFailed',
    expr: 'fedistatus_config_last_reload_successful == 0',
    for: settings.reloadFailedFor,
    keep_firing_for: settings.keepFiringFor,
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
    keep_firing_for: settings.keepFiringFor,
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
