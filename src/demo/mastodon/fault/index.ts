import type { Fault } from '../../fault.ts';
import type { Mastodon } from '../mastodon.ts';
import { accountGone, accountSuspended, accountUnavailable } from './account-unavailable.ts';
import { backgroundJobsStuck } from './background-jobs-stuck.ts';
import { blockedByIpRule } from './blocked-by-ip-rule.ts';
import { databaseDown } from './database-down.ts';
import { everythingErrors } from './everything-errors.ts';
import { hostHeaderWrong } from './host-header-wrong.ts';
import { httpsRedirectLoop } from './https-redirect-loop.ts';
import { noContactAccount, statusLinkSet } from './instance-settings.ts';
import { limitedFederation } from './limited-federation.ts';
import { migrationsPending } from './migrations-pending.ts';
import { rateLimited } from './rate-limited.ts';
import { redisDown } from './redis-down.ts';
import { selfDestruct } from './self-destruct.ts';
import { streamingNotRouted, streamingUnknown } from './streaming-not-routed.ts';
import { timelineClosed } from './timeline-closed.ts';
import { webFrontendBroken, webFrontendBrokenEmpty } from './web-frontend-broken.ts';

/** The faults and modes that are Mastodon's own: one line each. */
export function mastodonFaults(mastodon: Mastodon): readonly Fault[] {
  return [
    webFrontendBroken,
    webFrontendBrokenEmpty,
    databaseDown,
    redisDown,
    everythingErrors,
    migrationsPending,
    streamingNotRouted(mastodon),
    streamingUnknown(mastodon),
    hostHeaderWrong,
    httpsRedirectLoop(mastodon),
    blockedByIpRule,
    rateLimited(mastodon),
    accountUnavailable(mastodon),
    accountSuspended(mastodon),
    accountGone(mastodon),
    selfDestruct(mastodon),
    backgroundJobsStuck,
    limitedFederation(mastodon),
    timelineClosed(mastodon),
    noContactAccount,
    statusLinkSet,
  ];
}
