import type { Fault } from '../fault.ts';
import type { Site } from '../site.ts';
import { assetsMissing } from './assets-missing.ts';
import { cdnCannotReachOrigin, challengedByBotProtection } from './cdn.ts';
import { federationNotRouted } from './federation-not-routed.ts';
import { hiddenByCache } from './hidden-by-cache.ts';
import { maintenancePage } from './maintenance-page.ts';
import { objectStorageDenied, objectStorageDown, objectStorageMissing } from './object-storage.ts';
import { overloaded } from './overloaded.ts';
import { partFaults } from './part.ts';
import { serverUnreachable } from './server-unreachable.ts';
import { streamingDown } from './streaming-down.ts';
import { webProcessDown } from './web-process-down.ts';
import { websocketUpgradeStripped } from './websocket-upgrade-stripped.ts';

/** What the common faults have to know of the server that they break. */
export interface FaultSetting {
  readonly site: Site;
  /** Components that can be broken alone. */
  readonly components: readonly string[];
  /** How long a slow answer takes. */
  readonly slowMs: number;
}

/** The faults that any server software can have: one line each. */
export function commonFaults({ site, components, slowMs }: FaultSetting): readonly Fault[] {
  return [
    serverUnreachable,
    cdnCannotReachOrigin,
    challengedByBotProtection,
    hiddenByCache,
    maintenancePage,
    webProcessDown,
    overloaded(slowMs),
    streamingDown,
    websocketUpgradeStripped,
    federationNotRouted(site),
    assetsMissing,
    objectStorageDenied,
    objectStorageDown,
    objectStorageMissing,
    ...partFaults(components, slowMs),
  ];
}
