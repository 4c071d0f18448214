/** Friendica 2022 and later. Its pages name it in every theme and language. Since 2026 it has no host-meta. */
import {
  activitypub,
  hostOf,
  instanceApi,
  nodeinfo,
  objectStorage,
  omissions,
  startPage,
  userPage,
} from './common.ts';
import type { ComponentInput, Preset, PresetSettings } from './preset.ts';

/** Friendica, which speaks Mastodon's API too. */
export const friendica: Preset = {
  name: 'friendica',
  aliases: [],
  summary: 'Friendica 2022 and later.',
  software: {
    title: 'Friendica',
    program: { unit: "'php*-fpm'", container: 'app' },
    streaming: 'none',
    database: 'the database (MySQL or MariaDB)',
    usesRedis: false,
    keepsWebfinger: false,
  },
  components: settings => ({
    components: {
      main_page: mainPage(settings),
      api: instanceApi(settings, 'Friendica'),
      ...userPage(settings, '/profile/', account => ({
        // The feed of the account: its handle is broken up, so that lines can wrap.
        keyword: [generator, `/feed/${account}/`],
        ignore_case: true,
        restricted: { redirect: `/profile/${account}/restricted` },
      })),
      ...objectStorage(settings),
      activitypub: activitypub(settings, {
        host_meta: 'skip',
        // Without an account, that of the server itself.
        account: settings.account ?? 'friendica',
      }),
      nodeinfo: nodeinfo(),
    },
    optional: {},
    omitted: omissions(settings, ['user_page', 'object_storage']),
  }),
};

const generator = 'content="Friendica';

function mainPage(settings: PresetSettings): ComponentInput {
  return startPage(settings, {
    keyword: [generator, hostOf(settings.domain)],
  });
}
