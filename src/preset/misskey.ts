/**
 * Misskey and its family. Its pages are one application that answers 200 to any path, so each component looks for what
 * that page cannot have.
 */
import {
  activitypubOfAccount,
  hostMeta,
  namesServer,
  nodeinfo,
  objectStorage,
  omissions,
  parts,
  startPage,
  streamingWebsocket,
  userPage,
} from './common.ts';
import type { ComponentInput, Preset, PresetSettings } from './preset.ts';
import { textAt } from './values.ts';

/** Without the details, which are long. */
const metaQuestion = '{"detail":false}';

export const misskey: Preset = {
  name: 'misskey',
  aliases: ['sharkey', 'firefish', 'iceshrimp', 'cherrypick'],
  summary: 'Misskey, and forks that keep its pages and its API.',
  software: {
    title: 'Misskey',
    program: { unit: 'misskey', container: 'web' },
    streaming: 'web process',
    database: 'PostgreSQL',
    usesRedis: true,
    keepsWebfinger: false,
  },
  relatives: {
    sharkey: { title: 'Sharkey', program: { unit: 'sharkey', container: 'web' } },
    firefish: { title: 'Firefish', program: { unit: 'firefish', container: 'web' } },
    iceshrimp: { title: 'Iceshrimp', program: { unit: 'iceshrimp', container: 'web' } },
    cherrypick: { title: 'CherryPick', program: { unit: 'cherrypick', container: 'web' } },
  },
  components: settings => ({
    components: {
      main_page: mainPage(settings),
      api: api(settings),
      // Somebody who is not there is the start page, and 200. The page names no domain.
      ...userPage(settings, '/@', account => ({
        keyword: ['misskey:user-username', `@${account}`],
        ignore_case: true,
      })),
      ...objectStorage(settings),
      ...activitypubOfAccount(settings),
      health: health(settings),
      // Open to strangers, who are shown public notes.
      streaming_websocket: streamingWebsocket(settings, '/streaming'),
      host_meta: hostMeta(settings),
      nodeinfo: nodeinfo(),
    },
    optional: {},
    omitted: omissions(settings, ['user_page', 'object_storage', 'activitypub']),
  }),
  discovery: {
    question: { path: '/api/meta', method: 'POST', body: metaQuestion },
    // There is no contact account; some maintainers sign with the name of theirs.
    read: ({ own }) => ({
      accounts: [{ value: textAt(own, '$.maintainerName'), from: 'maintainerName in /api/meta' }],
      media: ['iconUrl', 'bannerUrl'].map(name => ({
        value: textAt(own, `$.${name}`),
        from: `${name} in /api/meta`,
      })),
    }),
    // Older forks have none.
    mayLack: ['health'],
  },
};

function mainPage(settings: PresetSettings): ComponentInput {
  return startPage(settings, {
    // Each of the family writes its own name into the first, and the server's into the second.
    keyword: ['application-name', 'og:site_name'],
  });
}

function api(settings: PresetSettings): ComponentInput {
  return {
    ...parts.api,
    url: `${settings.webOrigin}/api/meta`,
    // GET is 405.
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: metaQuestion,
    content_type: 'application/json',
    json: [
      { path: '$.version', exists: true },
      { path: '$.uri', matches: namesServer(settings) },
    ],
  };
}

/** Asks Redis and the database. An empty answer proves little, so its cache line has to fit as well. */
function health({ webOrigin }: PresetSettings): ComponentInput {
  return {
    ...parts.health,
    url: `${webOrigin}/healthz`,
    redirects: 0,
    header: [{ name: 'Cache-Control', matches: 'no-store' }],
    regex: String.raw`^\s*$`,
  };
}
