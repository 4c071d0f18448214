/**
 * Mastodon 2.9, 3.x and 4.x. Every keyword holds without JavaScript, in every language and in all of these versions:
 * since 4.0 the pages are shells, so what proves them is the server's name in their metadata.
 */
import {
  activitypub,
  handleKeyword,
  hostMeta,
  objectStorage,
  omissions,
  parts,
  streamingOriginOf,
  streamingWebsocket,
  userPage,
} from './common.ts';
import { aboutPage, membersOnlyApi, membersOnlyPage, streamingPath } from './mastodon/common.ts';
import { optionalComponents } from './mastodon/optional.ts';
import type { ComponentInput, Preset, PresetComponents, PresetSettings } from './preset.ts';

/** Mastodon on its own or behind a proxy, with its streaming API and its object storage wherever they are. */
export const mastodon: Preset = {
  name: 'mastodon',
  aliases: ['fedibird'],
  summary: 'Mastodon 2.9, 3.x and 4.x, and forks that keep its pages and its API.',
  components: settings => ({
    components: componentsOf(settings),
    optional: optionalComponents(settings),
    omitted: omissions(settings, ['user_page', 'object_storage']),
  }),
};

function componentsOf(settings: PresetSettings): PresetComponents['components'] {
  return {
    main_page: { ...parts.main_page, ...aboutPage(settings) },
    api: api(settings),
    streaming: streaming(settings),
    ...userPage(settings, '/@', account => ({
      ...handleKeyword(settings, account),
      restricted: membersOnlyPage,
    })),
    ...objectStorage(settings),
    // Without an account, the actor of the server itself answers (3.0 and later).
    activitypub: activitypub(settings),
    health: health(settings),
    streaming_websocket: streamingWebsocket(settings, streamingPath, {
      // Without a token, 4.2 and later answer 401, older ones open the stream.
      status: [101, 401],
      // A 401 in JSON is the answer to a plain request: a proxy on the way has dropped the upgrade (up to 4.1).
      keyword_absent: '"error"',
    }),
    host_meta: hostMeta(settings),
  };
}

function api({ domain, webOrigin }: PresetSettings): ComponentInput {
  return {
    ...parts.api,
    url: `${webOrigin}/api/v2/instance`,
    // v2 came with 4.0.
    fallback_url: `${webOrigin}/api/v1/instance`,
    // Else the 404 for version 2 is a page, which is an error 500 where the front-end build is broken.
    headers: { Accept: 'application/json' },
    keyword: 'version',
    json: [
      { path: '$.version', exists: true },
      { path: ['$.domain', '$.uri'], equals: domain },
    ],
    restricted: membersOnlyApi,
  };
}

function streaming(settings: PresetSettings): ComponentInput {
  return {
    ...parts.streaming,
    url: `${streamingOriginOf(settings)}${streamingPath}/health`,
    // A proxy that does not route streaming hands the request to Rails, which redirects.
    redirects: 0,
    content_type: 'text/plain',
    keyword: 'OK',
    regex: String.raw`^\s*OK\s*$`,
  };
}

function health({ webOrigin }: PresetSettings): ComponentInput {
  return {
    ...parts.health,
    title: { en: 'Web process', ko: '웹 프로세스' },
    url: `${webOrigin}/health`,
    // 2.9 has no /health.
    fallback_url: `${webOrigin}/api/v1/instance`,
    // `OK` since 3.4, `success` from 3.0 to 3.3, and what the documentation says; never a page that answers everything.
    regex: String.raw`(?s)^\s*(?:(?:OK|success)\s*$|\{.*"(?:status"\s*:\s*"UP"|version"\s*:\s*"\d))`,
  };
}
