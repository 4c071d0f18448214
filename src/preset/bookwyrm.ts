/** BookWyrm. No account stands for the server, and its link to NodeInfo says `http`, which leads to a redirect. */
import {
  activitypubOfAccount,
  handleKeyword,
  hostMeta,
  instanceApi,
  nodeinfo,
  objectStorage,
  omissions,
  startPage,
  userPage,
} from './common.ts';
import type { ComponentInput, Preset, PresetSettings } from './preset.ts';

/** BookWyrm, which speaks the instance part of Mastodon's API. */
export const bookwyrm: Preset = {
  name: 'bookwyrm',
  aliases: [],
  summary: 'BookWyrm.',
  software: {
    title: 'BookWyrm',
    program: { unit: 'bookwyrm', container: 'web' },
    streaming: 'none',
    database: 'PostgreSQL',
    usesRedis: true,
    keepsWebfinger: false,
  },
  components: settings => ({
    components: {
      main_page: mainPage(settings),
      api: instanceApi(settings, String.raw`^\d`),
      ...userPage(settings, '/user/', account => handleKeyword(settings, account)),
      ...objectStorage(settings),
      ...activitypubOfAccount(settings, { host_meta: 'skip' }),
      host_meta: hostMeta(settings),
      nodeinfo: nodeinfo(),
    },
    optional: {},
    omitted: omissions(settings, ['user_page', 'object_storage', 'activitypub']),
  }),
};

function mainPage(settings: PresetSettings): ComponentInput {
  return startPage(settings, {
    // Its scripts and its footer, whatever the site is called.
    keyword: 'bookwyrm',
    ignore_case: true,
  });
}
