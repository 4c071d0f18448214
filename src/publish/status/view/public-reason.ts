import type { Reason } from '../../../core/reason.ts';
import type { Condition } from '../../../core/state.ts';

/** Why something is out of order, as coarse as the public may know it. Texts turn it into words. */
export type PublicReason = Reason | 'certificate_expired' | 'certificate_expires_soon' | 'slow';

/** A warning is no failure: what answers rightly is slow, or its certificate is about to expire. */
export function publicReason(
  reason: Reason | null,
  severity: Condition,
  hasExpired: boolean,
): PublicReason | null {
  if (reason === 'tls') {
    if (severity === 'degraded') return 'certificate_expires_soon';
    return hasExpired ? 'certificate_expired' : reason;
  }
  return severity === 'degraded' && reason === 'timeout' ? 'slow' : reason;
}
