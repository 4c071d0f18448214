/** What presets share: the parts of a server as people know them, and how those are asked that are alike everywhere. */
import { domainToUnicode } from '../probe/domain-name.ts';
import { originOf } from '../probe/origin.ts';
import type { ComponentInput, Omission, PresetSettings } from './preset.ts';

type Texts = Readonly<Record<'en' | 'ko', string>>;

export const groups = {
  web: { en: 'Web', ko: '웹' },
  apps: { en: 'Apps', ko: '앱' },
  media: { en: 'Media', ko: '미디어' },
  federation: { en: 'Federation', ko: '연합' },
} as const;

const { web, apps, media, federation } = groups;

/** The parts of a server. Their names mean the same in every preset: rules of the diagnosis read them. */
export type PartName =
  | 'main_page'
  | 'user_page'
  | 'health'
  | 'database'
  | 'api'
  | 'timeline'
  | 'streaming'
  | 'streaming_websocket'
  | 'object_storage'
  | 'activitypub'
  | 'host_meta'
  | 'nodeinfo'
  | 'freshness';

/** Title and group by part. */
export const parts: Readonly<Record<PartName, { readonly title: Texts; readonly group: Texts }>> = {
  main_page: { title: { en: 'Main page', ko: '메인 페이지' }, group: web },
  user_page: { title: { en: 'User page', ko: '사용자 페이지' }, group: web },
  health: { title: { en: 'Server process', ko: '서버 프로세스' }, group: web },
  database: { title: { en: 'Database', ko: '데이터베이스' }, group: web },
  api: { title: { en: 'API', ko: 'API' }, group: apps },
  timeline: { title: { en: 'Public timeline', ko: '공개 타임라인' }, group: apps },
  streaming: { title: { en: 'Streaming', ko: '스트리밍' }, group: apps },
  streaming_websocket: { title: { en: 'Streaming (WebSocket)', ko: '스트리밍 (웹소켓)' }, group: apps },
  object_storage: { title: { en: 'Object storage', ko: '미디어 저장소' }, group: media },
  activitypub: { title: { en: 'ActivityPub', ko: '액티비티펍' }, group: federation },
  host_meta: { title: { en: 'Host metadata', ko: '호스트 메타데이터' }, group: federation },
  nodeinfo: { title: { en: 'Server information', ko: '서버 정보' }, group: federation },
  freshness: { title: { en: 'Posts from other servers', ko: '다른 서버의 글' }, group: federation },
};

/** For what only changes with the configuration of a proxy; spares the server, whose own budget it shares. */
export const rarely = '5m';

/** A component that needs a setting: none without it. */
export type Offered = Readonly<Record<string, ComponentInput>>;

/** The page at the root, with what is to be found on it. */
export function startPage({ webOrigin }: PresetSettings, rules: ComponentInput): ComponentInput {
  return { ...parts.main_page, url: `${webOrigin}/`, content_type: 'text/html', ...rules };
}

/** The file that the sysop placed on the object storage. */
export function objectStorage({ objectStorage: url }: PresetSettings): Offered {
  return url === null ? {} : { object_storage: { ...parts.object_storage, url, keyword: 'OK' } };
}

/** The page of the account at a path such as `/@`. */
export function userPage(
  { account, webOrigin }: PresetSettings,
  path: string,
  keywords: (account: string) => ComponentInput,
): Offered {
  if (account === null) return {};
  return {
    user_page: {
      ...parts.user_page,
      url: `${webOrigin}${path}${account}`,
      content_type: 'text/html',
      ...keywords(account),
    },
  };
}

/**
 * The full handle on a page. Pages show the account in its own case, and an internationalised domain in Unicode.
 */
export function handleKeyword({ domain }: PresetSettings, account: string): ComponentInput {
  return { keyword: `${account}@${domainToUnicode(hostOf(domain))}`, ignore_case: true };
}

/** Webfinger and what leads there, for the account of the server, or for the actor that stands for all of it. */
export function activitypub({ account }: PresetSettings, more: ComponentInput = {}): ComponentInput {
  return {
    type: 'activitypub',
    ...parts.activitypub,
    host_meta: 'required',
    ...(account === null ? {} : { account }),
    ...more,
  };
}

/** The same, for software without such an actor. */
export function activitypubOfAccount(settings: PresetSettings, more: ComponentInput = {}): Offered {
  return settings.account === null ? {} : { activitypub: activitypub(settings, more) };
}

/** Where other servers are told to ask for webfinger. */
export function hostMeta({ domain }: PresetSettings): ComponentInput {
  return {
    ...parts.host_meta,
    url: `${originOf(domain)}/.well-known/host-meta`,
    interval: rarely,
    keyword: 'webfinger?resource={uri}',
  };
}

/** What the server says that it is. */
export function nodeinfo(): ComponentInput {
  return { type: 'nodeinfo', ...parts.nodeinfo, interval: rarely };
}

/** Mastodon's instance API, as other software offers it: `version` tells which software it is in truth. */
export function instanceApi(settings: PresetSettings, version: string): ComponentInput {
  return {
    ...parts.api,
    url: `${settings.webOrigin}/api/v1/instance`,
    headers: { Accept: 'application/json' },
    content_type: 'application/json',
    json: [
      { path: '$.version', matches: version },
      { path: ['$.uri', '$.domain'], matches: namesServer(settings) },
    ],
  };
}

/**
 * An expression for what names the server: the domain of its handles or that of its pages, which some write as an
 * address.
 */
export function namesServer({ domain, webOrigin }: PresetSettings): string {
  const names = [...new Set([domain, new URL(webOrigin).host])].map(name =>
    name.replaceAll(/[.[\]]/g, String.raw`\$&`),
  );
  return String.raw`(?i)^(?:https?://)?(?:${names.join('|')})/?$`;
}

/** A public feed of the Mastodon API. One that is closed to strangers says so by one of these statuses. */
export function feed(
  { webOrigin }: PresetSettings,
  which: 'local' | 'remote',
  closed: readonly number[],
): ComponentInput {
  return {
    url: `${webOrigin}/api/v1/timelines/public?${which}=true&limit=1`,
    headers: { Accept: 'application/json' },
    content_type: 'application/json',
    regex: String.raw`^\s*\[`,
    restricted: { status: closed },
  };
}

/** The public feeds: what people here write, and how old the newest from elsewhere is. */
export function feeds(settings: PresetSettings, closed: readonly number[]): Offered {
  return {
    timeline: { ...parts.timeline, ...feed(settings, 'local', closed) },
    freshness: {
      ...parts.freshness,
      interval: rarely,
      ...feed(settings, 'remote', closed),
      content_age: { path: '$[0].created_at', max: '3h' },
    },
  };
}

/** A handshake with the streaming API. Its way through the proxy is what breaks, and that changes rarely. */
export function streamingWebsocket(
  settings: PresetSettings,
  path: string,
  rules: ComponentInput = {},
): ComponentInput {
  return {
    type: 'websocket',
    ...parts.streaming_websocket,
    url: streamingSocketUrl(settings, path),
    interval: rarely,
    ...rules,
  };
}

/** Where handshakes for streaming go: the host of the streaming API, else that of the pages. */
export function streamingSocketUrl(settings: PresetSettings, path: string): string {
  return streamingOriginOf(settings).replace(/^http/, 'ws') + path;
}

export function streamingOriginOf({ streamingOrigin, webOrigin }: PresetSettings): string {
  return streamingOrigin ?? webOrigin;
}

/** The domain without its port: pages name the server either way. */
export function hostOf(domain: string): string {
  return domain.replace(/:\d+$/, '');
}

/** What is left out for want of a setting. `needing`: the components that need one, in their order. */
export function omissions(
  { account, objectStorage: url }: PresetSettings,
  needing: readonly string[],
): readonly Omission[] {
  return needing.flatMap(component => {
    const isStorage = component === 'object_storage';
    if ((isStorage ? url : account) !== null) return [];
    return { component, setting: isStorage ? 'object_storage' : 'account' };
  });
}

/** A regular expression that matches a text as it is. */
export function literally(text: string): string {
  return text.replace(/[^\p{L}\p{N}_]/gu, String.raw`\$&`);
}
