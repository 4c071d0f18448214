/** The registry of probe types. A new one is a file of its own and a line here. */
import { activitypub } from './activitypub.ts';
import { dns } from './dns.ts';
import { http } from './http.ts';
import { nodeinfo } from './nodeinfo.ts';
import { pageAsset } from './page-asset.ts';
import type { ProbeType } from './probe-type.ts';
import { tcp } from './tcp.ts';
import { tls } from './tls.ts';
import { websocket } from './websocket.ts';

/** In the order of the reference page. */
export const probeTypes: readonly ProbeType[] = [
  http,
  websocket,
  activitypub,
  tcp,
  tls,
  dns,
  pageAsset,
  nodeinfo,
];
