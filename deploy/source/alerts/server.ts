/** What is wrong with a server and its components, now. */
import { inMaintenance, ofDaemons, records } from '../records.ts';
import { settings } from '../settings.ts';
import { diagnosis, reason, reasonsWithin, runbookOf, serverReasons } from '../texts.ts';
import { component, type Draft, firing, notMaintained } from './draft.ts';

/**
 * A server comes back part by part. Until the last one is back, its alert stands for those that it took along, as long
 * as it is likely that they only have not been asked again: else each would have a message of its own.
 */
const serverComesBack = [
  `${records.serverOutage} > 0`,
  `and on (server) max_over_time(${records.serverOutage}[${settings.serverRecovery}]) > ${settings.serverShare}`,
  `and on (server) ${firing('FedistatusServerDown')}`,
].join('\n');

export const serverAlerts: readonly Draft[] = [
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
    keep_firing_for: settings.keepFiringFor,
    severity: 'warning',
    about: 'server',
    summary: `${component} answers, but without its keyword`,
    description: `Reason: ${reason}. The answer came, but not the text that proves it right: another page in its place, or a text that was changed. Likely cause: ${diagnosis}.`,
  },
  {
    alert: 'FedistatusSlow',
    expr: [
      `(\n  ${records.slow} > ${settings.quorum}\nor\n  ${records.degraded} > ${settings.quorum}\n)`,
      `unless on (server, component) max_over_time(${records.outage}[${settings.slowWindow}]) > ${settings.quorum}`,
      notMaintained(settings.slowWindow),
    ].join('\n'),
    for: settings.slowFor,
    keep_firing_for: settings.keepFiringFor,
    severity: 'warning',
    about: 'server',
    summary: `${component} is slow`,
    description: `Reason: half of the answers take more than ${settings.slowSeconds} s, or answers take longer than its max_latency. Likely cause: ${diagnosis}.`,
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
    description: `Reason: ${serverReasons}. Likely cause: {{ $labels.diagnosis }}${runbookOf('$labels.diagnosis')}.`,
  },
  {
    alert: 'FedistatusFlapping',
    expr: [
      `max by (server, component) (changes(fedistatus_up{${ofDaemons}}[${settings.flappingWindow}])) > ${settings.flappingChanges}`,
      `and\navg by (server, component) (changes(fedistatus_up{${ofDaemons}}[${settings.flappingWindow}]) > bool ${settings.flappingChanges}) > ${settings.quorum}`,
      notMaintained(settings.flappingWindow),
    ].join('\n'),
    severity: 'info',
    about: 'server',
    summary: `${component} comes and goes`,
    description: `It went up or down {{ $value | humanize }} times in ${settings.flappingWindow}. Reason: ${reasonsWithin(settings.flappingWindow)}. Likely cause: ${diagnosis}.`,
  },
];
