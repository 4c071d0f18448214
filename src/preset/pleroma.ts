/**
 * Pleroma and Akkoma. The pages are one of several front ends, which is sent for any path, so they prove little: whether
 * the account is there, the actor says.
 */
import {
  activitypubOfAccount,
  feeds,
  hostMeta,
  instanceApi,
  nodeinfo,
  objectStorage,
  omissions,
  parts,
  startPage,
  streamingWebsocket,
} from './common.ts';
import type { ComponentInput, Preset, PresetSettings } from './preset.ts';
import { staffAccounts } from './values.ts';

export const pleroma: Preset = {
  name: 'pleroma',
  aliases: ['akkoma'],
  summary: 'Pleroma and Akkoma, with whichever front end.',
  software: {
    title: 'Pleroma',
    program: { unit: 'pleroma', container: 'web' },
    streaming: 'web process',
    database: 'PostgreSQL',
    usesRedis: false,
    keepsWebfinger: false,
  },
  relatives: { akkoma: { title: 'Akkoma', program: { unit: 'akkoma', container: 'akkoma' } } },
  components: settings => ({
    components: {
      main_page: mainPage(settings),
      api: instanceApi(settings, 'compatible;'),
      ...objectStorage(settings),
      ...activitypubOfAccount(settings, { actor: true }),
      // Strangers may listen to what is public, where they may see it.
      streaming_websocket: streamingWebsocket(settings, '/api/v1/streaming?stream=public', {
        status: [101, 401],
      }),
      host_meta: hostMeta(settings),
      nodeinfo: nodeinfo(),
    },
    optional: { health: health(settings), ...feeds(settings, [401, 403]) },
    omitted: omissions(settings, ['object_storage', 'activitypub']),
  }),
  // There is no contact account.
  discovery: { read: staffAccounts },
};

/** Any front end has a title and a script; the page of a bare web server has no script. */
function mainPage(settings: PresetSettings): ComponentInput {
  return startPage(settings, {
    regex: [String.raw`(?i)<title>\s*[^<\s]`, String.raw`(?i)<script\b`],
  });
}

/** Off unless the sysop turns it on, which is why it is not there by itself: it would be 503. */
function health({ webOrigin }: PresetSettings): ComponentInput {
  return {
    ...parts.health,
    url: `${webOrigin}/api/v1/pleroma/healthcheck`,
    content_type: 'application/json',
    json: [{ path: '$.healthy', equals: true }],
  };
}
