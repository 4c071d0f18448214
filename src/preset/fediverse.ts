/** Any server that speaks ActivityPub: what every software has. */
import {
  activitypubOfAccount,
  hostMeta,
  nodeinfo,
  objectStorage,
  omissions,
  parts,
  startPage,
} from './common.ts';
import type { ComponentInput, Preset, PresetSettings } from './preset.ts';
import { staffAccounts } from './values.ts';

/** For software without a preset of its own. */
export const fediverse: Preset = {
  name: 'fediverse',
  aliases: [],
  summary: 'Any other server of the fediverse: snac, Hollo, Hubzilla, those made with Fedify, …',
  software: {
    title: 'the fediverse server',
    program: null,
    streaming: 'none',
    database: 'the database',
    usesRedis: false,
    keepsWebfinger: false,
  },
  components: settings => ({
    components: {
      main_page: mainPage(settings),
      ...objectStorage(settings),
      // Not every server has an account that stands for itself.
      ...activitypubOfAccount(settings, { host_meta: 'optional' }),
      // As often as the others: no better sign of life is known of all.
      nodeinfo: { ...nodeinfo(), interval: null },
    },
    optional: {
      api: mastodonApi(settings),
      host_meta: hostMeta(settings),
    },
    omitted: omissions(settings, ['object_storage', 'activitypub']),
  }),
  discovery: {
    read: documents => ({
      ...staffAccounts(documents),
      optional: documents.instance === null ? [] : ['api'],
    }),
  },
};

function mainPage(settings: PresetSettings): ComponentInput {
  return startPage(settings, {
    // A title, whatever it says, unless it is that of a web server that was left to itself.
    regex: String.raw`(?i)<title[^>]*>\s*[^<\s]`,
    regex_absent: String.raw`(?i)<title[^>]*>\s*(?:Welcome to (?:nginx|OpenResty)|Apache\S* .*(?:Default|Test) Page|Caddy works)`,
  });
}

/** Many servers speak Mastodon's API for the sake of its apps. */
function mastodonApi({ webOrigin }: PresetSettings): ComponentInput {
  return {
    ...parts.api,
    url: `${webOrigin}/api/v2/instance`,
    fallback_url: `${webOrigin}/api/v1/instance`,
    headers: { Accept: 'application/json' },
    content_type: 'application/json',
    json: [{ path: '$.version', exists: true }],
  };
}
