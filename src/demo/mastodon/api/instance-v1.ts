import { accountEntity } from '../../api/account.ts';
import type { EndpointFactory, Mastodon } from '../mastodon.ts';
import { apiAnswer } from '../rails.ts';

/** Rails keeps the rendered instance in Redis for three minutes, so that it outlives the database for as long. */
export const instanceCopyMs: number = 180_000;

/** `GET /api/v1/instance`: in every version, deprecated since 4.4. */
export const instanceV1: EndpointFactory = mastodon => ({
  path: '/api/v1/instance',
  component: 'api',
  needs: ['database'],
  outlivesDatabaseMs: instanceCopyMs,
  errors: 'json',
  answer: () =>
    apiAnswer(mastodon, document(mastodon), {
      cache: mastodon.traits.instanceCache,
      // The date of the release that brought version 2 (RFC 9745).
      headers: mastodon.traits.instanceV1Deprecated ? [['Deprecation', '@1668384000']] : [],
    }),
});

function document(mastodon: Mastodon): unknown {
  const { site, traits } = mastodon;
  return {
    uri: site.localDomain,
    title: 'Fire drill',
    short_description: 'A simulated server to rehearse outages on',
    description: '',
    email: `${site.account}@example.com`,
    version: traits.version,
    urls: { streaming_api: site.streamingBase },
    stats: { user_count: 1, status_count: 8, domain_count: 42 },
    thumbnail: `${site.webOrigin}/packs/media/images/preview.png`,
    languages: ['en'],
    registrations: false,
    approval_required: false,
    contact_account: accountEntity(mastodon.site),
    ...(traits.accountLookup ? { rules: [], configuration: { statuses: { max_characters: 500 } } } : {}),
  };
}
