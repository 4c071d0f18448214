import type { Fault } from '../fault.ts';
import type { Part } from '../route.ts';
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
  /** The programs that it has. */
  readonly parts: readonly Part[];
  /** Components that can be broken alone. */
  readonly components: readonly string[];
  /** How long a slow answer takes. */
  readonly slowMs: number;
}

/** The faults that any server software can have, if it has such a part: one line each. */
export function commonFaults({ site, parts, components, slowMs }: FaultSetting): readonly Fault[] {
  const has = (part: Part): boolean => parts.includes(part);
  return [
    serverUnreachable,
    cdnCannotReachOrigin,
    challengedByBotProtection,
    hiddenByCache,
    maintenancePage,
    webProcessDown,
    overloaded(slowMs),
    ...(has('streaming') ? [streamingDown] : []),
    ...(components.includes('streaming_websocket') ? [websocketUpgradeStripped] : []),
    federationNotRouted(site),
    ...(has('files') ? [assetsMissing] : []),
    objectStorageDenied,
    objectStorageDown,
    objectStorageMissing,
    ...partFaults(components, slowMs),
  ];
}
