/**
 * Components that show what the others cannot, each at a price that not every server should pay: docs/diagnosis.md says
 * which. They are there once the file names them.
 */
import type { ComponentInput, PresetSettings } from '../preset.ts';
import { aboutPage, groups, membersOnlyApi, rarely, streamingSocketUrl } from './common.ts';

export function optionalComponents(settings: PresetSettings): Readonly<Record<string, ComponentInput>> {
  return {
    assets: assets(settings),
    edge: edge(settings),
    timeline: timeline(settings),
    freshness: freshness(settings),
    streaming_database: streamingDatabase(settings),
  };
}

function assets(settings: PresetSettings): ComponentInput {
  const { url, fallback_url } = aboutPage(settings);
  return {
    type: 'page_asset',
    title: { en: 'Page scripts', ko: '페이지 스크립트' },
    group: groups.web,
    url,
    fallback_url,
    interval: rarely,
    content_type: ['application/javascript', 'text/javascript'],
    // The bundle is larger than any page.
    max_body: '8MiB',
  };
}

function edge(settings: PresetSettings): ComponentInput {
  return {
    ...aboutPage(settings),
    title: { en: 'Main page as visitors get it', ko: '방문자가 보는 메인 페이지' },
    group: groups.web,
    cache: 'allow',
  };
}

function timeline({ webOrigin }: PresetSettings): ComponentInput {
  return {
    title: { en: 'Public timeline', ko: '공개 타임라인' },
    group: groups.apps,
    url: `${webOrigin}/api/v1/timelines/public?local=true&limit=1`,
    ...feed,
  };
}

function freshness({ webOrigin }: PresetSettings): ComponentInput {
  return {
    title: { en: 'Posts from other servers', ko: '다른 서버의 글' },
    group: groups.federation,
    url: `${webOrigin}/api/v1/timelines/public?remote=true&limit=1`,
    interval: rarely,
    ...feed,
    content_age: { path: '$[0].created_at', max: '3h' },
  };
}

function streamingDatabase(settings: PresetSettings): ComponentInput {
  return {
    type: 'websocket',
    title: { en: 'Streaming (database)', ko: '스트리밍 (데이터베이스)' },
    group: groups.apps,
    // The token is looked up in PostgreSQL. The sysop reads it in the log, so it says what it is.
    url: `${streamingSocketUrl(settings)}?access_token=deliberately-wrong-token-of-the-status-monitor`,
    interval: rarely,
    status: 401,
    keyword_absent: '"error"',
  };
}

/** A feed that is closed to strangers says so with 422, or with 401 where the whole server is. */
const feed = {
  headers: { Accept: 'application/json' },
  content_type: 'application/json',
  regex: String.raw`^\s*\[`,
  restricted: { status: [membersOnlyApi.status, 422] },
} as const;
