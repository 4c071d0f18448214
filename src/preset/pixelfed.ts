/** Pixelfed. It keeps copies for long: of the instance API half an hour, of webfinger two weeks. */
import {
  activitypub,
  handleKeyword,
  hostMeta,
  instanceApi,
  nodeinfo,
  objectStorage,
  omissions,
  parts,
  startPage,
  userPage,
} from './common.ts';
import type { Preset, PresetComponents, PresetSettings } from './preset.ts';

export const pixelfed: Preset = {
  name: 'pixelfed',
  aliases: [],
  summary: 'Pixelfed.',
  software: {
    title: 'Pixelfed',
    program: { unit: "'php*-fpm'", container: 'pixelfed' },
    streaming: 'none',
    database: 'the database (MySQL, MariaDB or PostgreSQL)',
    usesRedis: true,
    keepsWebfinger: true,
  },
  components: settings => ({
    components: componentsOf(settings),
    optional: {},
    omitted: omissions(settings, ['user_page', 'object_storage']),
  }),
};

function componentsOf(settings: PresetSettings): PresetComponents['components'] {
  const { webOrigin } = settings;
  return {
    main_page: startPage(settings, { keyword: 'og:site_name' }),
    api: instanceApi(settings, '(?i)compatible; pixelfed'),
    // The address with an @ is a redirect to this one.
    ...userPage(settings, '/', account => handleKeyword(settings, account)),
    ...objectStorage(settings),
    activitypub: activitypub(settings),
    health: {
      ...parts.health,
      url: `${webOrigin}/api/service/health-check`,
      redirects: 0,
      keyword: 'OK',
      regex: String.raw`^\s*OK\s*$`,
    },
    host_meta: hostMeta(settings),
    nodeinfo: nodeinfo(),
  };
}
