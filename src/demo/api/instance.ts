import { jsonAnswer } from '../answers.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Dependency } from '../route.ts';
import type { Site } from '../site.ts';
import { accountEntity } from './account.ts';

/** What differs from software to software in its answer to Mastodon's instance API. */
export interface InstanceStyle {
  /** As this API tells it: `2.7.2 (compatible; Akkoma 3.15.2)`. */
  readonly version: string;
  /** Whether it names the account that people can turn to. */
  readonly contact: boolean;
  /** Whether it has a streaming API. */
  readonly streaming: boolean;
  /** Page of the account, where that is not `/@account`. */
  readonly accountPage?: string;
  readonly cache?: string;
  /** The database unless given. */
  readonly needs?: readonly Dependency[];
  readonly outlivesDatabaseMs?: number;
  /** Further members. */
  readonly more?: object;
}

/** `GET /api/v1/instance`, as every software with the Mastodon API has it. */
export function instanceV1(site: Site, style: InstanceStyle): Endpoint {
  return instance('/api/v1/instance', style, () => ({
    uri: site.localDomain,
    title: 'Fire drill',
    description: 'A simulated server to rehearse outages on',
    email: `${site.account}@example.com`,
    version: style.version,
    urls: style.streaming ? { streaming_api: site.streamingBase } : {},
    stats: { user_count: 1, status_count: 8, domain_count: 42 },
    languages: ['en'],
    registrations: false,
    approval_required: false,
    ...(style.contact && { contact_account: accountEntity(site, style.accountPage) }),
    rules: [],
    ...style.more,
  }));
}

/** `GET /api/v2/instance`. */
export function instanceV2(site: Site, style: InstanceStyle): Endpoint {
  return instance('/api/v2/instance', style, () => ({
    domain: site.localDomain,
    title: 'Fire drill',
    version: style.version,
    description: 'A simulated server to rehearse outages on',
    usage: { users: { active_month: 1 } },
    languages: ['en'],
    configuration: { urls: style.streaming ? { streaming: site.streamingBase } : {} },
    registrations: { enabled: false, approval_required: false, message: null },
    contact: {
      email: `${site.account}@example.com`,
      account: style.contact ? accountEntity(site, style.accountPage) : null,
    },
    rules: [],
    ...style.more,
  }));
}

function instance(
  path: string,
  { cache, needs = ['database'], outlivesDatabaseMs = 0 }: InstanceStyle,
  document: () => object,
): Endpoint {
  return {
    path,
    component: 'api',
    needs,
    outlivesDatabaseMs,
    answer: () => jsonAnswer(document(), { ...(cache !== undefined && { cache }) }),
  };
}
