/** GoToSocial: strict about what it is asked, and frank about how it is. */
import {
  activitypubOfAccount,
  feeds,
  handleKeyword,
  hostMeta,
  instanceApi,
  nodeinfo,
  objectStorage,
  omissions,
  parts,
  startPage,
  streamingWebsocket,
  userPage,
} from './common.ts';
import type { ComponentInput, Preset, PresetComponents, PresetSettings } from './preset.ts';

export const gotosocial: Preset = {
  name: 'gotosocial',
  aliases: [],
  summary: 'GoToSocial, 0.15 and later for all of it.',
  software: {
    title: 'GoToSocial',
    program: { unit: 'gotosocial', container: 'gotosocial' },
    streaming: 'web process',
    database: 'the database (SQLite or PostgreSQL)',
    usesRedis: false,
    keepsWebfinger: true,
  },
  components: settings => ({
    components: componentsOf(settings),
    optional: feeds(settings, [401]),
    omitted: omissions(settings, ['user_page', 'object_storage', 'activitypub']),
  }),
  // Earlier versions have neither.
  discovery: { mayLack: ['health', 'database'] },
};

function componentsOf(settings: PresetSettings): PresetComponents['components'] {
  const { webOrigin } = settings;
  return {
    main_page: startPage(settings, { keyword: '- GoToSocial' }),
    api: {
      // Version 1 is told from memory, and would outlive the database.
      ...instanceApi(settings, String.raw`^\d`),
      url: `${webOrigin}/api/v2/instance`,
      fallback_url: `${webOrigin}/api/v1/instance`,
    },
    ...userPage(settings, '/@', account => handleKeyword(settings, account)),
    ...objectStorage(settings),
    // The actor is shown to signed requests alone: its 401 says that it is there.
    ...activitypubOfAccount(settings, { actor: true }),
    health: emptyAnswer('health', `${webOrigin}/livez`),
    database: emptyAnswer('database', `${webOrigin}/readyz`),
    streaming_websocket: streamingWebsocket(settings, '/api/v1/streaming', {
      // Its refusal for want of a token is in JSON; that of a proxy would be a page.
      status: 401,
      content_type: 'application/json',
      keyword: '"error"',
    }),
    host_meta: hostMeta(settings),
    nodeinfo: nodeinfo(),
  };
}

/** Both answer without a body. Since one alone proves little, nothing but its own 200 will do. */
function emptyAnswer(part: 'health' | 'database', url: string): ComponentInput {
  return { ...parts[part], url, redirects: 0, status: 200, regex: String.raw`^\s*$` };
}
