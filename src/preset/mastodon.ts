/**
 * Mastodon 2.9, 3.x and 4.x. Every keyword holds without JavaScript, in every language and in all of these versions:
 * since 4.0 the pages are shells, so what proves them is the server's name in their metadata.
 */
import { domainToUnicode } from '../probe/domain-name.ts';
import { originOf } from '../probe/origin.ts';
import {
  aboutPage,
  groups,
  hostOf,
  membersOnlyApi,
  membersOnlyPage,
  rarely,
  streamingOriginOf,
  streamingSocketUrl,
} from './mastodon/common.ts';
import { optionalComponents } from './mastodon/optional.ts';
import type { ComponentInput, Omission, Preset, PresetComponents, PresetSettings } from './preset.ts';

/** Mastodon on its own or behind a proxy, with its streaming API and its object storage wherever they are. */
export const mastodon: Preset = {
  name: 'mastodon',
  aliases: ['fedibird'],
  summary: 'Mastodon 2.9, 3.x and 4.x, and forks that keep its pages and its API.',
  components: settings => ({
    components: componentsOf(settings),
    optional: optionalComponents(settings),
    omitted: omissionsOf(settings),
  }),
};

function componentsOf(settings: PresetSettings): PresetComponents['components'] {
  return {
    main_page: mainPage(settings),
    api: api(settings),
    streaming: streaming(settings),
    ...(settings.account === null ? {} : { user_page: userPage(settings, settings.account) }),
    ...(settings.objectStorage === null ? {} : { object_storage: objectStorage(settings.objectStorage) }),
    activitypub: activitypub(settings),
    health: health(settings),
    streaming_websocket: streamingWebsocket(settings),
    host_meta: hostMeta(settings),
  };
}

function omissionsOf({ account, objectStorage: url }: PresetSettings): readonly Omission[] {
  return [
    ...(account === null ? [{ component: 'user_page', setting: 'account' }] : []),
    ...(url === null ? [{ component: 'object_storage', setting: 'object_storage' }] : []),
  ];
}

function mainPage(settings: PresetSettings): ComponentInput {
  return {
    title: { en: 'Main page', ko: '메인 페이지' },
    group: groups.web,
    ...aboutPage(settings),
  };
}

function api({ domain, webOrigin }: PresetSettings): ComponentInput {
  return {
    title: { en: 'API', ko: 'API' },
    group: groups.apps,
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
    title: { en: 'Streaming', ko: '스트리밍' },
    group: groups.apps,
    url: `${streamingOriginOf(settings)}/api/v1/streaming/health`,
    // A proxy that does not route streaming hands the request to Rails, which redirects.
    redirects: 0,
    content_type: 'text/plain',
    keyword: 'OK',
    regex: String.raw`^\s*OK\s*$`,
  };
}

function userPage({ domain, webOrigin }: PresetSettings, account: string): ComponentInput {
  return {
    title: { en: 'User page', ko: '사용자 페이지' },
    group: groups.web,
    url: `${webOrigin}/@${account}`,
    content_type: 'text/html',
    // Pages show the account in its own case, and an internationalised domain in Unicode.
    keyword: `${account}@${domainToUnicode(hostOf(domain))}`,
    ignore_case: true,
    restricted: membersOnlyPage,
  };
}

function objectStorage(url: string): ComponentInput {
  return {
    title: { en: 'Object storage', ko: '미디어 저장소' },
    group: groups.media,
    url,
    keyword: 'OK',
  };
}

function activitypub({ account }: PresetSettings): ComponentInput {
  return {
    type: 'activitypub',
    title: { en: 'ActivityPub', ko: '액티비티펍' },
    group: groups.federation,
    host_meta: 'required',
    // Without an account, the actor of the server itself answers (3.0 and later).
    ...(account === null ? {} : { account }),
  };
}

function health({ webOrigin }: PresetSettings): ComponentInput {
  return {
    title: { en: 'Web process', ko: '웹 프로세스' },
    group: groups.web,
    url: `${webOrigin}/health`,
    // 2.9 has no /health.
    fallback_url: `${webOrigin}/api/v1/instance`,
    // `OK` since 3.4, `success` from 3.0 to 3.3, and what the documentation says; never a page that answers everything.
    regex: String.raw`(?s)^\s*(?:(?:OK|success)\s*$|\{.*"(?:status"\s*:\s*"UP"|version"\s*:\s*"\d))`,
  };
}

function streamingWebsocket(settings: PresetSettings): ComponentInput {
  return {
    type: 'websocket',
    title: { en: 'Streaming (WebSocket)', ko: '스트리밍 (웹소켓)' },
    group: groups.apps,
    url: streamingSocketUrl(settings),
    interval: rarely,
    // Without a token, 4.2 and later answer 401, older ones open the stream.
    status: [101, 401],
    // A 401 in JSON is the answer to a plain request: a proxy on the way has dropped the upgrade (up to 4.1).
    keyword_absent: '"error"',
  };
}

function hostMeta({ domain }: PresetSettings): ComponentInput {
  return {
    title: { en: 'Host metadata', ko: '호스트 메타데이터' },
    group: groups.federation,
    url: `${originOf(domain)}/.well-known/host-meta`,
    interval: rarely,
    keyword: 'webfinger?resource={uri}',
  };
}
