/** WriteFreely with many blogs, or with one: then the blog is the main page. */
import {
  activitypub,
  hostMeta,
  hostOf,
  objectStorage,
  omissions,
  parts,
  startPage,
  userPage,
} from './common.ts';
import type { ComponentInput, Preset, PresetSettings } from './preset.ts';

/** WriteFreely: an account is a blog. */
export const writefreely: Preset = {
  name: 'writefreely',
  aliases: [],
  summary:
    'WriteFreely; `account` is a blog. Where there is only one, remove `user_page`: that blog is the main page.',
  software: {
    title: 'WriteFreely',
    program: { unit: 'writefreely', container: 'writefreely' },
    streaming: 'none',
    database: 'the database (SQLite or MySQL)',
    usesRedis: false,
    keepsWebfinger: false,
  },
  components: settings => ({
    components: {
      main_page: mainPage(settings),
      api: api(settings),
      ...userPage(settings, '/', account => ({
        url: `${settings.webOrigin}/${account}/`,
        // Its address, which stands in its own page.
        keyword: ['og:site_name', `${new URL(settings.webOrigin).host}/${account}/`],
        ignore_case: true,
      })),
      ...objectStorage(settings),
      // Without an account, that of the server itself answers.
      activitypub: activitypub(settings, { host_meta: 'skip' }),
      host_meta: hostMeta(settings),
    },
    optional: {},
    omitted: omissions(settings, ['user_page', 'object_storage']),
  }),
  discovery: { mayLack: ['user_page'] },
};

function mainPage(settings: PresetSettings): ComponentInput {
  return startPage(settings, {
    keyword: ['og:site_name', hostOf(settings.domain)],
  });
}

/** What it says of itself: the rest of its API is for those who can say who they are. */
function api({ webOrigin }: PresetSettings): ComponentInput {
  return {
    ...parts.api,
    url: `${webOrigin}/api/nodeinfo`,
    headers: { Accept: 'application/json' },
    content_type: 'application/json',
    json: [{ path: '$.software.name', equals: 'writefreely' }],
  };
}
