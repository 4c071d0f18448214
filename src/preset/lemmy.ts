/**
 * Lemmy 0.19 and 1.0. Its pages come from a process of their own (lemmy-ui), its pictures from another (pict-rs), and
 * its own proxy configuration tells other servers from visitors by an exact `Accept`.
 */
import {
  activitypub,
  groups,
  hostOf,
  namesServer,
  nodeinfo,
  objectStorage,
  omissions,
  parts,
  startPage,
  userPage,
} from './common.ts';
import type { ComponentInput, DiscoveryDocuments, DiscoveryHints, Preset, PresetSettings } from './preset.ts';
import { listAt, textAt } from './values.ts';

const siteApi = '/api/v3/site';

/** Lemmy with its own user interface. */
export const lemmy: Preset = {
  name: 'lemmy',
  aliases: [],
  summary: 'Lemmy 0.19 and 1.0 with its own user interface. Pages, server and pictures are three processes.',
  software: {
    title: 'Lemmy',
    program: { unit: 'lemmy', container: 'lemmy' },
    pages: { title: 'lemmy-ui', unit: 'lemmy-ui', container: 'lemmy-ui' },
    streaming: 'none',
    database: 'PostgreSQL',
    usesRedis: false,
    keepsWebfinger: false,
  },
  components: settings => ({
    components: {
      main_page: mainPage(settings),
      api: api(settings),
      // A page about nobody is a 200 as well, and repeats the name, but without the sign.
      ...userPage(settings, '/u/', account => ({
        keyword: ['isoData', `@${account}`],
        ignore_case: true,
        restricted: membersOnly,
      })),
      images: images(settings),
      ...objectStorage(settings),
      // Without an account, the server's own actor answers. A proxy that takes other servers for visitors gives a page.
      activitypub: activitypub(settings, { host_meta: 'skip', actor: true }),
      nodeinfo: nodeinfo(),
    },
    optional: {},
    omitted: omissions(settings, ['user_page', 'object_storage']),
  }),
  discovery: {
    question: { path: siteApi },
    read: readSite,
    // A server may do without pict-rs.
    mayLack: ['images'],
  },
};

/** A private instance sends visitors to where they can become members. */
const membersOnly = { redirect: '/signup' } as const;

function mainPage(settings: PresetSettings): ComponentInput {
  return startPage(settings, {
    // The page holds what it got from the server, whose name is in it; a page that got nothing has not.
    keyword: ['isoData', hostOf(settings.domain)],
    restricted: membersOnly,
  });
}

function api(settings: PresetSettings): ComponentInput {
  return {
    ...parts.api,
    url: settings.webOrigin + siteApi,
    // 1.0 may leave version 3 out.
    fallback_url: `${settings.webOrigin}/api/v4/site`,
    headers: { Accept: 'application/json' },
    content_type: 'application/json',
    json: [
      { path: '$.version', exists: true },
      {
        path: ['$.site_view.site.actor_id', '$.site_view.site.ap_id'],
        matches: namesServer(settings),
      },
    ],
  };
}

function images({ webOrigin }: PresetSettings): ComponentInput {
  return {
    title: { en: 'Images', ko: '이미지' },
    group: groups.media,
    url: `${webOrigin}/pictrs/healthz`,
    fallback_url: `${webOrigin}/api/v4/image/health`,
    // What pict-rs says itself, or the server in its place.
    regex_absent: '(?i)<html',
  };
}

function readSite({ own }: DiscoveryDocuments): DiscoveryHints {
  return {
    accounts: listAt(own, '$.admins').map(admin => ({
      value: textAt(admin, '$.person.name'),
      from: `admins in ${siteApi}`,
    })),
    media: ['icon', 'banner'].map(picture => ({
      value: textAt(own, `$.site_view.site.${picture}`),
      from: `${picture} in ${siteApi}`,
    })),
  };
}
