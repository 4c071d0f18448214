/** The names of one simulated installation: all of them loopback names (RFC 6761 §6.3) on one port. */
export interface Site {
  readonly port: number;
  /** The domain in handles; Mastodon's LOCAL_DOMAIN. */
  readonly localDomain: string;
  /** Where pages and API are; Mastodon's WEB_DOMAIN. */
  readonly webDomain: string;
  readonly streamingDomain: string;
  readonly storageDomain: string;
  readonly webOrigin: string;
  /** `ws:` base of the streaming API. */
  readonly streamingBase: string;
  readonly storageOrigin: string;
  /** The only account: it exists always, and is the server's contact. */
  readonly account: string;
}

export interface SiteLayout {
  /** First label of the web domain: the software's name. */
  readonly name: string;
  /** Handles carry `localhost:PORT`, the pages are elsewhere. */
  readonly splitDomain: boolean;
  /** The streaming API has a host of its own. */
  readonly ownStreamingHost: boolean;
}

export function siteAt(port: number, { name, splitDomain, ownStreamingHost }: SiteLayout): Site {
  const webDomain = `${name}.localhost:${port}`;
  const streamingDomain = ownStreamingHost ? `streaming.localhost:${port}` : webDomain;
  const storageDomain = `files.localhost:${port}`;
  return {
    port,
    localDomain: splitDomain ? `localhost:${port}` : webDomain,
    webDomain,
    streamingDomain,
    storageDomain,
    webOrigin: `http://${webDomain}`,
    streamingBase: `ws://${streamingDomain}`,
    storageOrigin: `http://${storageDomain}`,
    account: 'admin',
  };
}

/** Which virtual host a request is for. `apex`: the bare domain of handles, where that is not the web domain. */
export type VirtualHost = 'web' | 'apex' | 'streaming' | 'storage' | 'other';

export function virtualHost(site: Site, host: string): VirtualHost {
  if (host === site.webDomain) return 'web';
  if (host === site.localDomain) return 'apex';
  if (host === site.streamingDomain) return 'streaming';
  if (host === site.storageDomain) return 'storage';
  return 'other';
}
