/** PeerTube 3.2 and later: a single-page application, for which the server writes the metadata of each page. */
import {
  activitypub,
  hostMeta,
  literally,
  nodeinfo,
  objectStorage,
  omissions,
  parts,
  startPage,
  userPage,
} from './common.ts';
import type { ComponentInput, DiscoveryDocuments, DiscoveryHints, Preset, PresetSettings } from './preset.ts';
import { listAt, textAt } from './values.ts';

const accountsApi = '/api/v1/accounts';

/** PeerTube, its accounts or channels. */
export const peertube: Preset = {
  name: 'peertube',
  aliases: [],
  summary: 'PeerTube 3.2 and later. `account` may be an account or a channel.',
  software: {
    title: 'PeerTube',
    program: { unit: 'peertube', container: 'peertube' },
    streaming: 'none',
    database: 'PostgreSQL',
    usesRedis: true,
    keepsWebfinger: false,
  },
  components: settings => ({
    components: {
      main_page: mainPage(settings),
      api: api(settings),
      ...userPage(settings, '/@', account => ({
        keyword: 'og:platform',
        // The address of somebody who is there.
        regex: `(?i)"[^"]*/(?:a|c|accounts|video-channels)/${literally(account)}[/"?]`,
      })),
      ...objectStorage(settings),
      activitypub: activitypub(settings, {
        host_meta: 'skip',
        account: settings.account ?? serverAccount,
      }),
      health: health(settings),
      host_meta: hostMeta(settings),
      nodeinfo: nodeinfo(),
    },
    optional: {},
    omitted: omissions(settings, ['user_page', 'object_storage']),
  }),
  discovery: {
    question: { path: `${accountsApi}?sort=createdAt&count=10` },
    read: readAccounts,
  },
};

/** The account of the server itself. */
const serverAccount = 'peertube';

function mainPage(settings: PresetSettings): ComponentInput {
  return startPage(settings, {
    keyword: ['og:platform', 'PeerTube'],
  });
}

function api({ webOrigin }: PresetSettings): ComponentInput {
  return {
    ...parts.api,
    url: `${webOrigin}/api/v1/config`,
    headers: { Accept: 'application/json' },
    content_type: 'application/json',
    json: [{ path: '$.serverVersion', exists: true }],
  };
}

function health({ webOrigin }: PresetSettings): ComponentInput {
  return {
    ...parts.health,
    url: `${webOrigin}/api/v1/ping`,
    // It is said as text/html.
    keyword: 'pong',
    regex: String.raw`^\s*pong\s*$`,
  };
}

/** The oldest first: the administrator's. Those of other servers may be among them. */
function readAccounts({ own }: DiscoveryDocuments): DiscoveryHints {
  return {
    accounts: listAt(own, '$.data').flatMap(account => {
      const [name, host] = [textAt(account, '$.name'), textAt(account, '$.host')];
      if (name === null || host === null || name === serverAccount) return [];
      return [{ value: `${name}@${host}`, from: `the oldest in ${accountsApi}` }];
    }),
  };
}
