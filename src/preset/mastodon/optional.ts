/**
 * Components that show what the others cannot, each at a price that not every server should pay: docs/diagnosis.md says
 * which. They are there once the file names them.
 */
import { feeds, groups, rarely, streamingSocketUrl } from '../common.ts';
import type { ComponentInput, PresetSettings } from '../preset.ts';
import { aboutPage, membersOnlyApi, streamingPath } from './common.ts';

export function optionalComponents(settings: PresetSettings): Readonly<Record<string, ComponentInput>> {
  return {
    assets: assets(settings),
    edge: edge(settings),
    ...feeds(settings, [membersOnlyApi.status, 422]),
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

function streamingDatabase(settings: PresetSettings): ComponentInput {
  return {
    type: 'websocket',
    title: { en: 'Streaming (database)', ko: '스트리밍 (데이터베이스)' },
    group: groups.apps,
    // The token is looked up in PostgreSQL. The sysop reads it in the log, so it says what it is.
    url: streamingSocketUrl(
      settings,
      `${streamingPath}?access_token=deliberately-wrong-token-of-the-status-monitor`,
    ),
    interval: rarely,
    status: 401,
    keyword_absent: '"error"',
  };
}
