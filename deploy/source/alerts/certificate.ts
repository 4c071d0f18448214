/** Certificates that were not renewed. */
import { settings } from '../settings.ts';
import { certificateEnd } from '../texts.ts';
import { component, type Draft } from './draft.ts';

const notAfter = 'fedistatus_tls_certificate_not_after_timestamp_seconds';
const notBefore = 'fedistatus_tls_certificate_not_before_timestamp_seconds';

function lifeLeftBelow(share: number): string {
  return `min by (server, component) ((${notAfter} - time()) / (${notAfter} - ${notBefore})) < ${share}`;
}

/** A certificate that nobody renews has less than nothing left. */
function unlessOver(text: string, over: string): string {
  return `{{ if gt $value 0.0 }}${text}{{ else }}${over}{{ end }}`;
}

export const certificateAlerts: readonly Draft[] = [
  {
    alert: 'FedistatusCertificateExpiring',
    expr: lifeLeftBelow(settings.certificateWarning),
    for: settings.certificateFor,
    keep_firing_for: settings.keepFiringFor,
    severity: 'warning',
    about: 'server',
    summary: `The certificate of ${component} was not renewed in time`,
    description: `{{ $value | humanizePercentage }} of its life is left, it ends on ${certificateEnd}. Renewal is due at a third: see why it fails.`,
  },
  {
    alert: 'FedistatusCertificateExpiringNow',
    expr: lifeLeftBelow(settings.certificateCritical),
    keep_firing_for: settings.keepFiringFor,
    severity: 'critical',
    about: 'server',
    summary: `The certificate of ${component} ${unlessOver('is about to expire', 'has expired')}`,
    description: `${unlessOver('{{ $value | humanizePercentage }} of its life is left, it ends', 'It ended')} on ${certificateEnd}. Browsers, apps and other servers stay away from then on.`,
  },
];
