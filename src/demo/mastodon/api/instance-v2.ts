import { accountEntity } from '../../api/account.ts';
import type { EndpointFactory, Mastodon } from '../mastodon.ts';
import { apiAnswer } from '../rails.ts';
import { instanceCopyMs } from './instance-v1.ts';

/** `GET /api/v2/instance`, since 4.0. Asks Redis for the number of active users, which version 1 does not. */
export const instanceV2: EndpointFactory = mastodon => {
  if (!mastodon.traits.instanceV2) return null;
  return {
    path: '/api/v2/instance',
    component: 'api',
    needs: ['database', 'redis'],
    outlivesDatabaseMs: instanceCopyMs,
    errors: 'json',
    answer: () => apiAnswer(mastodon, document(mastodon), { cache: mastodon.traits.instanceCache }),
  };
};

function document(mastodon: Mastodon): unknown {
  const { site, traits } = mastodon;
  return {
    domain: site.localDomain,
    title: 'Fire drill',
    version: traits.version,
    source_url: 'https://github.com/mastodon/mastodon',
    description: 'A simulated server to rehearse outages on',
    usage: { users: { active_month: 1 } },
    thumbnail: { url: `${site.webOrigin}/packs/assets/preview-C0FfeE42.png` },
    languages: ['en'],
    configuration: {
      urls: {
        streaming: site.streamingBase,
        status: null,
        about: `${site.webOrigin}/about`,
        privacy_policy: `${site.webOrigin}/privacy-policy`,
      },
      statuses: { max_characters: 500 },
      timelines_access: { live_feeds: { local: 'public', remote: 'public' } },
    },
    registrations: { enabled: false, approval_required: false, message: null, url: null },
    ...(traits.apiVersion === null ? {} : { api_versions: { mastodon: traits.apiVersion } }),
    contact: { email: `${site.account}@example.com`, account: accountEntity(mastodon.site) },
    rules: [],
  };
}
