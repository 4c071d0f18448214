import { inMaintenance, records } from './records.ts';
import type { AlertingRule } from './rule.ts';
import { settings } from './settings.ts';
import {
  certificateEnd,
  diagnosis,
  exporterDashboard,
  reason,
  reasonsWithin,
  runbook,
  serverDashboard,
  serverReasons,
} from './texts.ts';

type Severity = AlertingRule['labels']['severity'];

interface Draft extends Pick<AlertingRule, 'alert' | 'expr' | 'for' | 'keep_firing_for'> {
  readonly severity: Severity;
  readonly summary: string;
  readonly description: string;
  readonly about: 'server' | 'exporter';
}

function toRule({ severity, summary, description, about, ...rule }: Draft): AlertingRule {
  return {
    ...rule,
    labels: { severity },
    annotations: {
      summary,
      description,
      runbook_url: runbook(rule.alert),
      dashboard_url: about === 'server' ? serverDashboard : exporterDashboard,
    },
  };
}

const component = '{{ $labels.component }} of {{ $labels.server }}';

/** Not while announced work is under way, nor as long as it is part of the window. */
function notMaintained(window: string): string {
  return `unless on (server, component) (max by (server, component) (max_over_time(fedistatus_maintenance[${window}])) == 1)`;
}

function firing(alert: string): string {
  return `ALERTS{alertname="${alert}",alertstate="firing"}`;
}

/**
 * A server comes back part by part. Until the last one is back, its alert stands for those that it took along, as long
 * as it is likely that they only have not been asked again: else each would have a message of its own.
 */
const serverComesBack = [
  `${records.serverOutage} > 0`,
  `and on (server) max_over_time(${records.serverOutage}[${settings.serverRecovery}]) > ${settings.serverShare}`,
  `and on (server) ${firing('FedistatusServerDown')}`,
].join('\n');

const serverAlerts: readonly Draft[] = [
  {
    alert: 'FedistatusServerDown',
    expr: `${records.serverOutage} > ${settings.serverShare}\nand\ncount by (server) (${records.outage}) > 1\nor\n${serverComesBack}`,
    for: settings.serverDownFor,
    keep_firing_for: settings.serverKeepFiringFor,
    severity: 'critical',
    about: 'server',
    summary: '{{ $labels.server }} is down',
    description: `{{ $value | humanizePercentage }} of the components of {{ $labels.server }} are down. Reason: ${serverReasons}. Likely cause: ${diagnosis}.`,
  },
  {
    alert: 'FedistatusComponentDown',
    expr: `${records.outage} > ${settings.quorum}\nunless\n${records.keyword} > ${settings.quorum}`,
    for: settings.componentDownFor,
    keep_firing_for: settings.componentKeepFiringFor,
    severity: 'critical',
    about: 'server',
    summary: `${component} is down`,
    description: `Reason: ${reason}. Likely cause: ${diagnosis}. Seen by {{ $value | humanizePercentage }} of the exporters that can see it.`,
  },
  {
    alert: 'FedistatusKeywordLost',
    expr: `${records.keyword} > ${settings.quorum}\nunless on (server, component) (${inMaintenance})`,
    for: settings.keywordLostFor,
    severity: 'warning',
    about: 'server',
    summary: `${component} answers, but without its keyword`,
    description: `Reason: ${reason}. The answer came, but not the text that proves it right: another page in its place, or a text that was changed. Likely cause: ${diagnosis}.`,
  },
  {
    alert: 'FedistatusSlow',
    expr: [
      `(\n  ${records.latency} > ${settings.slowSeconds}\nor\n  ${records.degraded} > ${settings.quorum}\n)`,
      `unless on (server, component) max_over_time(${records.outage}[${settings.slowWindow}]) > ${settings.quorum}`,
      `unless on (server, component) (${inMaintenance})`,
    ].join('\n'),
    for: settings.slowFor,
    severity: 'warning',
    about: 'server',
    summary: `${component} is slow`,
    description: `Reason: one answer in twenty takes more than ${settings.slowSeconds} s, or answers take longer than its max_latency. Likely cause: ${diagnosis}.`,
  },
  {
    // A cause that explains announced work alone is no news.
    alert: 'FedistatusDiagnosisFound',
    expr: [
      'count by (server, diagnosis) (fedistatus_diagnosis{diagnosis!~"unknown|prober_offline"} == 1)',
      `and on (server)\n(${records.outage} > ${settings.quorum} or ${records.degraded} > ${settings.quorum})`,
    ].join('\n'),
    for: settings.diagnosisFor,
    severity: 'info',
    about: 'server',
    summary: '{{ $labels.server }}: {{ $labels.diagnosis }}',
    description: `Reason: ${serverReasons}. Likely cause: {{ $labels.diagnosis }}, ${settings.documentation}/runbooks/{{ $labels.diagnosis }}.md`,
  },
  {
    alert: 'FedistatusFlapping',
    expr: [
      `max by (server, component) (changes(fedistatus_up[${settings.flappingWindow}])) > ${settings.flappingChanges}`,
      `and\navg by (server, component) (changes(fedistatus_up[${settings.flappingWindow}]) > bool ${settings.flappingChanges}) > ${settings.quorum}`,
      notMaintained(settings.flappingWindow),
    ].join('\n'),
    severity: 'info',
    about: 'server',
    summary: `${component} comes and goes`,
    description: `It went up or down {{ $value | humanize }} times in ${settings.flappingWindow}. Reason: ${reasonsWithin(settings.flappingWindow)}. Likely cause: ${diagnosis}.`,
  },
];

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

const objectiveAlerts: readonly Draft[] = [
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

const notAfter = 'fedistatus_tls_certificate_not_after_timestamp_seconds';
const notBefore = 'fedistatus_tls_certificate_not_before_timestamp_seconds';

function lifeLeftBelow(share: number): string {
  return `min by (server, component) ((${notAfter} - time()) / (${notAfter} - ${notBefore})) < ${share}`;
}

const certificateAlerts: readonly Draft[] = [
  {
    alert: 'FedistatusCertificateExpiring',
    expr: lifeLeftBelow(settings.certificateWarning),
    for: settings.certificateFor,
    severity: 'warning',
    about: 'server',
    summary: `The certificate of ${component} was not renewed in time`,
    description: `{{ $value | humanizePercentage }} of its life is left, it ends on ${certificateEnd}. Renewal is due at a third: see why it fails.`,
  },
  {
    alert: 'FedistatusCertificateExpiringNow',
    expr: lifeLeftBelow(settings.certificateCritical),
    severity: 'critical',
    about: 'server',
    summary: `The certificate of ${component} is about to expire`,
    description: `{{ $value | humanizePercentage }} of its life is left, it ends on ${certificateEnd}. Browsers, apps and other servers stay away then.`,
  },
];

const exporterAlerts: readonly Draft[] = [
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

export const alertGroups: readonly { readonly name: string; readonly rules: readonly AlertingRule[] }[] = [
  { name: 'fedistatus-servers', rules: serverAlerts.map(toRule) },
  { name: 'fedistatus-objectives', rules: objectiveAlerts.map(toRule) },
  { name: 'fedistatus-certificates', rules: certificateAlerts.map(toRule) },
  { name: 'fedistatus-exporters', rules: exporterAlerts.map(toRule) },
];
